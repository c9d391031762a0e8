"""Roles found by the patterns that policies name them with, and the other way round.

A million roles and the patterns of as many policies are too many to try each with each.
An ARN has its account in one place and its name in another; a pattern nearly always
fixes one of the two, and so tells where to look.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Generic, TypeVar

from accessmap.reach.powers import lies_in

T = TypeVar("T")
_ACCOUNT, _NAME = 4, 5  # places in an ARN of six parts


def _parts(text: str) -> list[str]:
    return text.split(":", _NAME)


def _fixed(pattern: str) -> str:
    """Return what stands before the first wildcard."""
    return pattern.replace("?", "*").partition("*")[0]


class Targets(Generic[T]):
    """Values by the ARN of a role: asked by pattern, each pattern once."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        """Sort them by ARN and by name."""
        self._by_arn = sorted(named, key=lambda each: each[0])
        self._by_name = sorted(
            ((_parts(arn)[-1], at) for at, (arn, _) in enumerate(self._by_arn))
        )
        self._known: dict[str, tuple[tuple[int, T], ...]] = {}

    def matching(self, patterns: Iterable[str]) -> list[T]:
        """Return what some pattern matches, each once, in the order of the ARNs."""
        found: dict[int, T] = {}
        for pattern in patterns:
            if pattern not in self._known:
                self._known[pattern] = tuple(self._matching(pattern))
            found.update(self._known[pattern])
        return [found[at] for at in sorted(found)]

    def _matching(self, pattern: str) -> Iterable[tuple[int, T]]:
        places = _between(self._by_arn, _fixed(pattern))
        parts = _parts(pattern)
        if len(parts) > _NAME:
            # No name of a role holds a colon, so a star cannot reach into it.
            named = _between(self._by_name, _fixed(parts[_NAME]))
            if len(named) < len(places):
                places = [self._by_name[at][1] for at in named]
        for at in places:
            arn, value = self._by_arn[at]
            if lies_in(pattern, arn):
                yield at, value


def _between(among: Sequence[tuple[str, object]], prefix: str) -> Sequence[int]:
    """Return the places of those that begin with ``prefix``."""
    first = bisect_left(among, prefix, key=lambda each: each[0])
    # Nothing that begins with it sorts behind it and the last letter of all.
    last = bisect_left(among, f"{prefix}\U0010ffff", key=lambda each: each[0])
    return range(first, last)


class Namers:
    """Numbers by the patterns that they name roles with: asked by the role's ARN."""

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        """Sort patterns by the account that they name; by none, if by a wildcard."""
        by_pattern: dict[str, list[int]] = defaultdict(list)
        for pattern, number in named:
            by_pattern[pattern].append(number)
        # In tuples: each of thousands of accounts has some hundred patterns.
        self._by_account: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {
            account: tuple((pattern, tuple(by_pattern[pattern])) for pattern in found)
            for account, found in groupby(sorted(by_pattern, key=_account), _account)
        }

    def of(self, arn: str) -> list[int]:
        """Return the numbers of which some pattern matches ``arn``, each once."""
        found: dict[int, None] = {}
        for account in {"", _account(arn)}:
            for pattern, numbers in self._by_account.get(account, ()):
                if lies_in(pattern, arn):
                    found.update(dict.fromkeys(numbers))
        return sorted(found)


def _account(arn: str) -> str:
    """Return the account that an ARN or a pattern names; none if by a wildcard."""
    parts = _parts(_fixed(arn))
    return parts[_ACCOUNT] if len(parts) > _NAME else ""
