"""Put networks that reach across accounts into moto."""

from __future__ import annotations

from typing import Any

from moto.ec2.models.transit_gateway_attachments import TransitGatewayVpcAttachment

from accessmap.demo.moto_seed import backend, ids_of
from accessmap.demo.networks import HUB, ON_THE_HUB, PEERINGS
from accessmap.demo.shapes import TOKYO, Peering


class ForeignAttachment(TransitGatewayVpcAttachment):  # type: ignore[misc]
    """A VPC on a hub of another account, which moto takes for the VPC's own."""

    @property
    def transit_gateway_owner_id(self) -> str:
        """Return whose the hub is."""
        return HUB


def join() -> None:
    """Join everything that is declared."""
    for each in PEERINGS:
        _peer(each)
    ids_of("transit-gateway")
    hub = backend("ec2", HUB, TOKYO)
    gateway = hub.create_transit_gateway("Kitsune's networks")
    for account in ON_THE_HUB:
        vpc = _vpc(account, "on-the-hub")
        ids_of(f"{account}/on-the-hub")
        theirs = backend("ec2", account, TOKYO)
        made = ForeignAttachment(theirs, gateway, vpc.id, [])
        for each in (hub, theirs):  # both list it
            each.transit_gateway_attachments[made.id] = made


def _peer(peering: Peering) -> None:
    ends = [_vpc(each, peering.name) for each in (peering.account, peering.peer)]
    ids_of(peering.name)
    made = backend("ec2", peering.account, TOKYO).create_vpc_peering_connection(
        *ends, {"Name": peering.name}
    )
    if peering.is_accepted:
        backend("ec2", peering.peer, TOKYO).accept_vpc_peering_connection(made.id)


def _vpc(account: str, name: str) -> Any:
    ids_of(f"{account}/{name}/vpc")
    return backend("ec2", account, TOKYO).create_vpc("10.0.0.0/16")
