"""KMS keys of the account's own making: key policies and KMS grants.

AWS: https://docs.aws.amazon.com/kms/latest/developerguide/control-access.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws import tags
from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
)
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


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
        tags.PERMISSION,
    )

    def find(self, client: KMSClient, where: Where) -> Iterator[Listed]:
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
        tagged: dict[str, dict[str, str]] | None = None
        for key in keys:
            alias = aliases.get(key["KeyId"], "")
            if alias.startswith("alias/aws/"):
                continue
            if tagged is None:
                tagged = tags.tags_of("kms:key", where.region)
            arn = key["KeyArn"]
            name = alias.removeprefix("alias/") or key["KeyId"]
            yield Listed(arn, name, tags=tagged.get(arn, {}))

    def read(self, client: KMSClient, handle: Listed, where: Where) -> Sighting:
        """Read a key's policy and its KMS grants."""
        policy = client.get_key_policy(KeyId=handle.arn, PolicyName="default")
        grants = sorted(
            pages(client, "list_grants", "Grants", KeyId=handle.arn),
            key=lambda each: str(each["GrantId"]),
        )
        documents = {(PolicyKind.KMS_GRANTS, ""): canonical(grants)} if grants else {}
        return handle.seen(policy["Policy"], documents)
