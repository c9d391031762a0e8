"""AWS IoT: role aliases, by which devices become roles, and what devices may do.

A device has a certificate, and a certificate has policies. One that lets it
``iot:AssumeRoleWithCertificate`` on an alias lets it become the role of the alias: the
role's trust policy names no more than the service.

AWS: https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

ALIAS = "AWS::IoT::RoleAlias"
# A fleet has a hundred thousand certificates, and one policy may hang on all of them.
MOST_TARGETS = 1_000
PAGE = 250


@register
class Policies(Collector):
    """Every IoT policy and role alias of a region."""

    resource_type = "AWS::IoT::Policy"
    also_sees = (ALIAS,)
    service = "iot"
    permissions = (
        "iot:DescribeRoleAlias",
        "iot:GetPolicy",
        "iot:ListPolicies",
        "iot:ListRoleAliases",
        "iot:ListTargetsForPolicy",
    )

    def find(self, client: Any, where: Where) -> Iterator[Listed]:
        """Yield both."""
        for each in pages(client, "list_policies", "policies"):
            yield Listed(each["policyArn"], each["policyName"])
        for name in pages(client, "list_role_aliases", "roleAliases"):
            arn = where.arn("iot", f"rolealias/{name}")
            yield Listed(arn, name, resource_type=ALIAS)

    def read(self, client: Any, handle: Listed, where: Where) -> Sighting:
        """Read what an alias opens, or what a policy lets devices do."""
        if handle.resource_type == ALIAS:
            return _alias(client, handle)
        policy = client.get_policy(policyName=handle.name)["policyDocument"]
        # More than are counted is told as more, never as none.
        found = list(islice(_targets(client, handle.name), MOST_TARGETS + 1))
        facts = {
            "targets": dict(sorted(Counter(map(_kind, found[:MOST_TARGETS])).items())),
            "has_more_targets": len(found) > MOST_TARGETS,
        }
        return Sighting(
            arn=handle.arn,
            name=handle.name,
            # It says what a device may do, and lets nobody in by itself.
            documents={(PolicyKind.INLINE, ""): policy},
            facts=facts,
        )


def _alias(client: Any, handle: Listed) -> Sighting:
    told = client.describe_role_alias(roleAlias=handle.name)["roleAliasDescription"]
    facts = {
        "role": told["roleArn"],
        "session_seconds": told.get("credentialDurationSeconds"),
    }
    return Sighting(handle.arn, handle.name, resource_type=ALIAS, facts=facts)


def _targets(client: Any, policy: str) -> Iterator[str]:
    yield from pages(
        client,
        "list_targets_for_policy",
        "targets",
        policyName=policy,
        PaginationConfig={"PageSize": PAGE},
    )


def _kind(target: str) -> str:
    """Return what a policy hangs on: a certificate, a group of things, an identity.

    https://docs.aws.amazon.com/iot/latest/apireference/API_AttachPolicy.html
    """
    parts = target.split(":", 5)
    if parts[0] != "arn":  # of a Cognito pool: ap-northeast-1:1234…
        return "identity" if ":" in target else "other"
    kinds = {"cert": "certificate", "thinggroup": "group"}
    return kinds.get(parts[-1].partition("/")[0], "other")
