"""People and groups of Identity Center: principals in every account they are assigned.

For each assignment AWS keeps a role in that account, which nobody else can become.
https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from accessmap.models import Grant, Resource
from accessmap.policy.kinds import PrincipalKind
from accessmap.reach.edges import Edges
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.nodes import Nodes
from accessmap.reach.party import IDENTITY_CENTER

PEOPLE = {
    "AWS::IdentityStore::User": NodeKind.PERSON,
    "AWS::IdentityStore::Group": NodeKind.GROUP,
}
KINDS = {
    PrincipalKind.PERSON.value: NodeKind.PERSON,
    PrincipalKind.GROUP.value: NodeKind.GROUP,
}
# The path, the name of the permission set, and 16 digits that AWS adds.
RESERVED = re.compile(r":role/aws-reserved/sso\.amazonaws\.com/.*AWSReservedSSO_(.+)_")


@dataclass(slots=True)
class Directory:
    """Joins people and groups with the roles of their permission sets."""

    nodes: Nodes
    edges: Edges
    known: dict[str, int] = field(default_factory=dict)  # the directory's id → node

    def join(self) -> None:
        """Add everybody in the directory, who belongs to which group, and all roles."""
        self._people()
        roles = reserved_roles()
        rows = (
            Grant.objects.current()
            .filter(is_blocked=False, principal_kind__in=KINDS)
            .order_by("pk")
            .values_list(
                "pk",
                "principal_kind",
                "principal",
                "resource__account_id",
                "resource__name",
                "resource__arn",
            )
        )
        for pk, kind, who, account_id, name, arn in rows.iterator(chunk_size=2000):
            # A principal that the directory does not list is still one.
            found = self.known.get(who)
            node = self.nodes.add(who, KINDS[kind]) if found is None else found
            become = roles.get((account_id, name), ())
            self._assigned(node, become, account_id, arn, pk)

    def _people(self) -> None:
        rows = Resource.objects.filter(resource_type__in=PEOPLE, ended_at=None)
        groups: dict[int, list[str]] = {}
        told = rows.order_by("arn").values_list(
            "arn", "resource_type", "unique_id", "facts"
        )
        for arn, kind, unique_id, facts in told.iterator(chunk_size=2000):
            node = self.known[unique_id] = self.nodes.add(arn, PEOPLE[kind])
            if PEOPLE[kind] is NodeKind.GROUP:
                groups[node] = facts.get("members", [])
        for group, members in groups.items():
            inside = [self.known[each] for each in members if each in self.known]
            self.edges.add(inside, group, EdgeKind.HOLD)

    def _assigned(
        self, node: int, roles: Iterable[str], account_id: str, arn: str, grant: int
    ) -> None:
        found = [self.nodes.add(role, NodeKind.ROLE, account_id) for role in roles]
        for role in found:
            self.edges.add([node], role, EdgeKind.BECOME, Doubt.NONE, grant)
        if not found:
            # The role is there, and was not read: the account is reached all the same.
            unread = self.nodes.add(arn, NodeKind.OTHER, account_id)
            center = self.nodes.add(IDENTITY_CENTER, NodeKind.FEDERATED)
            both = [node, center]
            self.edges.add(both, unread, EdgeKind.BECOME, Doubt.ASSUMED, grant)


def reserved_roles() -> dict[tuple[str, str], list[str]]:
    """Return account and permission set → the roles that AWS keeps for it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = Resource.objects.filter(
        resource_type="AWS::IAM::Role",
        ended_at=None,
        name__startswith="AWSReservedSSO_",
    )
    for account_id, arn in rows.order_by("arn").values_list("account_id", "arn"):
        if match := RESERVED.search(arn):
            found[account_id, match[1]].append(arn)
    return found
