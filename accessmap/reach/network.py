"""Links by network as edges: packets may pass, and nobody becomes anybody by it.

A network that a link begins or ends in is two nodes, the way out of it and the way
in: packets do not go on from where they came by peering or by an endpoint. A transit
gateway is one node, for it hands packets on. Nothing leads from a network into its
account, for a packet needs credentials like everybody else; whoever controls the
account has its networks too.

https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
"""

from __future__ import annotations

from dataclasses import dataclass

from accessmap.models import NetworkEnd, NetworkKind, network_links
from accessmap.reach.edges import Edges
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.nodes import Nodes

HUB = "tgw-"
IN = "in"  # ends the key of a way in


@dataclass(frozen=True, slots=True)
class _Wiring:
    nodes: Nodes
    edges: Edges

    def lead(self, near: NetworkEnd, far: NetworkEnd) -> None:
        """Let packets go from one end to the other, and not on from there."""
        # Routes and firewalls are not read: it may be less.
        self.edges.add([self.out(near)], self.into(far), EdgeKind.NETWORK, Doubt.ROUGH)

    def out(self, end: NetworkEnd) -> int:
        """Return the way out of a network, which whoever controls the account has."""
        if is_hub(end):
            return self.hub(end)
        key = f"{end.account_id}/network/{end.network}"
        if (known := self.nodes.find(key)) is not None:
            return known
        account = self.nodes.add(end.account_id, NodeKind.ACCOUNT, end.account_id)
        found = self.nodes.add(key, NodeKind.NETWORK, end.account_id)
        self.edges.add([account], found, EdgeKind.ADMINISTER)
        return found

    def into(self, end: NetworkEnd) -> int:
        """Return the way into a network."""
        if is_hub(end):
            return self.hub(end)
        self.out(end)
        key = f"{end.account_id}/network/{end.network}/{IN}"
        return self.nodes.add(key, NodeKind.NETWORK, end.account_id)

    def hub(self, end: NetworkEnd) -> int:
        """Return a transit gateway. It lies in no account: nothing runs in it."""
        key = f"{end.account_id}/hub/{end.network}"
        if (known := self.nodes.find(key)) is not None:
            return known
        account = self.nodes.add(end.account_id, NodeKind.ACCOUNT, end.account_id)
        found = self.nodes.add(key, NodeKind.HUB)
        self.edges.add([account], found, EdgeKind.ADMINISTER)
        return found


def join_networks(nodes: Nodes, edges: Edges) -> None:
    """Add the edges of each link that is open: by an endpoint one way, else both.

    Links within one account tell nothing of accounts, but for those of a hub: what
    hangs on it there is reached by the others on it.
    """
    wiring = _Wiring(nodes, edges)
    for link in network_links():
        is_within = not link.is_cross_account and link.kind is not NetworkKind.TRANSIT
        if not link.is_open or is_within:
            continue
        wiring.lead(link.near, link.far)
        if link.kind is not NetworkKind.ENDPOINT:
            wiring.lead(link.far, link.near)


def is_hub(end: NetworkEnd) -> bool:
    """Say whether an end is a transit gateway."""
    return end.network.startswith(HUB)
