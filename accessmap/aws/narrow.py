"""What a session may do: the declared reads of a few collectors, and nothing else.

The role in an account may have been given more than we asked for. So each session asks
for less: AWS allows it what both the role and the session's own policy allow. All that
we read does not fit into one such policy (2,048 characters, and a packed size that AWS
alone knows), so collectors share a few sessions an account.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from accessmap.aws.collector import all_collectors
from accessmap.aws.read_only import declare

# Asked of every account that is entered, before any collector looks.
ENTERING = declare(("account:ListRegions", "ec2:DescribeRegions"))
# AWS takes 2,048 characters, and packs them by a way of its own, within a limit of its
# own; at some half of both there is room for what else a session carries.
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
MOST = 1200


def policy(actions: Iterable[str]) -> str:
    """Return a session policy that allows ``actions``, as short as it can be."""
    statement = {"Effect": "Allow", "Action": sorted(set(actions)), "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return json.dumps(document, separators=(",", ":"))


@cache
def policies() -> Mapping[str, str]:
    """Return collector → the policy of the session that it reads by.

    Those of one service stand together. The empty name is for entering an account.
    """
    parts: list[tuple[set[str], list[str]]] = [(set(ENTERING), [""])]
    for each in sorted(all_collectors().values(), key=lambda one: one.service):
        actions, names = parts[-1]
        if len(policy(actions.union(each.permissions))) > MOST:
            actions, names = set(), []
            parts.append((actions, names))
        actions.update(each.permissions)
        names.append(each.name)
    return MappingProxyType(
        {name: policy(actions) for actions, names in parts for name in names}
    )
