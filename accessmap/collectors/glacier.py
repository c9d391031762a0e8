"""Glacier vaults and their access policies.

AWS: https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-access-policy.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    pages,
    register,
    unless,
)
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_glacier import GlacierClient


@register
class Vaults(Collector):
    """Every vault of a region."""

    resource_type = "AWS::Glacier::Vault"
    service = "glacier"
    permissions = ("glacier:GetVaultAccessPolicy", "glacier:ListVaults")

    def find(self, client: GlacierClient, where: Where) -> Iterator[Listed]:
        """Yield the vaults."""
        for each in pages(client, "list_vaults", "VaultList", accountId="-"):
            yield Listed(each["VaultARN"], each["VaultName"])

    def read(self, client: GlacierClient, handle: Listed, where: Where) -> Sighting:
        """Read a vault's policy."""
        answer = unless(
            "ResourceNotFoundException",
            client.get_vault_access_policy,
            accountId="-",
            vaultName=handle.name,
        )
        return handle.seen(answer.get("policy", {}).get("Policy"))
