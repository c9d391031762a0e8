"""Links by network: a way for packets between accounts, and no permission whatever.

Both sides list a link under their own account, so one link may be two resources. It is
read from them and kept nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessmap.models.resource import Resource


class NetworkKind(models.TextChoices):
    """What carries the packets; the value is AWS's name of the resource's type."""

    PEERING = "AWS::EC2::VPCPeeringConnection", _("VPC peering")
    TRANSIT = "AWS::EC2::TransitGatewayAttachment", _("Transit gateway")
    ENDPOINT = "AWS::EC2::VPCEndpointConnection", _("VPC endpoint")


# https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-lifecycle
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html
OPEN = frozenset({"active", "available", "modifying"})


@dataclass(frozen=True, slots=True)
class NetworkEnd:
    """One side: a VPC, a hub or a service, of one account in one region."""

    account_id: str
    network: str
    region: str


@dataclass(frozen=True, slots=True)
class NetworkLink:
    """Two networks that may reach each other. Routes and firewalls are not read.

    ``near`` asked for the link, or is attached; ``far`` took it, is the hub, or offers
    the service behind the endpoint.
    ``told_by`` are the accounts in which it was read.
    """

    kind: NetworkKind
    id: str
    near: NetworkEnd
    far: NetworkEnd
    state: str
    told_by: frozenset[str]

    @property
    def is_open(self) -> bool:
        """Say whether it carries anything now; else it waits to be taken."""
        return self.state in OPEN

    @property
    def is_cross_account(self) -> bool:
        """Say whether it leaves an account."""
        return self.near.account_id != self.far.account_id

    def other_end(self, account_id: str) -> NetworkEnd:
        """Return the side that is not in ``account_id``."""
        return self.far if self.near.account_id == account_id else self.near


def network_links(
    *, account_id: str = "", at: datetime | None = None
) -> list[NetworkLink]:
    """Return the links that stand, or stood ``at`` a moment, each once, by id.

    With ``account_id``, those that touch the account, whoever told of them.
    """
    rows = Resource.objects.filter(resource_type__in=NetworkKind.values)
    if at is None:
        rows = rows.filter(ended_at=None)
    else:
        rows = rows.filter(first_seen_at__lte=at).exclude(ended_at__lte=at)
    if account_id:
        rows = rows.filter(
            Q(account_id=account_id)
            | Q(facts__from__account=account_id)
            | Q(facts__to__account=account_id)
        )
    return _once(rows)


def _once(rows: Iterable[Resource]) -> list[NetworkLink]:
    found: dict[str, NetworkLink] = {}
    for row in rows:
        name = row.facts["link"]
        known = found.get(name)
        found[name] = NetworkLink(
            kind=NetworkKind(row.resource_type),
            id=name,
            near=_end(row.facts["from"]),
            far=_end(row.facts["to"]),
            state=row.facts["state"],
            told_by=frozenset({row.account_id}) | (known.told_by if known else set()),
        )
    return [found[name] for name in sorted(found)]


def _end(told: dict[str, Any]) -> NetworkEnd:
    return NetworkEnd(told["account"], told["network"], told["region"])
