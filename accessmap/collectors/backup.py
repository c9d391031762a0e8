"""Backup vaults and their access policies.

AWS: https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
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
    from mypy_boto3_backup import BackupClient


@register
class Vaults(Collector):
    """Every vault of a region."""

    resource_type = "AWS::Backup::BackupVault"
    service = "backup"
    permissions = ("backup:GetBackupVaultAccessPolicy", "backup:ListBackupVaults")

    def find(self, client: BackupClient, where: Where) -> Iterator[Listed]:
        """Yield the vaults."""
        for each in pages(client, "list_backup_vaults", "BackupVaultList"):
            yield Listed(each["BackupVaultArn"], each["BackupVaultName"])

    def read(self, client: BackupClient, handle: Listed, where: Where) -> Sighting:
        """Read a vault's policy."""
        answer = unless(
            "ResourceNotFoundException",
            client.get_backup_vault_access_policy,
            BackupVaultName=handle.name,
        )
        return handle.seen(answer.get("Policy"))
