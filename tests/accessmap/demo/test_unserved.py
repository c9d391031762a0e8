"""What moto does not serve is answered as AWS answers it."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from accessmap.demo import accounts
from tests.accessmap.demo.conftest import Clients


def test_a_vault_has_the_policy_that_is_declared(client: Clients) -> None:
    backup = client("backup", accounts.DNS_BACKUP)
    answer = backup.get_backup_vault_access_policy(BackupVaultName="offsite")
    assert accounts.KUMO in answer["Policy"]


def test_what_has_no_policy_is_told_by_awss_own_word(client: Clients) -> None:
    backup = client("backup", accounts.DNS_BACKUP)
    with pytest.raises(ClientError) as refused:
        backup.get_backup_vault_access_policy(BackupVaultName="another")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_the_catalog_and_the_packages_are_lent(client: Clients) -> None:
    [policy] = client("glue", accounts.DATA_LAKE).get_resource_policies()[
        "GetResourcePoliciesResponseList"
    ]
    assert json.loads(policy["PolicyInJson"])["Statement"]
    packages = client("codeartifact", accounts.CI_CD)
    [domain] = packages.list_domains()["domains"]
    assert domain["name"] == "kitsune"


@pytest.mark.parametrize(
    ("service", "operation", "member"),
    [
        ("codeartifact", "list_repositories", "repositories"),
        ("codebuild", "list_report_groups", "reportGroups"),
        ("ecr-public", "describe_repositories", "repositories"),
        ("glue", "get_resource_policies", "GetResourcePoliciesResponseList"),
        ("rolesanywhere", "list_trust_anchors", "trustAnchors"),
        ("rolesanywhere", "list_profiles", "profiles"),
        ("s3", "list_directory_buckets", "Buckets"),
        ("schemas", "list_registries", "Registries"),
    ],
)
def test_elsewhere_there_is_nothing(
    client: Clients, service: str, operation: str, member: str
) -> None:
    found = getattr(client(service, accounts.SHOP), operation)()
    assert found[member] == []
    assert found["ResponseMetadata"]["RequestId"]
