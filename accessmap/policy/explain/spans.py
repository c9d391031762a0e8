"""Text in pieces: which are bold, and beside which an account id is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_WIDE_END = "）"


class Span(NamedTuple):
    """One piece. A page shows each in its own ``<bdi>``: it may be AWS's text.

    ``aside`` is the account id that belongs beside a name, with its brackets: a page
    shows ``account_id`` small, plain text shows the brackets. A tuple: a campaign
    makes millions of them.
    """

    text: str
    is_strong: bool = False
    aside: str = ""

    @property
    def account_id(self) -> str:
        """Return the id to show beside the text, or nothing."""
        return self.aside.strip(" ()（）")


Spans = tuple[Span, ...]


def plain(spans: Iterable[Span]) -> str:
    """Return the words without bold, with account ids in brackets."""
    text = ""
    for span in spans:
        said = span.text
        if text.endswith(_WIDE_END):
            # A full-width bracket brings its own white space.
            said = said.removeprefix(" ")
        text += said + span.aside
    return text


def started(spans: Spans) -> Spans:
    """Return the words with a capital letter at the start, as a sentence has it."""
    first, *rest = spans
    return (first._replace(text=first.text[:1].upper() + first.text[1:]), *rest)
