"""A link between two networks, as the collectors of either end tell it."""

from __future__ import annotations

from typing import Any

# Of both ends of an endpoint. https://docs.aws.amazon.com/vpc/latest/privatelink/
ENDPOINT_CONNECTION = "AWS::EC2::VPCEndpointConnection"
# Never was, or is no more; AWS goes on listing them for a while.
# https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-lifecycle
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpointConnection.html
OVER = frozenset({"deleted", "deleting", "expired", "failed", "rejected"})


def end(account: str, network: str, region: str) -> dict[str, str]:
    """Return one end: whose it is, AWS's id of it, and where it stands."""
    return {"account": account, "network": network, "region": region}


def link(
    name: str, state: str, near: dict[str, str], far: dict[str, str]
) -> dict[str, Any]:
    """Return the facts of a link; ``name`` is the same at both ends."""
    return {"link": name, "state": state, "from": near, "to": far}
