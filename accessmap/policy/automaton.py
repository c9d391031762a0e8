"""One witness for every way to match several patterns at once.

The joint automaton of the patterns is walked, so that each truth assignment that some
text can have is found with such a text, or proved empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

    StringEquals takes a star literally, and no ARN or id of AWS's holds one.
    """
    return [each for each in patterns if not (each.is_exact and "*" in each.text)]


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
    exact = [each for each in unique if each.is_exact]
    loose = tuple(each.tokens() for each in unique if not each.is_exact)
    world = compiled(universe, is_arn=is_arn)
    assert world is not None  # noqa: S101 (no variables)
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
        budget.spend(len(unique) + places // _PLACES_A_STEP)
    return tuple(dict.fromkeys(found))


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
    everything = (universe, *patterns)
    letters = _letters(everything, alphabet)
    start = tuple(_closed(1, each) for each in everything)
    ends = [1 << len(each) for each in everything]
    found: dict[tuple[bool, ...], str] = {}
    # The start is not seen yet: a letter may lead back to it, with a text that counts.
    seen: set[tuple[int, ...]] = set()
    wave: list[tuple[tuple[int, ...], str]] = [(start, "")]
    places = 0
    while wave:
        following: list[tuple[tuple[int, ...], str]] = []
        for state, text in wave:
            if state[0] & ends[0] and len(text) >= least:
                truth = tuple(
                    bool(mask & end)
                    for mask, end in zip(state[1:], ends[1:], strict=True)
                )
                found.setdefault(truth, text)
            telling = _telling(letters, state, everything)
            places += len(letters) + sum(map(int.bit_count, state)) * len(telling)
            if places > MOST_PLACES:
                raise TooMany
            for letter in telling:
                after = tuple(map(_step, state, everything, letter * len(state)))
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
    letters: str, state: Sequence[int], everything: Sequence[tuple[Token, ...]]
) -> list[str]:
    """Return the letters that lead apart from here: all others lead where one does."""
    wanted: set[str] = set()
    for mask, tokens in zip(state, everything, strict=True):
        for at in _places(mask, tokens):
            token = tokens[at]
            if isinstance(token, str):
                wanted.add(token)
            elif token in (PART_STAR, PART_ANY):
                wanted.add(":")
    other = next((each for each in letters if each not in wanted), "")
    return [each for each in letters if each in wanted or each == other]


def _places(mask: int, tokens: Sequence[Token]) -> Iterator[int]:
    """Yield the places of the bits that are set, but for the end."""
    rest = mask & ((1 << len(tokens)) - 1)
    while rest:
        lowest = rest & -rest
        yield lowest.bit_length() - 1
        rest ^= lowest


@lru_cache(maxsize=65536)
def _step(mask: int, tokens: tuple[Token, ...], letter: str) -> int:
    after = 0
    for at in _places(mask, tokens):
        token = tokens[at]
        if token == STAR or (token == PART_STAR and letter != ":"):
            after |= 1 << at
        elif token in (letter, ANY) or (token == PART_ANY and letter != ":"):
            after |= 1 << (at + 1)
    return _closed(after, tokens)


def _closed(mask: int, tokens: tuple[Token, ...]) -> int:
    """Add what is reached without a letter: a star may stand for nothing."""
    for at in _places(mask, tokens):
        step = at
        while step < len(tokens) and tokens[step] in (STAR, PART_STAR):
            step += 1
            mask |= 1 << step
    return mask
