"""What an action is called, what a pattern of actions covers, and how far it reaches.

The access levels are AWS's own, from its service authorization reference as of the day
written in ``data/access_levels.json``. An action newer than that day is judged by its
name, and by "write" where the name says nothing: too much rather than too little.

Some that AWS calls "write" hand a copy of the content to the caller, and change nothing
of it. Whoever asks what somebody can change would be misled: here they read.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from accessmap.policy.kinds import AccessLevel

_ORDER = tuple(AccessLevel)
# To decrypt is to see the content; to copy is to have it. kms:ReEncryptFrom hands it to
# another key: https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
_READING = frozenset(
    {
        *("kms:decrypt", "kms:reencryptfrom"),
        *("ec2:copysnapshot", "ec2:copyimage", "ec2:copyfpgaimage"),
        *("rds:copydbsnapshot", "rds:copydbclustersnapshot"),
        "redshift:copyclustersnapshot",
    }
)
# Shared copies: whoever has one may do with it what its owner may. What they make of it
# (a volume, an instance, a database) is made in their own account.
# https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
COPIES = ("Snapshot", "Image")
# How AWS names its actions, for those that the table does not know yet.
_BY_NAME = (
    (re.compile(r"(?:un)?tag", re.IGNORECASE), AccessLevel.TAGGING),
    (re.compile(r"list|search", re.IGNORECASE), AccessLevel.LIST),
    (re.compile(r"get|describe|batchget|query|view", re.IGNORECASE), AccessLevel.READ),
    (
        re.compile(
            r"(?:put|set|create|delete|attach|detach|add|remove).*(?:policy|permission)",
            re.IGNORECASE,
        ),
        AccessLevel.PERMISSIONS,
    ),
)


@cache
def _table() -> Mapping[str, Mapping[str, tuple[str, AccessLevel]]]:
    """Return service → action in lower case → (as AWS writes it, level)."""
    text = files("accessmap.policy").joinpath("data/access_levels.json").read_text()
    table = {}
    for service, levels in json.loads(text)["services"].items():
        known = {}
        for level, names in levels.items():
            for name in names.split():
                known[name.lower()] = (f"{service}:{name}", AccessLevel(level))
        table[service] = MappingProxyType(known)
    return MappingProxyType(table)


@lru_cache(maxsize=4096)
def _glob(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which ``*`` is any text and ``?`` one character.

    What stands between two stars is taken at the first place that fits, for good
    (an atomic group): so no pattern can make the search slow.
    """
    fixed = [
        "".join("." if each == "?" else re.escape(each) for each in part)
        for part in re.split(r"\*+", pattern.lower())
    ]
    if len(fixed) == 1:
        return re.compile(fixed[0], re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in fixed[1:-1])
    return re.compile(f"{fixed[0]}{middle}.*{fixed[-1]}", re.DOTALL)


def matches(pattern: str, action: str) -> bool:
    """Say whether ``pattern`` covers ``action``; letter case makes no difference.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    """
    pattern, action = pattern.lower(), action.lower()
    head, star, tail = pattern.partition("*")
    if "?" in pattern or "*" in tail:
        return _glob(pattern).fullmatch(action) is not None
    if not star:
        return pattern == action
    # Most have one star: two comparisons are cheaper than to compile the pattern, and
    # an organization has more patterns than are worth keeping compiled.
    is_long_enough = len(action) >= len(head) + len(tail)
    return is_long_enough and action.startswith(head) and action.endswith(tail)


def expand(patterns: Iterable[str], *, excluded: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the actions that ``patterns`` cover, less ``excluded``, as AWS cases them.

    For NotAction give ``["*"]`` and what it lists as ``excluded``. An action without a
    wildcard that the table does not know is kept as it stands.
    """
    covered = _expanded(tuple(patterns))
    if without := tuple(excluded):
        covered = covered - _expanded(without)
    return tuple(sorted(covered))


@lru_cache(maxsize=4096)
def _expanded(patterns: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(_covered(pattern) for pattern in patterns))


@lru_cache(maxsize=4096)
def _covered(pattern: str) -> frozenset[str]:
    service, _, name = pattern.lower().partition(":")
    if "*" not in pattern and "?" not in pattern:
        known = _table().get(service, {}).get(name)
        return frozenset([known[0] if known else pattern])
    tables = [_table()[service]] if service in _table() else _table().values()
    return frozenset(
        written
        for table in tables
        for written, _level in table.values()
        if matches(pattern, written)
    )


def level(action: str) -> AccessLevel:
    """Return the access level of one action, by its name if the table lacks it."""
    if action.lower() in _READING:
        return AccessLevel.READ
    service, _, name = action.lower().partition(":")
    if known := _table().get(service, {}).get(name):
        return known[1]
    for form, guess in _BY_NAME:
        if form.match(name):
            return guess
    return AccessLevel.WRITE


def access_levels(
    patterns: Iterable[str], *, excluded: Iterable[str] = ()
) -> tuple[AccessLevel, ...]:
    """Return the levels that ``patterns`` reach, weakest first, each once."""
    return _levels(tuple(patterns), tuple(excluded))


def levels_on(resource_type: str, patterns: Iterable[str]) -> tuple[AccessLevel, ...]:
    """Return the levels at which ``patterns`` reach a resource of that type."""
    if resource_type.endswith(COPIES):
        return (AccessLevel.READ,)
    return access_levels(patterns)


@lru_cache(maxsize=4096)
def _levels(
    patterns: tuple[str, ...], excluded: tuple[str, ...]
) -> tuple[AccessLevel, ...]:
    reached = {level(action) for action in expand(patterns, excluded=excluded)}
    if not reached and patterns and not excluded:
        # A pattern of a service that the table does not know: it may reach anything.
        return _ORDER
    return tuple(each for each in _ORDER if each in reached)
