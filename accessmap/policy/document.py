"""A policy document: read from what AWS or a person gives, or refused in a sentence.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from accessmap.policy.statement import ParsedDocument, Statement, Test
from accessmap.policy.tree import MalformedPolicy, bounded, from_json, plain, read
from accessmap.policy.usual import usual, usual_text

__all__ = [
    "MalformedPolicy",
    "ParsedDocument",
    "Statement",
    "Test",
    "from_json",
    "parse",
    "plain",
    "render",
]

_VERSIONS = ("2008-10-17", "2012-10-17")


def parse(document: object) -> ParsedDocument:
    """Return the document, from JSON text, bytes or an object already parsed."""
    if isinstance(document, str) and (found := usual_text(document)):
        return found
    given = read(document)
    if found := usual(given):
        return found
    tree = _lowered(bounded(given), "The policy")
    version = _text(tree.get("version", _VERSIONS[0]), "Version")
    if version not in _VERSIONS:
        raise MalformedPolicy(
            f"Version is {version[:40]!r}; a policy is of 2012-10-17 or 2008-10-17."
        )
    if "statement" not in tree:
        raise MalformedPolicy("The policy has no Statement; give it one or a list.")
    statements = tree["statement"]
    listed = statements if isinstance(statements, list) else [statements]
    return ParsedDocument(
        version, tuple(_statement(at, each) for at, each in enumerate(listed))
    )


def render(document: ParsedDocument) -> dict[str, object]:
    """Return the document as plain JSON, every list written out."""
    return {
        "Version": document.version,
        "Statement": [_rendered(each) for each in document.statements],
    }


def _lowered(value: object, what: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise MalformedPolicy(f"{what} is not a JSON object.")
    found = {key.lower(): each for key, each in value.items()}
    if len(found) < len(value):
        raise MalformedPolicy(f"{what} has an element twice, in different case.")
    return found


def _statement(position: int, value: object) -> Statement:
    what = f"Statement {position + 1}"
    tree = _lowered(value, what)
    effect = tree.get("effect")
    if effect not in ("Allow", "Deny"):
        raise MalformedPolicy(f"{what} has no Effect of Allow or Deny.")
    principal, is_not_principal = _either(tree, "principal", what)
    action, is_not_action = _either(tree, "action", what)
    resource, is_not_resource = _either(tree, "resource", what)
    if action is None:
        raise MalformedPolicy(f"{what} has neither Action nor NotAction.")
    return Statement(
        position=position,
        sid=_text(tree.get("sid") or "", f"{what}: Sid"),
        is_allow=effect == "Allow",
        principals=None if principal is None else _principals(principal, what),
        is_not_principal=is_not_principal,
        actions=_texts(action, f"{what}: Action"),
        is_not_action=is_not_action,
        resources=None if resource is None else _texts(resource, f"{what}: Resource"),
        is_not_resource=is_not_resource,
        tests=_tests(tree.get("condition"), what),
    )


def _either(tree: dict[str, object], name: str, what: str) -> tuple[object, bool]:
    """Return the element or its Not form, and which of the two it was."""
    plain, negated = tree.get(name), tree.get(f"not{name}")
    if plain is not None and negated is not None:
        raise MalformedPolicy(
            f"{what} has both {name.title()} and Not{name.title()}; one may stand."
        )
    return (plain, False) if negated is None else (negated, True)


def _principals(value: object, what: str) -> tuple[tuple[str, str], ...]:
    if isinstance(value, str):
        return (("AWS", value),)
    if not isinstance(value, dict):
        raise MalformedPolicy(f"{what}: Principal is neither text nor an object.")
    return tuple(
        (_PRINCIPAL_TYPES.get(kind.lower()) or str(kind), each)
        for kind, values in value.items()
        for each in _texts(values, f"{what}: Principal")
    )


_PRINCIPAL_TYPES = {
    "aws": "AWS",
    "service": "Service",
    "federated": "Federated",
    "canonicaluser": "CanonicalUser",
}


def _tests(value: object, what: str) -> tuple[Test, ...]:
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise MalformedPolicy(f"{what}: Condition is not a JSON object.")
    found: list[Test] = []
    for operator, keys in value.items():
        if not isinstance(keys, dict):
            raise MalformedPolicy(f"{what}: {operator[:60]} is not a JSON object.")
        found.extend(
            Test(operator, key, _texts(values, f"{what}: {key[:60]}"))
            for key, values in keys.items()
        )
    return tuple(found)


def _texts(value: object, what: str) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(_text(each, what) for each in listed)


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise MalformedPolicy(f"{what} is not text.")
    return value


def _rendered(statement: Statement) -> dict[str, object]:
    tree: dict[str, object] = {"Effect": "Allow" if statement.is_allow else "Deny"}
    if statement.sid:
        tree["Sid"] = statement.sid
    if statement.principals is not None:
        named: dict[str, list[str]] = {}
        for kind, value in statement.principals:
            named.setdefault(kind, []).append(value)
        tree["NotPrincipal" if statement.is_not_principal else "Principal"] = named
    tree["NotAction" if statement.is_not_action else "Action"] = [*statement.actions]
    if statement.resources is not None:
        name = "NotResource" if statement.is_not_resource else "Resource"
        tree[name] = [*statement.resources]
    conditions: dict[str, dict[str, list[str]]] = {}
    for test in statement.tests:
        conditions.setdefault(test.operator, {})[test.key] = [*test.values]
    if conditions:
        tree["Condition"] = conditions
    return tree
