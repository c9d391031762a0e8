"""What stood there when somebody last decided, and who did: frozen where it is asked.

The page shows both, and so does the text that a decision keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from reviews.history import Before
from reviews.models import Decision, ReviewItem
from reviews.recommendation import Change
from reviews.statement import Line, difference
from reviews.wording import LANGUAGES, Wording, plain

Texts = tuple[dict[str, Wording], str]


class Was(TypedDict):
    """The grant as it was when it was decided, before it became other."""

    sentence: dict[str, str]  # by language
    statement: str
    blocked_by: list[str]


class Last(TypedDict):
    """The decision that counted then."""

    verdict: str
    by: str
    at: str


class Since(TypedDict, total=False):
    """What an item's ``circumstances`` hold of it; nothing where nobody was asked."""

    last: Last
    was: Was


def texts_of(befores: Iterable[Before]) -> Mapping[int, Texts]:
    """Return the words of those that became other since, read at once."""
    changed = [
        each.item.pk for each in befores if each.item and each.change is Change.CHANGED
    ]
    rows = ReviewItem.objects.filter(pk__in=changed)
    return {
        pk: (wording, statement)
        for pk, wording, statement in rows.values_list("pk", "wording", "statement")
    }


def since(before: Before, texts: Mapping[int, Texts]) -> Since:
    """Return what a new item freezes of ``before``."""
    told = Since()
    if before.decision:
        told["last"] = last_of(before.decision)
    if before.item and before.item.pk in texts:
        told["was"] = was_of(before.item, *texts[before.item.pk])
    return told


def last_of(decision: Decision) -> Last:
    """Return who decided what, and when."""
    return Last(
        verdict=decision.verdict,
        by=str(decision.reviewer),
        at=decision.decided_at.isoformat(),
    )


def was_of(item: ReviewItem, wording: Mapping[str, Wording], statement: str) -> Was:
    """Return what two versions of a grant are compared by.

    The statement may be the same, and what stopped it gone, or what the role can do
    grown.
    """
    return Was(
        sentence={each: plain(wording[each]["sentence"]) for each in LANGUAGES},
        statement=statement,
        blocked_by=item.circumstances["blocked_by"],
    )


def last_time(item: ReviewItem) -> Last | None:
    """Return the last decision, as it stood when ``item`` was opened, or None."""
    told: Last | None = item.circumstances.get("last")
    if told is None and item.previous and (decision := item.previous.effective):
        return last_of(decision)  # opened before it was frozen
    return told


def changes(item: ReviewItem, language: str) -> list[Line]:
    """Return what became other since it was last decided, line by line."""
    if item.circumstances["change"] != Change.CHANGED:
        return []
    was: Was | None = item.circumstances.get("was")
    if was is None and (before := item.previous):
        was = was_of(before, before.wording, before.statement)
    if was is None:
        return []
    now = was_of(item, item.wording, item.statement)
    return list(difference(_compared(was, language), _compared(now, language)))


def _compared(was: Was, language: str) -> str:
    blockers = [f"blocked by {each}" for each in was["blocked_by"]]
    return "\n".join([was["sentence"][language], was["statement"], *blockers])
