"""The shape of a document: what is left of it without the accounts that it names.

An organization repeats its documents in hundreds of accounts, each with its own account
id in it, a partner's, an agreed external ID. Marks take their places: NUL and a letter.
NUL stands in no policy, so a shape and what its marks stand for make up one document
only. Documents of one shape have one answer but for those marks, unless ``is_fixed``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject

HOME, ARN, EXTERNAL_ID = "\0a", "\0r", "\0x"
# Other accounts, in the order in which the document names them.
_OTHERS = ("\0A", "\0B", "\0C", "\0D", "\0E", "\0F", "\0G", "\0H")
# Longer documents are rarely repeated, and what is remembered is to stay small.
_MOST_CHARACTERS = 8_000

ACCOUNT_IDS = re.compile("[0-9]{12}")
_MARK = re.compile("\0[A-Za-z]")
_OF_A_NAME = re.compile(r"[\w\0]")
_SIGN = re.compile("[*?]")
_EXTERNAL_ID = re.compile(r"""sts:ExternalId["']\s*:\s*["']([\w+=,.@:/-]+)["']""")
# An operator that compares numbers, which an id in digits is one of.
_BY_NUMBER = re.compile(r"[\"':](?:numeric|date)\w*[\"']", re.IGNORECASE)
_IN_AN_ID = re.compile(r"(?:^|\W)(?:o|ou|r)-[\w-]*$")  # … or a unit's


class Shape(NamedTuple):
    """A document without what its marks stand for, and what that is."""

    key: tuple[object, ...]
    marks: dict[str, str]  # mark → what it stands for

    @property
    def is_fixed(self) -> bool:
        """Say whether the answer may differ among documents of this shape."""
        text = str(self.key[0])
        return (
            "${" in text
            or _has_pattern_over_ids(text)
            or _has_part_of_a_name(text)
            or _BY_NUMBER.search(text) is not None
        )


def _has_pattern_over_ids(text: str) -> bool:
    """Say whether a star or question mark stands beside digits or a mark."""
    for sign in _SIGN.finditer(text):
        start, end = sign.span()
        after = text[end : end + 1]
        if text[start - 1].isdigit() or text[start - 2] == "\0":
            return True
        if after.isdigit() or after == "\0":
            return True
    return False


def _has_part_of_a_name(text: str) -> bool:
    """Say whether a mark may stand for less than an account's whole id."""
    for mark in _MARK.finditer(text):
        before, after = text[: mark.start()], text[mark.end() : mark.end() + 1]
        if _OF_A_NAME.match(before[-1:]) or _OF_A_NAME.match(after):
            return True
        if before.endswith("-") and _IN_AN_ID.search(before):
            return True
    return False


def shape_of(subject: Subject, place: Callable[[str], int]) -> Shape | None:
    """Return the shape of a subject's document; None if it is to be decided by itself.

    ``place`` tells where an account stands, so that accounts that the engine may tell
    apart have different numbers.
    """
    home, arn = subject.account_id, subject.arn
    text = _text(subject.document)
    if not (home and text and _stands_alone(subject)):
        return None
    if arn:
        text = text.replace(arn, ARN)
    text = text.replace(home, HOME)
    marks = {HOME: home, ARN: arn}
    of_others: object = None
    by_canonical_id = ""
    if subject.kind is PolicyKind.ACL or "anonical" in text:
        by_canonical_id = home  # an account under its other name, which has no mark
    elif not subject.rcps:
        text, more, order = _marked(text)
        if more:
            marks |= more
            of_others = (
                order,
                tuple([place(e) for mark, e in more.items() if mark in _OTHERS]),
            )
    settings = subject.settings
    key = (
        text,
        subject.resource_type,
        subject.kind,
        place(home),
        of_others,
        tuple(sorted(each for each in settings if settings[each])) if settings else (),
        tuple(subject.rcps.items()) if subject.rcps else (),
        "/aws-service-role/" in arn,  # RCPs do not reach it
        # Partition and service bear on what callers there are.
        arn[: arn.find(":", arn.find(":", 4) + 1)],
        by_canonical_id,
    )
    return Shape(key, marks)


def _text(document: object) -> str:
    """Return a document as text; "" where an id in it might not be seen."""
    if isinstance(document, str):
        text = document
    else:
        try:
            text = repr(document)
        except (ValueError, RecursionError):
            return ""
    # Escapes, and the percent signs of IAM's API, may write an id in another way.
    if "\0" in text or "\\" in text or text[:1] == "%":
        return ""
    if len(text) > _MOST_CHARACTERS:
        return ""
    return text


def _stands_alone(subject: Subject) -> bool:
    """Say whether no document but its own may name the subject's account."""
    if subject.beside is not None:
        return False
    home, rcps = subject.account_id, subject.rcps
    return not rcps or all(
        isinstance(each, str) and home not in each for each in rcps.values()
    )


@lru_cache(maxsize=16384)
def _marked(text: str) -> tuple[str, dict[str, str], tuple[int, ...]]:
    """Return a text with marks for the other accounts and the external ID it names.

    … with what they stand for, and the order of the ids: what is sorted by them is to
    come out in the same order.
    """
    marks: dict[str, str] = {}
    found = _EXTERNAL_ID.search(text)
    if found and text.lower().count("externalid") == 1:
        text = text[: found.start(1)] + EXTERNAL_ID + text[found.end(1) :]
        marks[EXTERNAL_ID] = found[1]
    ids = list(dict.fromkeys(ACCOUNT_IDS.findall(text)))[: len(_OTHERS)]
    for mark, each in zip(_OTHERS, ids, strict=False):
        text = text.replace(each, mark)
        marks[mark] = each
    return text, marks, tuple(map(sorted(ids).index, ids))
