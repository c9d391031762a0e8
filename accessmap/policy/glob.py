"""Patterns with ``*`` and ``?``, and how a text is matched with them.

Matching never goes back behind a star: a policy may come from an enemy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

STAR, ANY = -1, -2
# The same within one part of an ARN: they stop at a colon.
PART_STAR, PART_ANY = -3, -4
Token = str | int
Lookup = Callable[[str], str | None]


class Piece:
    """What stands between two stars: text, in which ``?`` may stand for anything."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Take tokens without a star."""
        self.length = len(tokens)
        self.text = "".join(each for each in tokens if isinstance(each, str))
        self.form: re.Pattern[str] | None = None
        if len(self.text) < self.length:
            letters = (re.escape(e) if isinstance(e, str) else "." for e in tokens)
            self.form = re.compile("".join(letters), re.DOTALL)

    def is_at(self, text: str, at: int) -> bool:
        """Say whether the piece stands in ``text`` at this place."""
        if self.form is None:
            return text.startswith(self.text, at)
        return self.form.match(text, at) is not None

    def after(self, text: str, at: int) -> int:
        """Return the first place from ``at`` on where it stands, or -1."""
        if self.form is None:
            return text.find(self.text, at)
        found = self.form.search(text, at)
        return found.start() if found else -1


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern: one text for plain matching, six parts for an ARN."""

    parts: tuple[tuple[Token, ...], ...]

    @cached_property
    def is_exact(self) -> bool:
        """Say whether only one text matches."""
        return all(isinstance(each, str) for part in self.parts for each in part)

    @cached_property
    def text(self) -> str:
        """Return the pattern as text (for an exact one: the text that matches)."""
        signs = {STAR: "*", ANY: "?"}
        return ":".join(
            "".join(each if isinstance(each, str) else signs[each] for each in part)
            for part in self.parts
        )

    @cached_property
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
        if self.is_exact:
            return text == self.text
        if len(self.parts) == 1:
            return _matches(self._pieces[0], text)
        texts = text.split(":", 5)
        return len(texts) == len(self.parts) and all(map(_matches, self._pieces, texts))

    @cached_property
    def _pieces(self) -> list[list[Piece]]:
        """Return each part cut at its stars."""
        found = []
        for part in self.parts:
            stars = [at for at, each in enumerate(part) if each == STAR]
            cuts = pairwise([-1, *stars, len(part)])
            found.append([Piece(part[star + 1 : end]) for star, end in cuts])
        return found

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


def _matches(pieces: list[Piece], text: str) -> bool:
    """Take each piece at the first place that fits, for good: never exponential."""
    if len(pieces) == 1:
        return len(text) == pieces[0].length and pieces[0].is_at(text, 0)
    first, *middle, last = pieces
    end = len(text) - last.length
    if end < first.length or not (first.is_at(text, 0) and last.is_at(text, end)):
        return False
    at = first.length
    for each in middle:
        if (found := each.after(text, at)) < 0:
            return False
        at = found + each.length
    return at <= end


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


def overlap(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Say whether some text matches both; never worse than the product of the two."""
    # Of each beginning of ``other``: has it a text in common with what is read of one?
    row = [True]
    for sign in other:
        row.append(row[-1] and sign in _STARS)
    for letter in one:
        last, row = row, [row[0] and letter in _STARS]
        for at, sign in enumerate(other, 1):
            is_shared = _takes(letter, sign) and _takes(sign, letter)
            if letter in _STARS:
                row.append(last[at] or (row[at - 1] and is_shared))
            elif sign in _STARS:
                row.append(row[at - 1] or (last[at] and is_shared))
            else:
                row.append(is_shared and last[at - 1])
    return row[-1]


_STARS = {STAR, PART_STAR}


def _takes(sign: Token, letter: Token) -> bool:
    """Say whether a sign stands for a letter; for another sign it always may."""
    if not isinstance(letter, str) or sign in {STAR, ANY}:
        return True
    return letter != ":" if sign in {PART_STAR, PART_ANY} else sign == letter


_VARIABLE = re.compile(r"\$\{([^}*?$]+)\}")


def blurred(text: str, known: Container[str]) -> str:
    """Return ``text`` with a star for every variable whose value is not ``known``."""

    def put(found: re.Match[str]) -> str:
        name = found[1].partition(",")[0].strip().lower()
        return found[0] if name in known else "*"

    return _VARIABLE.sub(put, text)


def variables(text: str) -> Iterable[str]:
    """Yield the names of the variables in ``text``, in lower case."""
    for piece in text.split("${")[1:]:
        inside, brace, _ = piece.partition("}")
        if brace and inside not in {"*", "?", "$"}:
            yield inside.partition(",")[0].strip().lower()
