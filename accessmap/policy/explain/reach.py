"""What a role can do once somebody has become it, in a few words: by level and service.

Roughly, as ``identity`` reads it: conditions and resources are left aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from accessmap.policy.action import level
from accessmap.policy.explain.nouns import service_title
from accessmap.policy.explain.phrases import Language
from accessmap.policy.explain.spans import Spans, plain
from accessmap.policy.identity import Identity, identity
from accessmap.policy.kinds import AccessLevel

Levels = tuple[AccessLevel, ...]
_ORDER = tuple(AccessLevel)
_FEW = 3


def reach(language: Language, documents: Iterable[object]) -> tuple[str, ...] | None:
    """Say what ``documents`` let a role do, worst first; None if one is unreadable."""
    may = identity(documents)
    if not may.is_read:
        return None
    if may.is_admin:
        return (language.text("reach.everything"),)
    by_levels: dict[Levels, list[str]] = defaultdict(list)
    for service, levels in _services(may).items():
        by_levels[levels].append(service)
    return tuple(
        plain(language.finish(_said(language, levels, by_levels[levels])))
        for levels in sorted(by_levels, key=_worst, reverse=True)
    )


def _services(may: Identity) -> Mapping[str, Levels]:
    """Return which levels are reached in which service."""
    reached: dict[str, set[AccessLevel]] = defaultdict(set)
    for action in may.actions():
        reached[action.partition(":")[0]].add(level(action))
    return {
        service: tuple(each for each in _ORDER if each in levels)
        for service, levels in sorted(reached.items())
    }


def _worst(levels: Levels) -> list[int]:
    return sorted((_ORDER.index(each) for each in levels), reverse=True)


def _said(language: Language, levels: Levels, services: list[str]) -> Spans:
    named = [service_title(each) for each in services]
    where = (
        language.joined(named)
        if len(named) <= _FEW
        else language.say("reach.services", count=str(len(named)))
    )
    if levels == _ORDER:
        return language.say("reach.anything", services=where)
    verbs = language.joined([language.text(f"level.{each.value}") for each in levels])
    return language.say("reach.in", levels=verbs, services=where)
