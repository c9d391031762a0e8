"""A grant in words, in both languages, to be frozen into a review item."""

from __future__ import annotations

from typing import TypedDict

from accessmap.models import Account, Counterparty, Grant
from accessmap.policy import explain
from accessmap.policy.plain import from_plain

LANGUAGES = ("en", "ja")
Spans = list[tuple[str, bool]]


class Wording(TypedDict):
    """What stands in an item's ``wording`` for one language."""

    headline: Spans
    sentence: Spans
    consequence: Spans
    advice: str  # the reason of the suggestion


def names_now() -> explain.Names:
    """Return who is called how today; an item keeps the names it was opened with."""
    theirs = Counterparty.objects.values_list("account_id", "name")
    ours = Account.objects.exclude(name="").values_list("account_id", "name")
    return explain.Names(accounts={**dict(theirs), **dict(ours)})


def wordings(
    row: Grant, names: explain.Names, advice: dict[str, str]
) -> dict[str, Wording]:
    """Return the words for ``row``, language by language."""
    grant = from_plain(row.says)
    return {
        language: Wording(
            headline=_storable(explain.headline(grant, names, language)),
            sentence=_storable(explain.sentence(grant, names, language)),
            consequence=_storable(explain.consequence(grant, names, language)),
            advice=storable(advice[language]),
        )
        for language in LANGUAGES
    }


def plain(spans: Spans) -> str:
    """Return spans that were read back from a row as one text."""
    return "".join(text for text, _is_strong in spans)


def storable(text: str) -> str:
    """Return ``text`` without what PostgreSQL cannot keep; AWS can carry both."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return text.replace("\x00", "\\x00")


def _storable(spans: tuple[explain.Span, ...]) -> Spans:
    return [(storable(each.text), each.is_strong) for each in spans]
