"""What the roles of an account may do themselves, by their identity policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from accessmap.models import Snapshot
from accessmap.models.snapshot import SnapshotQuerySet
from accessmap.policy.kinds import PolicyKind

KINDS = (PolicyKind.INLINE, PolicyKind.MANAGED)
Texts = tuple[str, ...]


@dataclass
class Abilities:
    """Reads an account's identity policies when it is first asked about.

    ``roles`` are those that will be asked about, of any account, where they are known:
    all of them are read at once, and none beside them.
    """

    roles: frozenset[int] | None = None
    _accounts: dict[str, Mapping[int, Texts]] = field(default_factory=dict)

    def of(self, account_id: str, role: int) -> Texts:
        """Return the texts of the policies that a role (by its key) carries now."""
        if self.roles is not None:
            return self._asked_for.get(role, ())
        if account_id not in self._accounts:
            here = Snapshot.objects.filter(resource__account_id=account_id)
            self._accounts[account_id] = _texts(here)
        return self._accounts[account_id].get(role, ())

    @cached_property
    def _asked_for(self) -> Mapping[int, Texts]:
        return _texts(Snapshot.objects.filter(resource__in=self.roles or ()))


def _texts(snapshots: SnapshotQuerySet) -> Mapping[int, Texts]:
    rows = (
        snapshots.current()
        .filter(resource__resource_type="AWS::IAM::Role", kind__in=KINDS)
        .order_by("kind", "name")
        .values_list("resource_id", "document__body")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for role, body in rows:
        found[role].append(bytes(body).decode("utf-8", errors="backslashreplace"))
    return {role: tuple(texts) for role, texts in found.items()}
