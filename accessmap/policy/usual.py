"""Documents as nearly all are written, read in one pass.

Elements spelled as AWS spells them, each a text or a list of texts, none empty, all of
it ASCII and not large. Whatever is written otherwise is read by ``document.parse``,
with its refusals in words; a test holds both readers to the same answer.
"""

from __future__ import annotations

import json

from accessmap.policy.statement import ParsedDocument, Statement, Test

_VERSIONS = ("2012-10-17", "2008-10-17")
_ELEMENTS = frozenset({"Effect", "Principal", "Action", "Resource", "Condition", "Sid"})
_PRINCIPALS = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})
# Far below the limits of ``tree``, and above what a managed policy may have.
_MOST_CHARACTERS = 8_000

Pairs = tuple[tuple[str, str], ...]


class _Unusual(Exception):
    """The document is to be read the long way."""


_read = json.JSONDecoder().raw_decode


def usual_text(text: str) -> ParsedDocument | None:
    """Return the document of a JSON text; None if it is not written in the usual way.

    A reader of JSON takes the last of two equal keys, which no policy may have. Without
    a backslash a quote only opens and closes texts, and with no space before a colon
    each key ends in a quote and a colon; so there are no more keys than those, and if
    as many were read, none stands twice.
    """
    if len(text) > _MOST_CHARACTERS or _may_hide_a_key(text):
        return None
    try:
        tree, end = _read(text)
    except (ValueError, RecursionError):
        return None
    return usual(tree, keys=text.count('":')) if end == len(text) else None


def _may_hide_a_key(text: str) -> bool:
    # One letter is found in no time, two letters are not: so the letter goes first.
    if "\\" in text or "\r" in text or "\t" in text:
        return True
    return " :" in text or ("\n" in text and "\n:" in text)


def usual(tree: object, *, keys: int | None = None) -> ParsedDocument | None:
    """Return the document; None if it is not written in the usual way.

    … or if it has not as many ``keys``.
    """
    if type(tree) is not dict or tree.get("Version") not in _VERSIONS:
        return None
    texts: list[str] = []
    members = len(tree)
    if members > 2:  # noqa: PLR2004 (Version and Statement)
        if members > 3 or type(tree.get("Id")) is not str:  # noqa: PLR2004
            return None
        texts.append(tree["Id"])
    listed = tree.get("Statement")
    if type(listed) is not list:
        listed = [listed]
    try:
        statements = [_statement(at, each, texts) for at, each in enumerate(listed)]
        told = "".join(texts)  # refuses what is no text
    except (_Unusual, TypeError):
        return None
    if keys is not None and keys != members + sum(map(_members, listed)):
        return None
    if len(told) > _MOST_CHARACTERS or not told.isascii() or "\0" in told:
        return None
    return ParsedDocument(tree["Version"], tuple(statements))


def _statement(position: int, tree: object, texts: list[str]) -> Statement:
    if type(tree) is not dict or not _ELEMENTS.issuperset(tree):
        raise _Unusual
    effect = tree.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise _Unusual
    sid = tree.get("Sid", "")
    texts.append(sid)
    actions = _listed(tree.get("Action"), texts)
    resource = tree.get("Resource")
    condition = tree.get("Condition")
    return Statement(
        position,
        sid,
        effect == "Allow",
        _principals(tree.get("Principal"), texts),
        False,  # noqa: FBT003 (by position, which takes half the time)
        actions,
        False,  # noqa: FBT003
        None if resource is None else _listed(resource, texts),
        False,  # noqa: FBT003
        () if condition is None else _tests(condition, texts),
    )


def _listed(value: object, texts: list[str]) -> tuple[str, ...]:
    if type(value) is str and value:
        texts.append(value)
        return (value,)
    if type(value) is not list or not all(value):
        raise _Unusual
    texts += value
    return tuple(value)


def _principals(value: object, texts: list[str]) -> Pairs | None:
    if value is None:
        return None
    if type(value) is str:
        texts.append(value)
        return (("AWS", value),)
    if type(value) is not dict or not _PRINCIPALS.issuperset(value):
        raise _Unusual
    found: list[tuple[str, str]] = []
    for kind, each in value.items():
        found += [(kind, one) for one in _listed(each, texts)]
    return tuple(found)


def _tests(value: object, texts: list[str]) -> tuple[Test, ...]:
    if type(value) is not dict:
        raise _Unusual
    found = []
    for operator, keys in value.items():
        if type(keys) is not dict:
            raise _Unusual
        texts.append(operator)
        for key, each in keys.items():
            texts.append(key)
            found.append(Test(operator, key, _listed(each, texts)))
    return tuple(found)


def _members(tree: dict[str, object]) -> int:
    """Return how many keys stand in a statement of the usual form."""
    found = len(tree)
    principal, condition = tree.get("Principal"), tree.get("Condition")
    if type(principal) is dict:
        found += len(principal)
    if type(condition) is dict:
        found += len(condition) + sum(map(len, condition.values()))
    return found
