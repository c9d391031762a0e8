"""The demo AWS answers boto3 as AWS does."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from botocore.exceptions import ClientError

from accessmap.demo import accounts
from tests import cast
from tests.accessmap.demo.conftest import Clients, enter


def test_it_is_the_management_accounts_for_any_key(client: Clients):
    assert client("sts").get_caller_identity()["Account"] == cast.MANAGEMENT


def test_an_assumed_role_stands_in_its_own_account(client: Clients):
    sts = client("sts", cast.PAYMENTS)
    assert sts.get_caller_identity()["Account"] == cast.PAYMENTS
    buckets = client("s3", cast.PAYMENTS).list_buckets()["Buckets"]
    assert {each["Name"] for each in buckets} == {"pay-metrics", "pay-settlements"}


@pytest.mark.parametrize(
    ("account", "external_id"),
    [(cast.OLD_POS, ""), (cast.PAYMENTS, "guessed"), ("999999999999", "")],
    ids=["no role there", "wrong external ID", "no such account"],
)
def test_it_refuses_a_role_that_aws_would_refuse(
    client: Clients, account: str, external_id: str
):
    with pytest.raises(ClientError) as refused:
        enter(client("sts"), account, external_id)
    assert refused.value.response["Error"]["Code"] == "AccessDenied"
    assert "sts:AssumeRole" in str(refused.value)


def test_the_organization_has_its_units_accounts_and_states(client: Clients):
    organizations = client("organizations")
    assert organizations.describe_organization()["Organization"]["Id"] == (
        cast.ORGANIZATION
    )
    found = [
        account
        for page in organizations.get_paginator("list_accounts").paginate()
        for account in page["Accounts"]
    ]
    assert {each["Id"] for each in found} == {each.id for each in accounts.ACCOUNTS}
    assert {each["State"] for each in found} == {"ACTIVE"}
    parent = organizations.list_parents(ChildId=cast.PAYMENTS)["Parents"][0]["Id"]
    unit = organizations.describe_organizational_unit(OrganizationalUnitId=parent)
    assert unit["OrganizationalUnit"]["Name"] == "Production"


def test_controls_are_bound_where_they_are_declared(client: Clients):
    organizations = client("organizations")
    listed = organizations.list_policies(Filter="RESOURCE_CONTROL_POLICY")["Policies"]
    only_ours = next(each for each in listed if each["Name"] == "only-our-org")
    targets = organizations.list_targets_for_policy(PolicyId=only_ours["Id"])["Targets"]
    assert {each["Name"] for each in targets} == {
        "Workloads",
        "Infrastructure",
        "Security",
    }


def test_roles_tell_when_they_were_last_used(client: Clients):
    iam = client("iam", cast.PAYMENTS)
    found = iam.get_account_authorization_details(Filter=["Role"])["RoleDetailList"]
    roles = {each["RoleName"]: each for each in found}
    assert "LastUsedDate" in roles["TanukiIntegration"]["RoleLastUsed"]
    assert "LastUsedDate" not in roles["OrganizationAccountAccessRole"]["RoleLastUsed"]


def test_a_kms_grant_reaches_a_vendor(client: Clients):
    kms = client("kms", cast.PAYMENTS)
    aliases = {each["AliasName"]: each for each in kms.list_aliases()["Aliases"]}
    key = aliases["alias/pay-cards"]["TargetKeyId"]
    grants = kms.list_grants(KeyId=key)["Grants"]
    assert [each["GranteePrincipal"] for each in grants] == [
        f"arn:aws:iam::{cast.HAYABUSA}:role/settlement"
    ]


def test_one_bucket_and_one_key_refuse_to_be_read(client: Clients):
    s3 = client("s3", accounts.LOGISTICS)
    with pytest.raises(ClientError, match="resource-based policy"):
        s3.get_bucket_policy(Bucket="kitsune-route-plans")
    kms = client("kms", accounts.COLDCHAIN)
    key = kms.list_keys()["Keys"][0]["KeyId"]
    with pytest.raises(ClientError, match="GetKeyPolicy"):
        kms.get_key_policy(KeyId=key, PolicyName="default")


def test_one_bucket_policy_is_no_json(client: Clients):
    s3 = client("s3", accounts.YUZU_DAIRY)
    text = s3.get_bucket_policy(Bucket="yuzu-legacy-invoices")["Policy"]
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)


def test_each_account_has_a_canonical_id_of_its_own(client: Clients):
    owners = {
        client("s3", each).list_buckets()["Owner"]["ID"]
        for each in (cast.PAYMENTS, cast.SHOP, cast.DATA_LAKE)
    }
    assert len(owners) == 3


def test_access_analyzer_reports_from_one_account_page_by_page(client: Clients):
    analyzer = client("accessanalyzer", cast.SECURITY)
    arn = analyzer.list_analyzers()["analyzers"][0]["arn"]
    assert client("accessanalyzer", cast.SHOP).list_analyzers()["analyzers"] == []
    for operation in ("list_findings", "list_findings_v2"):
        pages = list(analyzer.get_paginator(operation).paginate(analyzerArn=arn))
        assert len(pages) > 1
        ids = [each["id"] for page in pages for each in page["findings"]]
        assert len(ids) == len(set(ids)) == 25
    whole = analyzer.get_finding_v2(analyzerArn=arn, id=ids[0])
    access = whole["findingDetails"][0]["externalAccessDetails"]
    assert access["principal"] == {"AWS": cast.TANUKI}


def test_only_the_regions_in_use_are_on(client: Clients):
    found = client("account", cast.SHOP).list_regions(
        RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"]
    )["Regions"]
    assert {each["RegionName"] for each in found} == {"ap-northeast-1", "us-east-1"}


def test_every_answer_carries_a_request_id_and_an_honest_type(client: Clients):
    for service, call in (
        ("organizations", "list_roots"),
        ("iam", "get_account_authorization_details"),
        ("s3", "list_buckets"),
        ("kms", "list_keys"),
        ("accessanalyzer", "list_analyzers"),
    ):
        about = getattr(client(service), call)()["ResponseMetadata"]
        assert about["RequestId"], service
        assert "html" not in about["HTTPHeaders"]["content-type"], service


def test_trust_policies_are_what_was_declared(client: Clients):
    role = client("iam", cast.PAYMENTS).get_role(RoleName="TanukiIntegration")["Role"]
    trust = role["AssumeRolePolicyDocument"]
    trust = json.loads(unquote(trust)) if isinstance(trust, str) else trust
    assert trust["Statement"][0]["Principal"] == {
        "AWS": f"arn:aws:iam::{cast.TANUKI}:root"
    }
    assert "Condition" not in trust["Statement"][0]


def test_devices_become_a_role_by_an_alias(client: Clients) -> None:
    iot = client("iot", accounts.COLDCHAIN)
    [name] = iot.list_role_aliases()["roleAliases"]
    told = iot.describe_role_alias(roleAlias=name)["roleAliasDescription"]
    assert told["roleArn"].endswith(":role/SensorIngest")
    assert len(iot.list_policies()["policies"]) == 2
    targets = iot.list_targets_for_policy(policyName="cold-sensor", pageSize=250)
    assert len(targets["targets"]) == 38


def test_security_gathers_what_config_records_of_everybody(client: Clients) -> None:
    config = client("config", accounts.SECURITY_AUDIT)
    told = config.describe_configuration_aggregators()["ConfigurationAggregators"]
    [aggregator] = told
    assert aggregator["OrganizationAggregationSource"]["AllAwsRegions"] is True
