"""What the roles of an account may do themselves, by their identity policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from accessmap.models import Snapshot
from accessmap.policy.kinds import PolicyKind

KINDS = (PolicyKind.INLINE, PolicyKind.MANAGED)
Texts = tuple[str, ...]


@dataclass
class Abilities:
    """Reads an account's identity policies when it is first asked about.

    ``roles`` are those that will be asked about, where they are not all.
    """

    roles: frozenset[int] | None = None
    _accounts: dict[str, Mapping[int, Texts]] = field(default_factory=dict)

    def of(self, account_id: str, role: int) -> Texts:
        """Return the texts of the policies that a role (by its key) carries now."""
        if account_id not in self._accounts:
            self._accounts[account_id] = _texts(account_id, self.roles)
        return self._accounts[account_id].get(role, ())


def _texts(account_id: str, roles: frozenset[int] | None) -> Mapping[int, Texts]:
    some = {} if roles is None else {"resource__in": roles}
    rows = (
        Snapshot.objects.current()
        .filter(
            resource__account_id=account_id,
            resource__resource_type="AWS::IAM::Role",
            kind__in=KINDS,
            **some,
        )
        .select_related("document")
        .order_by("kind", "name")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.resource_id].append(row.document.text)
    return {role: tuple(texts) for role, texts in found.items()}
