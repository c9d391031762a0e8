"""Patterns with ``*`` and ``?``: matching, and one witness for every way to match.

Matching is linear in each star, never a regular expression: a policy may come from an
enemy. ``classes`` walks the joint automaton of several patterns, so that each truth
assignment that some text can have is found with such a text, or proved empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

STAR, ANY = -1, -2
# The same within one part of an ARN: they stop at a colon.
PART_STAR, PART_ANY = -3, -4
Token = str | int
Lookup = Callable[[str], str | None]

MOST_STATES = 4000


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: one text for plain matching, six parts for an ARN."""

    parts: tuple[tuple[Token, ...], ...]

    @property
    def is_exact(self) -> bool:
        """Say whether only one text matches."""
        return all(isinstance(each, str) for part in self.parts for each in part)

    @property
    def text(self) -> str:
        """Return the pattern as text (for an exact one: the text that matches)."""
        signs = {STAR: "*", ANY: "?"}
        return ":".join(
            "".join(each if isinstance(each, str) else signs[each] for each in part)
            for part in self.parts
        )

    @property
    def fixed(self) -> str:
        """Return what every matching text begins with."""
        found: list[str] = []
        for at, part in enumerate(self.parts):
            if at:
                found.append(":")
            for each in part:
                if not isinstance(each, str):
                    return "".join(found)
                found.append(each)
        return "".join(found)

    def matches(self, text: str) -> bool:
        """Say whether ``text`` matches the whole pattern."""
        if len(self.parts) == 1:
            return _matches(self.parts[0], text)
        pieces = text.split(":", 5)
        return len(pieces) == len(self.parts) and all(map(_matches, self.parts, pieces))

    def tokens(self) -> tuple[Token, ...]:
        """Return the pattern flat, stars of ARN parts kept from crossing colons."""
        if len(self.parts) == 1:
            return self.parts[0]
        flat: list[Token] = []
        last = len(self.parts) - 1
        for at, part in enumerate(self.parts):
            if at:
                flat.append(":")
            if at == last:
                flat.extend(part)
            else:
                inside = {STAR: PART_STAR, ANY: PART_ANY}
                flat.extend(e if isinstance(e, str) else inside[e] for e in part)
        return tuple(flat)


def _matches(tokens: tuple[Token, ...], text: str) -> bool:
    """Match greedily, going back to the last star only: never exponential."""
    at = token = 0
    star = mark = -1
    while at < len(text):
        if token < len(tokens) and tokens[token] in (text[at], ANY):
            at, token = at + 1, token + 1
        elif token < len(tokens) and tokens[token] == STAR:
            star, mark, token = token, at, token + 1
        elif star >= 0:
            mark += 1
            at, token = mark, star + 1
        else:
            return False
    return all(each == STAR for each in tokens[token:])


