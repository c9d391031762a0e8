"""S3 Access Grants: the instance's own policy, and every access grant in it.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    register,
    turned,
    unless,
)
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_s3control import S3ControlClient

INSTANCE = "AWS::S3::AccessGrantsInstance"


@register
class AccessGrants(Collector):
    """The one instance of a region, and its access grants to IAM principals."""

    resource_type = "AWS::S3::AccessGrant"
    also_sees = (INSTANCE,)
    service = "s3control"
    permissions = (
        "s3:GetAccessGrantsInstanceResourcePolicy",
        "s3:ListAccessGrants",
        "s3:ListAccessGrantsInstances",
    )

    def find(self, client: S3ControlClient, where: Where) -> Iterator[Listed]:
        """Yield the instance, if there is one, and what it grants."""
        account = where.account_id
        for instance in turned(
            client,
            "list_access_grants_instances",
            "AccessGrantsInstancesList",
            "NextToken",
            AccountId=account,
        ):
            arn = instance["AccessGrantsInstanceArn"]
            yield Listed(arn, "access grants", resource_type=INSTANCE)
            for each in turned(
                client,
                "list_access_grants",
                "AccessGrantsList",
                "NextToken",
                AccountId=account,
            ):
                yield Listed(
                    each["AccessGrantArn"],
                    each["GrantScope"],
                    key={each["Permission"]: [each["Grantee"]["GranteeIdentifier"]]},
                    # People and groups of a directory are no principals of IAM.
                    facts={"grantee_type": each["Grantee"]["GranteeType"]},
                )

    def read(self, client: S3ControlClient, handle: Listed, where: Where) -> Sighting:
        """Read the instance's policy; an access grant was told whole by the list."""
        if handle.resource_type == INSTANCE:
            answer = unless(
                "AccessGrantsInstanceResourcePolicyNotExists",
                client.get_access_grants_instance_resource_policy,
                AccountId=where.account_id,
            )
            return handle.seen(answer.get("Policy"))
        if handle.facts["grantee_type"] != "IAM":
            return handle.seen()
        return handle.seen(documents={(PolicyKind.SHARE, ""): canonical(handle.key)})
