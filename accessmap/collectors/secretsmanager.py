"""Secrets of Secrets Manager and their resource policies; never their values.

``BlockPublicPolicy`` is asked of the one call that sets a policy and leaves no setting
behind, so there is nothing of it to read.

AWS: https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed, pairs

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


@register
class Secrets(Collector):
    """Every secret of a region that is not being deleted."""

    resource_type = "AWS::SecretsManager::Secret"
    service = "secretsmanager"
    permissions = ("secretsmanager:GetResourcePolicy", "secretsmanager:ListSecrets")

    def find(self, client: SecretsManagerClient, where: Where) -> Iterator[Listed]:
        """Yield the secrets; descriptions stay behind, people write passwords there."""
        for each in pages(client, "list_secrets", "SecretList"):
            yield Listed(each["ARN"], each["Name"], tags=pairs(each.get("Tags")))

    def read(
        self, client: SecretsManagerClient, handle: Listed, where: Where
    ) -> Sighting:
        """Read a secret's policy."""
        answer = client.get_resource_policy(SecretId=handle.arn)
        return handle.seen(answer.get("ResourcePolicy"))
