"""Hubs: whoever is trusted nearly everywhere in a unit is one edge, to its gate.

An administrator's account that every other trusts would draw a line to each of them,
and hide the rest. The map draws one; the list beside it still has them all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from accessmap.graph.bundles import Bundle, worst_first
from accessmap.graph.land import Unit
from accessmap.policy.kinds import Verdict

NEARLY_ALL = Fraction(2, 3)
AT_LEAST = 4  # fewer lines can be followed one by one
# An outsider is worth a line of its own to each account, however many.
GATHERED = frozenset({Verdict.IN_ORG, Verdict.FEDERATED, Verdict.SERVICE})


@dataclass(slots=True)
class Drawn:
    """What is drawn: edges, and for those that stand for several, which."""

    edges: list[Bundle]
    parts: dict[str, list[Bundle]] = field(default_factory=dict)  # by the edge's id

    def accounts(self, edge: Bundle) -> int:
        """Return for how many accounts an edge stands; 0 where it ends at one."""
        return len(self.parts.get(edge.id, ()))


def at_gates(edges: Sequence[Bundle], root: Unit) -> Drawn:
    """Return ``edges`` with those of hubs gathered, each at the widest gate."""
    by_source: dict[str, dict[str, Bundle]] = defaultdict(dict)
    for edge in edges:
        if edge.verdict in GATHERED and not edge.is_blocked:
            by_source[edge.source.id][edge.target] = edge
    drawn = Drawn([])
    gone: set[str] = set()
    for source, reached in by_source.items():
        for unit, accounts in _gates(root, source, reached):
            parts = worst_first(reached[each] for each in accounts)
            whole = _whole(parts, unit)
            drawn.edges.append(whole)
            drawn.parts[whole.id] = parts
            gone.update(part.id for part in parts)
    drawn.edges += [edge for edge in edges if edge.id not in gone]
    drawn.edges = worst_first(drawn.edges)
    return drawn


def _gates(
    unit: Unit, source: str, reached: Mapping[str, Bundle]
) -> Iterator[tuple[Unit, list[str]]]:
    """Yield the widest units nearly all of whose accounts ``source`` reaches."""
    here = [each for each in _accounts(unit) if each != source]
    found = [each for each in here if each in reached]
    if len(found) < AT_LEAST:
        return
    # Several roots stand in a unit that has no name of its own.
    if unit.id and len(found) >= NEARLY_ALL * len(here):
        yield unit, found
        return
    for child in unit.children:
        yield from _gates(child, source, reached)


def _accounts(unit: Unit) -> Iterator[str]:
    for settler in unit.settlers:
        if settler.is_present:
            yield settler.account_id
    for child in unit.children:
        yield from _accounts(child)


def _whole(parts: Sequence[Bundle], unit: Unit) -> Bundle:
    held: Counter[str] = Counter()
    blocked: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    for part in parts:
        held.update(part.held)
        blocked.update(part.blocked)
        changes.update(part.changes)
    target = f"unit:{unit.id}"
    return Bundle(parts[0].source, target, dict(held), dict(blocked), dict(changes))
