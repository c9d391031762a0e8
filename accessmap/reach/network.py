"""Links by network as edges: packets may pass, and nobody becomes anybody by it.

An account's networks are one node of their own. Nothing leads from there into the
account, for a packet needs credentials like everybody else; whoever controls the
account has its networks too.
"""

from __future__ import annotations

from accessmap.models import network_links
from accessmap.reach.edges import Edges
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.nodes import Nodes


def join_networks(nodes: Nodes, edges: Edges) -> None:
    """Add an edge in both directions for each link that is open."""
    for link in network_links():
        if not (link.is_open and link.is_cross_account):
            continue
        near, far = (
            _network(nodes, edges, end.account_id) for end in (link.near, link.far)
        )
        # Routes and firewalls are not read: it may be less.
        edges.add([near], far, EdgeKind.NETWORK, Doubt.ROUGH)
        edges.add([far], near, EdgeKind.NETWORK, Doubt.ROUGH)


def _network(nodes: Nodes, edges: Edges, account_id: str) -> int:
    key = f"{account_id}/network"
    known = nodes.find(key)
    if known is not None:
        return known
    account = nodes.add(account_id, NodeKind.ACCOUNT, account_id)
    network = nodes.add(key, NodeKind.NETWORK, account_id)
    edges.add([account], network, EdgeKind.ADMINISTER)
    return network
