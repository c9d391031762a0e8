"""What a reader typed, hid, pinned or left alone on the map, as words of an address.

On the page they stand behind the #, and never reach the server; what is taken away or
kept by a name carries them along. An edge is meant by its own name, or by an end's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from accessmap.verdicts import LOOKS

TYPED = "typed"  # "search" looks farther, and on the server
MANY = ("hide", "pin")
WORDS = (TYPED, "only", *MANY)


@dataclass(frozen=True, slots=True)
class Marks:
    """Empty, it leaves everything in sight."""

    typed: str = ""
    only: str = ""
    hide: frozenset[str] = frozenset()
    pin: frozenset[str] = frozenset()

    @classmethod
    def of(cls, params: QueryDict) -> Marks:
        """Read them from an address."""
        many = {name: frozenset(params.getlist(name)) for name in MANY}
        return cls(params.get(TYPED, ""), params.get("only", ""), **many)

    def __bool__(self) -> bool:
        return bool(self.typed or self.only or self.hide or self.pin)

    def query(self) -> str:
        """Return them as the part of an address behind the question mark."""
        return urlencode(self._words(), doseq=True)

    def fragment(self) -> str:
        """Return them as the map's page reads them, behind the #."""
        return urlencode(
            {("search" if k == TYPED else k): v for k, v in self._words().items()},
            doseq=True,
        )

    def says(self, called: Callable[[str], str] = str) -> list[str]:
        """Return them in words; ``called`` tells what an edge or a place is called."""
        told = []
        if self.typed:
            told.append(_("Typed: %(text)s") % {"text": self.typed})
        if self.only:
            told.append(_("Only: %(text)s") % {"text": called(self.only)})
        if self.hide:
            told.append(_("Hidden: %(text)s") % {"text": _listed(self.hide, called)})
        if self.pin:
            told.append(_("Pinned: %(text)s") % {"text": _listed(self.pin, called)})
        return told

    def leave(self, names: Iterable[str], texts: Iterable[str]) -> bool:
        """Say whether an edge stays in sight.

        ``names`` are its own, its ends' and those of what is drawn for it; ``texts``
        are what it is called.
        """
        every = "\n".join(texts).casefold()
        if not all(word in every for word in self.typed.casefold().split()):
            return False
        names = set(names)
        if names & self.pin:
            return True
        return not names & self.hide and (not self.only or self.only in names)

    def hides(self, place: str) -> bool:
        """Say whether a place is hidden, and not pinned."""
        return place in self.hide and place not in self.pin

    def _words(self) -> dict[str, str | list[str]]:
        found: dict[str, str | list[str]] = {TYPED: self.typed, "only": self.only}
        found |= {name: sorted(getattr(self, name)) for name in MANY}
        return {name: value for name, value in found.items() if value}


def _listed(names: Iterable[str], called: Callable[[str], str]) -> str:
    return ", ".join(called(each) for each in sorted(names))


def verdict_words(verdicts: Iterable[str]) -> list[str]:
    """Return the verdicts as the list beside the map calls them."""
    return [str(LOOKS[each].word) for each in verdicts if each in LOOKS]


def without_marks(params: QueryDict) -> QueryDict:
    """Return an address without them: what the server draws, before they are asked."""
    kept = params.copy()
    for name in WORDS:
        kept.pop(name, None)
    return kept
