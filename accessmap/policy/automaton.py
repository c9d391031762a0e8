"""One witness for every way to match several patterns at once.

The joint automaton of the patterns is walked, so that each truth assignment that some
text can have is found with such a text, or proved empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from accessmap.policy.budget import Budget, TooMany
from accessmap.policy.glob import (
    ANY,
    PART_ANY,
    PART_STAR,
    STAR,
    Pattern,
    Token,
    compiled,
)

# Places of the automaton looked at; some eight take as long as one step.
MOST_PLACES = 500_000
_PLACES_A_STEP = 8


def possible(patterns: Iterable[Pattern]) -> list[Pattern]:
    """Return the patterns that some ARN or id can match.

    StringEquals takes a star literally, and policies before 2012-10-17 take variables
    so; no ARN or id of AWS's holds either.
    """
    return [
        each
        for each in patterns
        if not (each.is_exact and "*" in each.text) and "${" not in each.text
    ]


def witnesses(
    patterns: Iterable[Pattern],
    *,
    universe: str = "*",
    alphabet: str = "",
    is_arn: bool = False,
    budget: Budget | None = None,
) -> tuple[str, ...]:
    """Return texts of ``universe`` for every way to match or miss ``patterns``.

    Raises TooMany past the cap; then the caller falls back and says so. What is
    remembered costs as much of the ``budget`` as what is new.
    """
    unique = sorted(set(patterns), key=lambda each: each.text)
    world = compiled(universe, is_arn=is_arn)
    assert world is not None  # noqa: S101 (no variables)
    if budget:
        budget.spend(len(unique))
    if world.is_exact:
        return (world.text,)
    exact = [each for each in unique if each.is_exact]
    loose = tuple(
        each.tokens() for each in unique if not each.is_exact and _may_meet(each, world)
    )
    found = [each.text for each in exact if world.matches(each.text)]
    classes, places = _classes(loose, world.tokens(), alphabet, 1)
    taken = set(found)
    if taken and any(text in taken for text in classes.values()):
        # Find another text of the same class: not one of the exact ones.
        avoided = tuple(tuple(text) for text in sorted(taken))
        more, others = _classes(loose + avoided, world.tokens(), alphabet, 1)
        places += others
        found.extend(text for text in more.values() if text not in taken)
    else:
        found.extend(classes.values())
    if budget:
        budget.spend(places // _PLACES_A_STEP)
    return tuple(dict.fromkeys(found))


def _may_meet(one: Pattern, other: Pattern) -> bool:
    """Say whether what both begin with leaves room for a text that matches both."""
    a, b = one.fixed, other.fixed
    return a.startswith(b) or b.startswith(a)


@lru_cache(maxsize=2048)
def _classes(
    patterns: tuple[tuple[Token, ...], ...],
    universe: tuple[Token, ...],
    alphabet: str,
    least: int,
) -> tuple[dict[tuple[bool, ...], str], int]:
    """Return truth assignment → shortest text of the universe that has it.

    And how many places of the automaton were looked at.
    """
    letters = _letters((universe, *patterns), alphabet)
    machines = [_machine(each) for each in (universe, *patterns)]
    start = tuple(each.closed(1) for each in machines)
    world_end, *ends = (each.end for each in machines)
    found: dict[tuple[bool, ...], str] = {}
    # The start is not seen yet: a letter may lead back to it, with a text that counts.
    seen: set[tuple[int, ...]] = set()
    wave: list[tuple[tuple[int, ...], str]] = [(start, "")]
    places = 0
    while wave:
        following: list[tuple[tuple[int, ...], str]] = []
        for state, text in wave:
            if state[0] & world_end and len(text) >= least:
                truth = tuple(
                    [
                        bool(mask & end)
                        for mask, end in zip(state[1:], ends, strict=True)
                    ]
                )
                found.setdefault(truth, text)
            telling = _telling(letters, state, machines)
            places += len(letters) + sum(map(int.bit_count, state)) * len(telling)
            if places > MOST_PLACES:
                raise TooMany
            for letter in telling:
                after = tuple(
                    [
                        machine.step(mask, letter)
                        for mask, machine in zip(state, machines, strict=True)
                    ]
                )
                if after[0] and after not in seen:
                    seen.add(after)
                    following.append((after, text + letter))
        wave = following
    return found, places


def _letters(patterns: Iterable[tuple[Token, ...]], alphabet: str) -> str:
    """Return the letters that tell the patterns apart, a fresh one first."""
    if alphabet:
        return alphabet
    used = {each for pattern in patterns for each in pattern if isinstance(each, str)}
    fresh: str = next(each for each in _FRESH if each not in used)
    stops = any(each in (PART_STAR, PART_ANY) for p in patterns for each in p)
    return fresh + "".join(sorted(used | ({":"} if stops else set())))


_FRESH: list[str] = [*"xqzjkvwyXQZJK0987", *map(chr, range(0x100, 0x8000))]


def _telling(
    letters: str, state: Sequence[int], machines: Sequence[_Machine]
) -> list[str]:
    """Return the letters that lead apart from here: all others lead where one does."""
    wanted = frozenset[str]().union(*map(_Machine.wanted, machines, state))
    other = next((each for each in letters if each not in wanted), "")
    return [each for each in letters if each in wanted or each == other]


class _Machine:
    """One pattern, as masks: a bit for each place in it, and one for its end.

    A set of places is walked at once, whatever the number of stars: the "shift-and"
    of Baeza-Yates and Gonnet. https://doi.org/10.1145/135239.135243
    """

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        """Note where each kind of token stands."""
        self.end = 1 << len(tokens)
        self._letters: dict[str, int] = {}
        self._stars = self._part_stars = self._any = self._part_any = 0
        for at, token in enumerate(tokens):
            bit = 1 << at
            if token == STAR:
                self._stars |= bit
            elif token == PART_STAR:
                self._part_stars |= bit
            elif token == ANY:
                self._any |= bit
            elif token == PART_ANY:
                self._part_any |= bit
            else:
                letter = str(token)
                self._letters[letter] = self._letters.get(letter, 0) | bit
        self._skipped = self._stars | self._part_stars
        self._wanted: dict[int, frozenset[str]] = {}

    def closed(self, mask: int) -> int:
        """Add what is reached without a letter: a star may stand for nothing."""
        more = mask | (mask & self._skipped) << 1
        while more != mask:
            mask, more = more, more | (more & self._skipped) << 1
        return mask

    def step(self, mask: int, letter: str) -> int:
        """Return where ``letter`` leads from the places of ``mask``."""
        stay, on = self._stars, self._any | self._letters.get(letter, 0)
        if letter != ":":
            stay |= self._part_stars
            on |= self._part_any
        return self.closed(mask & stay | (mask & on) << 1)

    def wanted(self, mask: int) -> frozenset[str]:
        """Return the letters that lead elsewhere from ``mask`` than any other does."""
        found = self._wanted.get(mask)
        if found is None:
            letters = [each for each, at in self._letters.items() if mask & at]
            if mask & (self._part_stars | self._part_any):
                letters.append(":")
            found = self._wanted[mask] = frozenset(letters)
        return found


@lru_cache(maxsize=4096)
def _machine(tokens: tuple[Token, ...]) -> _Machine:
    return _Machine(tokens)
