"""AWS RAM: resource shares that the account offers, and those it has from others.

AWS: https://docs.aws.amazon.com/ram/latest/userguide/what-is.html
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    plain,
    register,
    turned,
)
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ram import RAMClient

RECEIVED = "AWS::RAM::ReceivedResourceShare"
# Neither offered nor taken, or no more.
# https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShareAssociation.html
OVER = frozenset({"DISASSOCIATED", "DISASSOCIATING", "FAILED", "RESTORE_FAILED"})
# An invitation that nobody has accepted yet, or what takes effect just now.
AWAITING = "ASSOCIATING"


@dataclass(frozen=True, slots=True)
class Share:
    """A share as the lists tell of it; ``actions`` are remembered by permission."""

    entry: Mapping[str, Any]
    principals: tuple[Mapping[str, Any], ...] = ()
    resources: tuple[str, ...] = ()
    actions: dict[tuple[str, str], list[str]] = field(default_factory=dict, repr=False)

    @property
    def arn(self) -> str:
        """Return the share's ARN, which is its owner's."""
        return str(self.entry["resourceShareArn"])


@register
class ResourceShares(Collector):
    """What is shared as a whole, with accounts, units or the organization."""

    resource_type = "AWS::RAM::ResourceShare"
    also_sees = (RECEIVED,)
    service = "ram"
    permissions = (
        "ram:GetPermission",
        "ram:GetResourceShareAssociations",
        "ram:GetResourceShares",
        "ram:ListResourceSharePermissions",
    )

    def find(self, client: RAMClient, where: Where) -> Iterator[Share]:
        """Yield the shares offered, with who and what is in them, then those received.

        Two calls tell of all shares together, so no share needs one of its own.
        """
        member = "resourceShareAssociations"
        offered = list(
            pages(
                client,
                "get_resource_shares",
                "resourceShares",
                resourceOwner="SELF",
                resourceShareStatus="ACTIVE",
            )
        )
        parts: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for kind in ("PRINCIPAL", "RESOURCE") if offered else ():
            for each in pages(
                client,
                "get_resource_share_associations",
                member,
                associationType=kind,
            ):
                if each["status"] not in OVER:
                    parts[each["resourceShareArn"], kind].append(each)
        known: dict[tuple[str, str], list[str]] = {}
        for entry in offered:
            arn = entry["resourceShareArn"]
            who, what = parts[arn, "PRINCIPAL"], parts[arn, "RESOURCE"]
            yield Share(
                entry,
                tuple(sorted(who, key=lambda each: str(each["associatedEntity"]))),
                tuple(sorted(each["associatedEntity"] for each in what)),
                known,
            )
        for entry in pages(
            client,
            "get_resource_shares",
            "resourceShares",
            resourceOwner="OTHER-ACCOUNTS",
            resourceShareStatus="ACTIVE",
        ):
            yield Share(entry)

    def arn(self, handle: Share, where: Where) -> str:
        """Name the share; one received has an ARN for each account that has it."""
        if handle.entry["owningAccountId"] == where.account_id:
            return handle.arn
        return f"{handle.arn}/received-by/{where.account_id}"

    def read(self, client: RAMClient, handle: Share, where: Where) -> Sighting:
        """Read what the recipients of one share may do with what is in it."""
        entry = handle.entry
        facts = {
            "owner": entry["owningAccountId"],
            "allows_outsiders": entry.get("allowExternalPrincipals", False),
            "created_at": plain(entry.get("creationTime")),
        }
        is_received = entry["owningAccountId"] != where.account_id
        documents = {}
        if not is_received:
            facts["awaiting"] = [
                each["associatedEntity"]
                for each in handle.principals
                if each["status"] == AWAITING
            ]
            listed = {
                "principals": [_recipient(each) for each in handle.principals],
                "resources": list(handle.resources),
                "permissions": list(self._permissions(client, handle)),
                "allowExternalPrincipals": facts["allows_outsiders"],
            }
            documents[PolicyKind.SHARE, ""] = canonical(listed)
        return Sighting(
            arn=self.arn(handle, where),
            name=entry["name"],
            resource_type=RECEIVED if is_received else "",
            documents=documents,
            tags={each["key"]: each["value"] for each in entry.get("tags", ())},
            facts=facts,
        )

    def _permissions(
        self, client: RAMClient, handle: Share
    ) -> Iterator[dict[str, object]]:
        """Yield the actions of each kind of resource; AWS's own sets repeat."""
        for each in turned(
            client,
            "list_resource_share_permissions",
            "permissions",
            "nextToken",
            resourceShareArn=handle.arn,
        ):
            key = (each["arn"], each["version"])
            if key not in handle.actions:
                found = client.get_permission(
                    permissionArn=each["arn"], permissionVersion=int(each["version"])
                )["permission"]
                handle.actions[key] = _actions(found["permission"])
            yield {
                "arn": each["arn"],
                "resourceType": each.get("resourceType", ""),
                "actions": handle.actions[key],
            }


def _recipient(association: Mapping[str, Any]) -> dict[str, object]:
    """Return who is offered a share; whether they took it is no part of the offer."""
    return {
        "associatedEntity": association["associatedEntity"],
        "external": association.get("external", False),
    }


def _actions(template: str) -> list[str]:
    """Return the actions of a permission's template, which is a piece of a policy.

    https://docs.aws.amazon.com/ram/latest/userguide/security-ram-permissions.html
    """
    listed = json.loads(template)["Action"]
    return sorted([listed] if isinstance(listed, str) else listed)