def compiled(
    text: str,
    *,
    wildcards: bool = True,
    lookup: Lookup | None = None,
    is_arn: bool = False,
) -> Pattern | None:
    """Return the pattern of ``text``; None if a variable in it has no value.

    ``lookup`` gives the value of ``${name}``; without it, ``${`` is plain text.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    if lookup is None or "${" not in text:
        return _compiled(text, wildcards, is_arn)
    tokens: list[Token] = []
    rest = text
    while (start := rest.find("${")) >= 0 and (end := rest.find("}", start)) >= 0:
        tokens.extend(_tokens(rest[:start], wildcards=wildcards))
        value = _value(rest[start + 2 : end], lookup)
        if value is None:
            return None
        tokens.extend(value)
        rest = rest[end + 1 :]
    tokens.extend(_tokens(rest, wildcards=wildcards))
    return _pattern(tokens, is_arn=is_arn)


def _value(inside: str, lookup: Lookup) -> str | None:
    if inside in {"*", "?", "$"}:
        return inside
    name, comma, default = inside.partition(",")
    value = lookup(name.strip().lower())
    if value is None and comma:
        return default.strip().strip("'")
    return value


@lru_cache(maxsize=8192)
def _compiled(text: str, wildcards: bool, is_arn: bool) -> Pattern:  # noqa: FBT001
    return _pattern(_tokens(text, wildcards=wildcards), is_arn=is_arn)


def _tokens(text: str, *, wildcards: bool) -> list[Token]:
    if not wildcards:
        return list(text)
    signs: dict[str, int] = {"*": STAR, "?": ANY}
    return [signs.get(each, each) for each in text]


def _pattern(tokens: Sequence[Token], *, is_arn: bool) -> Pattern:
    squeezed = [
        each
        for at, each in enumerate(tokens)
        if each != STAR or not at or tokens[at - 1] != STAR
    ]
    if not is_arn or squeezed == [STAR]:
        return Pattern((tuple(squeezed),))
    parts: list[list[Token]] = [[]]
    for each in squeezed:
        if each == ":" and len(parts) < 6:  # noqa: PLR2004 (an ARN has six parts)
            parts.append([])
        else:
            parts[-1].append(each)
    return Pattern(
        tuple(map(tuple, parts)) if len(parts) > 1 else (*map(tuple, parts), ())
    )


def variables(text: str) -> Iterable[str]:
    """Yield the names of the variables in ``text``, in lower case."""
    for piece in text.split("${")[1:]:
        inside, brace, _ = piece.partition("}")
        if brace and inside not in {"*", "?", "$"}:
            yield inside.partition(",")[0].strip().lower()


def witnesses(
    patterns: Iterable[Pattern],
    *,
    universe: str = "*",
    alphabet: str = "",
    is_arn: bool = False,
) -> tuple[str, ...]:
    """Return texts of ``universe`` for every way to match or miss ``patterns``.

    Raises TooMany past the cap; then the caller falls back and says so.
    """
    unique = sorted(set(patterns), key=lambda each: each.text)
    exact = [each for each in unique if each.is_exact]
    loose = tuple(each.tokens() for each in unique if not each.is_exact)
    world = compiled(universe, is_arn=is_arn)
    assert world is not None  # noqa: S101 (no variables)
    found = [each.text for each in exact if world.matches(each.text)]
    classes = _classes(loose, world.tokens(), alphabet, 1)
    taken = set(found)
    if taken and any(text in taken for text in classes.values()):
        # Find another text of the same class: not one of the exact ones.
        avoided = tuple(tuple(text) for text in sorted(taken))
        more = _classes(loose + avoided, world.tokens(), alphabet, 1)
        found.extend(text for text in more.values() if text not in taken)
    else:
        found.extend(classes.values())
    return tuple(dict.fromkeys(found))


class TooMany(Exception):
    """The patterns have more classes than may be looked through."""


@lru_cache(maxsize=2048)
def _classes(
    patterns: tuple[tuple[Token, ...], ...],
    universe: tuple[Token, ...],
    alphabet: str,
    least: int,
) -> dict[tuple[bool, ...], str]:
    """Return truth assignment → shortest text of the universe that has it."""
    everything = (universe, *patterns)
    letters = _letters(everything, alphabet)
    start = tuple(_closed(1, each) for each in everything)
    ends = [1 << len(each) for each in everything]
    found: dict[tuple[bool, ...], str] = {}
    # The start is not seen yet: a letter may lead back to it, with a text that counts.
    seen: set[tuple[int, ...]] = set()
    wave: list[tuple[tuple[int, ...], str]] = [(start, "")]
    while wave:
        following: list[tuple[tuple[int, ...], str]] = []
        for state, text in wave:
            if state[0] & ends[0] and len(text) >= least:
                truth = tuple(
                    bool(mask & end)
                    for mask, end in zip(state[1:], ends[1:], strict=True)
                )
                found.setdefault(truth, text)
            for letter in _telling(letters, state, everything):
                after = tuple(map(_step, state, everything, letter * len(state)))
                if after[0] and after not in seen:
                    seen.add(after)
                    following.append((after, text + letter))
        if len(seen) > MOST_STATES:
            raise TooMany
        wave = following
    return found


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
