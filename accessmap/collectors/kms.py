"""KMS keys of the account's own making: key policies and KMS grants.

AWS: https://docs.aws.amazon.com/kms/latest/developerguide/control-access.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
)
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the lists name it."""

    arn: str
    alias: str


@register
class Keys(Collector):
    """Customer managed keys; AWS's own keys cannot be shared."""

    resource_type = "AWS::KMS::Key"
    service = "kms"
    permissions = (
        "kms:GetKeyPolicy",
        "kms:ListAliases",
        "kms:ListGrants",
        "kms:ListKeys",
        "kms:ListResourceTags",
    )

    def find(self, client: KMSClient, where: Where) -> Iterator[Key]:
        """Yield the keys whose alias is not AWS's own.

        AWS managed keys carry an alias ``alias/aws/…``, so none needs a DescribeKey.
        https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
        """
        keys = list(pages(client, "list_keys", "Keys"))
        if not keys:
            return
        aliases: dict[str, str] = {}
        for each in pages(client, "list_aliases", "Aliases"):
            if target := each.get("TargetKeyId"):
                aliases.setdefault(target, each["AliasName"])
        for key in keys:
            alias = aliases.get(key["KeyId"], "")
            if not alias.startswith("alias/aws/"):
                yield Key(key["KeyArn"], alias)

    def arn(self, handle: Key, where: Where) -> str:
        """Name the key."""
        return handle.arn

    def read(self, client: KMSClient, handle: Key, where: Where) -> Sighting:
        """Read a key's policy, its KMS grants and its tags."""
        policy = client.get_key_policy(KeyId=handle.arn, PolicyName="default")
        documents = {(PolicyKind.RESOURCE, ""): policy["Policy"]}
        grants = sorted(
            pages(client, "list_grants", "Grants", KeyId=handle.arn),
            key=lambda each: str(each["GrantId"]),
        )
        if grants:
            documents[PolicyKind.KMS_GRANTS, ""] = canonical(grants)
        tags = pages(client, "list_resource_tags", "Tags", KeyId=handle.arn)
        return Sighting(
            arn=handle.arn,
            name=handle.alias.removeprefix("alias/") or handle.arn.rpartition("/")[2],
            documents=documents,
            tags={each["TagKey"]: each["TagValue"] for each in tags},
        )
