"""Grants bundled into edges: one from each party to each account, and its count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count

from accessmap.graph.changes import Changed
from accessmap.graph.parties import Parties, Party
from accessmap.models.grant import GrantQuerySet
from accessmap.verdicts import RANK


@dataclass(slots=True)
class Bundle:
    """All grants from one party to one account. ``blocked`` ones do nothing now."""

    source: Party
    target: str
    held: dict[str, int] = field(default_factory=dict)  # verdict → how many
    blocked: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)  # where dates are compared

    @property
    def id(self) -> str:
        """Return what the page and the address call it."""
        return f"{self.source.id}>{self.target}"

    @property
    def count(self) -> int:
        """Return how many grants it holds."""
        return sum(self.held.values()) + sum(self.blocked.values())

    @property
    def is_blocked(self) -> bool:
        """Say whether nothing of it gets through."""
        return not self.held

    @property
    def verdict(self) -> str:
        """Return the worst verdict, of what gets through if anything does."""
        return worst(self.held or self.blocked)


def worst(counts: Mapping[str, int]) -> str:
    """Return the worst of the verdicts that were counted."""
    return min(counts, key=lambda verdict: RANK.get(verdict, 0))


def bundles(grants: GrantQuerySet, parties: Parties) -> list[Bundle]:
    """Return the edges that ``grants`` make, worst first."""
    counted = (
        grants.order_by()
        .values_list(
            "principal_kind",
            "principal",
            "principal_account",
            "verdict",
            "is_blocked",
            "resource__account_id",
        )
        .annotate(Count("pk"))
    )
    found: dict[tuple[str, str], Bundle] = {}
    for kind, principal, account_id, verdict, is_blocked, target, count in counted:
        source = parties.of(kind, principal, account_id, verdict)
        if source.id == target:
            continue
        bundle = found.setdefault((source.id, target), Bundle(source, target))
        counts = bundle.blocked if is_blocked else bundle.held
        counts[verdict] = counts.get(verdict, 0) + count
    return worst_first(found.values())


def keys_of(grants: GrantQuerySet, parties: Parties) -> dict[str, tuple[int, ...]]:
    """Return the keys of the ``grants`` of each edge, by the edge's id."""
    rows = grants.order_by("pk").values_list(
        *("principal_kind", "principal", "principal_account", "verdict"),
        *("resource__account_id", "pk"),
    )
    found: dict[str, list[int]] = defaultdict(list)
    for kind, principal, account_id, verdict, target, pk in rows.iterator():
        source = parties.of(kind, principal, account_id, verdict)
        found[f"{source.id}>{target}"].append(pk)
    return {edge: tuple(keys) for edge, keys in found.items()}


def mark(found: Iterable[Bundle], changes: Iterable[Changed], parties: Parties) -> None:
    """Count on each edge of ``found`` what became of its grants between two dates."""
    edges = {each.id: each for each in found}
    for change in changes:
        row = change.row
        source = parties.of(
            row.principal_kind, row.principal, row.principal_account, row.verdict
        )
        if edge := edges.get(f"{source.id}>{row.account_id}"):
            add(edge.changes, {change.change.value: 1})


def add(counts: dict[str, int], more: Mapping[str, int]) -> None:
    """Count ``more`` into ``counts``."""
    for name, count in more.items():
        counts[name] = counts.get(name, 0) + count


def worst_first(found: Iterable[Bundle]) -> list[Bundle]:
    """Return edges in the order in which one should look at them."""
    return sorted(
        found,
        key=lambda each: (
            each.is_blocked,
            RANK.get(each.verdict, 0),
            -each.count,
            each.id,
        ),
    )


def within(
    grants: GrantQuerySet, parties: Parties, sources: Iterable[str]
) -> list[int]:
    """Return the keys of those ``grants`` that come from one of ``sources``."""
    wanted = frozenset(sources)
    rows = grants.values_list(
        "pk", "principal_kind", "principal", "principal_account", "verdict"
    )
    found = []
    for pk, *principal in rows:
        party = parties.of(*principal)
        # From afar a whole group is one place.
        if wanted & {party.id, f"all:{party.group}"}:
            found.append(pk)
    return found
