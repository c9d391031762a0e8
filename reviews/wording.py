"""A grant in words, in both languages, to be frozen into a review item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from accessmap.models import Grant
from accessmap.policy.explain import Span
from accessmap.spoken import Speaker, Spoken

LANGUAGES = ("en", "ja")
Spans = list[tuple[str, bool]]
Said = tuple[Span, ...]


class Wording(TypedDict):
    """What stands in an item's ``wording`` for one language."""

    headline: Spans
    sentence: Spans
    consequence: Spans
    advice: str  # the reason of the suggestion


def wordings(
    row: Grant, speakers: Mapping[str, Speaker], advice: Mapping[str, str]
) -> dict[str, Wording]:
    """Return the words for ``row``, language by language."""
    return {
        language: frozen_words(*_said(speaker.spoken(row)), advice[language])
        for language, speaker in speakers.items()
    }


def _said(said: Spoken) -> tuple[Said, Said, Said]:
    return said.headline, said.sentence, said.consequence


def frozen_words(
    headline: Said, sentence: Said, consequence: Said, advice: str
) -> Wording:
    """Return what is said of a grant as a row keeps it."""
    return Wording(
        headline=_storable(headline),
        sentence=_storable(sentence),
        consequence=_storable(consequence),
        advice=storable(advice),
    )


def plain(spans: Spans) -> str:
    """Return spans that were read back from a row as one text."""
    return "".join(text for text, _is_strong in spans)


def storable(text: str) -> str:
    """Return ``text`` without what PostgreSQL cannot keep; AWS can carry both."""
    if text.isascii() and "\x00" not in text:
        return text
    text = text.encode("utf-8", "backslashreplace").decode()
    return text.replace("\x00", "\\x00")


def _storable(spans: tuple[Span, ...]) -> Spans:
    # Nearly every text can be kept as it is: ask once for all of its pieces.
    whole = "".join([each.text for each in spans])
    if storable(whole) == whole:
        return [(each.text, each.is_strong) for each in spans]
    return [(storable(each.text), each.is_strong) for each in spans]
