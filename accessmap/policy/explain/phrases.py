"""One language: phrases by name, and how they are filled and listed.

In a phrase ``**…**`` is bold and ``{name}`` a slot. Only our own phrases are read that
way; what AWS or a person wrote goes into slots and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from accessmap.policy.explain.spans import Span, Spans

Slot = str | Spans
_BOLD = "**"
_TOKEN = re.compile(r"(\*\*|\{\w+\})")
# A list longer than this says how many more there are.
_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Language:
    """The phrases of one language. Every language has the same names and slots."""

    code: str
    phrases: Mapping[str, str]
    finish: Callable[[Spans], Spans] = tuple  # what the script asks for, at the end

    def has(self, name: str) -> bool:
        """Say whether there is a phrase of that name."""
        return name in self.phrases

    def say(self, phrase: str, /, **slots: Slot) -> Spans:
        """Fill the slots of a phrase."""
        if not slots:
            return _constant(self.phrases[phrase])
        found: list[Span] = []
        for piece, slot in _parsed(self.phrases[phrase]):
            if slot:
                found.extend(_filled(slots[slot], is_strong=piece.is_strong))
            else:
                found.append(piece)
        return tuple(found)

    def text(self, phrase: str, /, **slots: str) -> str:
        """Fill a phrase that is neither bold nor holds names of accounts."""
        return "".join(
            slots[slot] if slot else piece.text
            for piece, slot in _parsed(self.phrases[phrase])
        )

    def listed(self, items: Sequence[Slot], by: str = "and") -> Spans:
        """Join items: "a, b and c"; a long list ends in how many more there are."""
        shown = list(items)
        if len(items) > _AT_MOST:
            shown = shown[: _AT_MOST - 1]
            shown.append(self.say(f"{by}.more", count=str(len(items) - len(shown))))
        return self.joined(shown, by)

    def joined(self, items: Sequence[Slot], by: str = "and") -> Spans:
        """Join items, all of them."""
        found: list[Span] = []
        for place, item in enumerate(items):
            if place:
                is_last = place == len(items) - 1
                found.append(Span(self.phrases[f"{by}.last" if is_last else "comma"]))
            found.extend(_filled(item, is_strong=False))
        return tuple(found)

    def lines(self, *sentences: Spans) -> Spans:
        """Set sentences one after the other."""
        found: list[Span] = []
        for sentence in filter(None, sentences):
            if found and (gap := self.phrases["gap"]):
                found.append(Span(gap))
            found.extend(sentence)
        return tuple(found)


def _filled(slot: Slot, *, is_strong: bool) -> Spans:
    if isinstance(slot, str):
        return (Span(slot, is_strong),) if slot else ()
    if not is_strong:
        return slot
    return tuple(
        each if each.is_strong else Span(each.text, is_strong=True, aside=each.aside)
        for each in slot
    )


@cache
def _constant(phrase: str) -> Spans:
    """Return what a phrase without slots says."""
    found = _parsed(phrase)
    if missing := [slot for _piece, slot in found if slot]:
        raise KeyError(missing[0])
    return tuple(piece for piece, _slot in found)


@cache
def _parsed(phrase: str) -> tuple[tuple[Span, str], ...]:
    """Return the pieces of a phrase, each with the slot that it is, if it is one.

    There are some hundred phrases, and campaigns say them a million times.
    """
    found: list[tuple[Span, str]] = []
    is_strong = False
    for piece in _TOKEN.split(phrase):
        if piece == _BOLD:
            is_strong = not is_strong
        elif piece.startswith("{"):
            found.append((Span("", is_strong), piece[1:-1]))
        elif piece:
            found.append((Span(piece, is_strong), ""))
    return tuple(found)
