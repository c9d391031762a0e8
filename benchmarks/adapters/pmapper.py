"""PMapper: who may assume which role of another account, asked pair by pair.

It is run as it is, on accounts that are given to it instead of read from AWS. Standard
library only beside PMapper: it runs in the peers' environment.
"""

from __future__ import annotations

import collections
import collections.abc
import json
import sys
import time
from typing import Any

# PMapper 1.1.5 imports these from where Python before 3.10 kept them.
for _name in ("Mapping", "MutableMapping"):
    setattr(collections, _name, getattr(collections.abc, _name))

from principalmapper.common import Graph, Node, Policy  # noqa: E402
from principalmapper.graphing.cross_account_edges import (  # noqa: E402
    get_edges_between_graphs,
)


def graph(told: dict[str, Any], organization: str) -> Graph:
    """Return one account as PMapper would have read it."""
    managed = {
        each["Arn"]: Policy(
            each["Arn"], each["PolicyName"], each["PolicyVersionList"][0]["Document"]
        )
        for each in told["Policies"]
    }
    nodes = [_node(role, managed) for role in told["RoleDetailList"]]
    metadata = {
        "account_id": told["account"],
        "org-id": organization,
        "pmapper_version": "1.1.5",
    }
    return Graph(nodes, [], list(managed.values()), [], metadata)


def _node(role: dict[str, Any], managed: dict[str, Policy]) -> Node:
    carried = [
        Policy(role["Arn"], each["PolicyName"], each["PolicyDocument"])
        for each in role["RolePolicyList"]
    ] + [
        managed[each["PolicyArn"]]
        for each in role["AttachedManagedPolicies"]
        if each["PolicyArn"] in managed
    ]
    return Node(
        arn=role["Arn"],
        id_value=role["RoleId"],
        attached_policies=carried,
        group_memberships=[],
        trust_policy=role["AssumeRolePolicyDocument"],
        instance_profile=None,
        num_access_keys=0,
        active_password=False,
        is_admin=False,
        permissions_boundary=None,
        has_mfa=False,
        tags={},
    )


def main() -> None:
    """Read two accounts, ask, print."""
    told = json.load(sys.stdin)
    one, other = (graph(each, told["organization"]) for each in told["accounts"])
    began = time.process_time()
    edges = get_edges_between_graphs(one, other)
    seconds = time.process_time() - began
    found = {
        "seconds": seconds,
        "pairs": 2 * len(one.nodes) * len(other.nodes),
        "edges": [[each.source.arn, each.destination.arn] for each in edges],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
