"""Words of the filter language that others bring: reviews know who decided what.

Facts do not know of reviews, so reviews register here, in their ``ready``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Q
    from django.utils.functional import Promise

    Condition = Callable[[tuple[str, ...]], Q]


@dataclass(frozen=True, slots=True)
class Word:
    """One word, what it takes, and the grants that it leaves.

    ``state`` is what changes whenever its answer may: pictures are kept until then.
    """

    name: str
    label: str | Promise
    choices: Mapping[str, str | Promise]
    condition: Condition
    state: Callable[[], object]


_WORDS: dict[str, Word] = {}
_WIDER: dict[str, tuple[Condition, Callable[[], object]]] = {}


def also_a_word(word: Word) -> None:
    """Let addresses say ``word`` too."""
    _WORDS[word.name] = word


def also_meant(name: str, condition: Condition, state: Callable[[], object]) -> None:
    """Let a word of facts find also what ``condition`` finds."""
    _WIDER[name] = condition, state


def more_words() -> Mapping[str, Word]:
    """Return the words that were brought, by name."""
    return _WORDS


def wider(name: str) -> Condition | None:
    """Return what else the word ``name`` finds, if anything does."""
    return _WIDER[name][0] if name in _WIDER else None


def states(names: Iterable[str]) -> list[object]:
    """Return what changes whenever the answer of these words may."""
    found: list[object] = []
    for name in sorted(names):
        if name in _WORDS:
            found.append(_WORDS[name].state())
        if name in _WIDER:
            found.append(_WIDER[name][1]())
    return found
