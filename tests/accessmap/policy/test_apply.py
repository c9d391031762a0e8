from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from accessmap.policy.apply import cloudformation, terraform, told, way, without
from accessmap.policy.grant import Grant, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from accessmap.policy.ways import WAYS
from accessmap.policy.ways.way import Way
from tests.cast import KUMO, MANAGEMENT, PAYMENTS, TANUKI

POLICY = json.dumps({"Statement": [{"Resource": "arn:aws:s3:::b/${aws:username}"}]})
TOKYO = "ap-northeast-1"
HERE = f"arn:aws:{{}}:{TOKYO}:{PAYMENTS}:{{}}"
EC2 = f"arn:aws:ec2:{TOKYO}::"


def grant(
    resource_type: str,
    kind: PolicyKind,
    resource: str = f"{EC2}snapshot/snap-1",
    principal: str = TANUKI,
) -> Grant:
    account = principal if principal.isdecimal() else ""
    of = PrincipalKind.ACCOUNT if account else PrincipalKind.PUBLIC
    return Grant(
        resource=resource,
        resource_type=resource_type,
        resource_account=PAYMENTS,
        policy_kind=kind,
        principal=Principal(of, principal, account),
        zone=Zone.EXTERNAL,
        verdict=Verdict.EXTERNAL,
        actions=("ec2:CreateVolume",),
    )


def undone(
    resource_type: str,
    resource: str,
    document: object,
    principal: str = TANUKI,
    kind: PolicyKind = PolicyKind.SHARE,
) -> str:
    """Return the command that takes ``principal`` from a list, without its region."""
    listed = grant(resource_type, kind, resource, principal)
    how = way(listed, document=json.dumps(document), region=TOKYO)
    return how.undo_entry.replace(f" --region {TOKYO}", "").removeprefix("aws ")


HOSTILE = 'it\'s; touch pwned $(touch pwned) `touch pwned` "x" {arn} {file}'


@pytest.mark.parametrize(("resource_type", "kind"), list(WAYS))
def test_what_aws_named_reaches_the_aws_cli_as_one_word(
    resource_type: str, kind: PolicyKind, tmp_path: Path
) -> None:
    """A shell runs each command, with an `aws` that writes down what it is told."""
    aws = tmp_path / "aws"
    aws.write_text('#!/bin/sh\nprintf "%s\\0" "$@" >>"$SAID"\n')
    aws.chmod(0o755)
    resource = f"arn:aws:any:{TOKYO}:{PAYMENTS}:kind/{HOSTILE}"
    entry = {"Grants": [{"UserId": TANUKI, "GrantId": HOSTILE}]}
    found = way(
        grant(resource_type, kind, resource),
        document=json.dumps(entry),
        called=HOSTILE,
        policy=HOSTILE,
        region=TOKYO,
    )
    said = tmp_path / "said"
    for each in (found.get, found.put, found.delete, found.undo_entry):
        (tmp_path / "policy-new.json").write_text("{}")
        subprocess.run(
            ["/bin/sh", "-euc", each],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin", "SAID": str(said)},
            cwd=tmp_path,
            check=True,
        )
    assert not (tmp_path / "pwned").exists()
    is_named = "{arn}" in str(WAYS[resource_type, kind])
    words = said.read_text().split("\0")
    assert any(resource in each for each in words) or not is_named


@pytest.mark.parametrize(
    ("resource_type", "resource", "expected"),
    [
        ("KMS::Key", HERE.format("kms", "key/1-2"), "--key-id {arn}"),
        ("SQS::Queue", HERE.format("sqs", "jobs"), "--queue-name jobs"),
        ("ECR::Repository", HERE.format("ecr", "repository/team/app"), "team/app"),
        (
            "CodeArtifact::Repository",
            HERE.format("codeartifact", "repository/d/r"),
            "--domain d --repository r",
        ),
        ("Backup::BackupVault", HERE.format("backup", "backup-vault:off"), "off"),
        (
            "Lambda::LayerVersion",
            HERE.format("lambda", "layer:tools:3"),
            "--layer-name tools --version-number 3",
        ),
    ],
)
def test_a_resource_is_called_as_its_arn_calls_it(
    resource_type: str, resource: str, expected: str
) -> None:
    """What people call it may be an alias or a tag, which AWS does not take."""
    asked = grant(f"AWS::{resource_type}", PolicyKind.RESOURCE, resource)
    found = way(asked, document="", called="pay-tokens", region="")
    assert expected.format(arn=resource) in found.get
    assert "pay-tokens" not in found.get + found.put + found.delete


def test_a_role_with_a_path_is_called_by_its_last_name() -> None:
    arn = f"arn:aws:iam::{PAYMENTS}:role/team/etl"
    found = way(grant("AWS::IAM::Role", PolicyKind.TRUST, arn), document="", region="")
    assert "--role-name etl " in found.put


@pytest.mark.parametrize(
    ("principal", "entry"),
    [(TANUKI, {"UserId": TANUKI}), ("*", {"Group": "all"})],
)
def test_a_shared_snapshot_is_taken_back_from_one_or_from_all(
    principal: str, entry: dict[str, str]
) -> None:
    shared = {"CreateVolumePermissions": [{"UserId": KUMO}, entry]}
    [(name, value)] = entry.items()
    assert undone("AWS::EC2::Snapshot", f"{EC2}snapshot/snap-1", shared, principal) == (
        "ec2 modify-snapshot-attribute --snapshot-id snap-1 "
        f"--create-volume-permission 'Remove=[{{{name}={value}}}]'"
    )


def test_an_image_is_taken_back_from_an_organization_by_its_arn() -> None:
    arn = f"arn:aws:organizations::{MANAGEMENT}:organization/o-1234567890"
    shared = {"LaunchPermissions": [{"OrganizationArn": arn}, {"UserId": TANUKI}]}
    assert undone("AWS::EC2::Image", f"{EC2}image/ami-1", shared, "o-1234567890") == (
        "ec2 modify-image-attribute --image-id ami-1 "
        f"--launch-permission 'Remove=[{{OrganizationArn={arn}}}]'"
    )


def test_each_kms_grant_of_somebody_is_revoked_by_its_id() -> None:
    arn = HERE.format("kms", "key/1-2")
    whom = f"arn:aws:iam::{TANUKI}:role/etl"
    listed = {
        "Grants": [
            {"GrantId": "a", "GranteePrincipal": whom},
            {"GrantId": "b", "GranteePrincipal": KUMO},
            {"GrantId": "c", "GranteePrincipal": whom},
        ]
    }
    found = undone("AWS::KMS::Key", arn, listed, whom, PolicyKind.KMS_GRANTS)
    assert [each[-1] for each in found.splitlines()] == ["a", "c"]


def test_an_acl_keeps_what_it_gives_to_others() -> None:
    ours, theirs = ({"Grantee": {"ID": each}} for each in ("ours", "theirs"))
    acl = {"Owner": {"ID": "ours"}, "Grants": [ours, theirs]}
    found = undone(
        "AWS::S3::Bucket", "arn:aws:s3:::photos", acl, "theirs", PolicyKind.ACL
    )
    rest = json.loads(found.partition("--access-control-policy ")[2].strip("'"))
    assert rest == {"Owner": {"ID": "ours"}, "Grants": [ours]}


def test_a_unit_loses_its_portfolio_and_an_account_its_own() -> None:
    arn = f"arn:aws:catalog:{TOKYO}:{PAYMENTS}:portfolio/port-1"
    listed = {
        "PortfolioShareDetails": [{"PrincipalId": "ou-1"}, {"PrincipalId": TANUKI}]
    }
    of_unit = undone("AWS::ServiceCatalog::Portfolio", arn, listed, "o-1/*/ou-1/*")
    assert of_unit.endswith("--organization-node Type=ORGANIZATIONAL_UNIT,Value=ou-1")
    of_one = undone("AWS::ServiceCatalog::Portfolio", arn, listed)
    assert of_one.endswith(f"--portfolio-id port-1 --account-id {TANUKI}")


def test_lake_formation_is_told_which_permissions_on_what() -> None:
    entry = {
        "Principal": {"DataLakePrincipalIdentifier": TANUKI},
        "Resource": {"Database": {"Name": "sales"}},
        "Permissions": ["DESCRIBE"],
    }
    found = undone(
        "AWS::LakeFormation::Resource",
        HERE.format("glue", "database/sales"),
        {"PrincipalResourcePermissions": [entry]},
    )
    assert json.loads(found.partition("--cli-input-json ")[2].strip("'")) == entry


def test_an_aggregator_is_named_by_account_and_region() -> None:
    arn = HERE.format("config", f"aggregation-authorization/{TANUKI}/eu-west-1")
    told = {"AuthorizedAccountId": TANUKI, "AuthorizedAwsRegion": "eu-west-1"}
    assert undone("AWS::Config::AggregationAuthorization", arn, told).endswith(
        f"--authorized-account-id {TANUKI} --authorized-aws-region eu-west-1"
    )


def test_a_layer_loses_the_statement_that_lets_somebody_in() -> None:
    layer = grant("AWS::Lambda::LayerVersion", PolicyKind.RESOURCE,
                  HERE.format("lambda", "layer:tools:3"))  # fmt: skip
    how = way(layer, document="", region="")
    kept, gone = {"Sid": "ours"}, {"Sid": "theirs"}
    before = json.dumps({"Statement": [kept, gone]})
    assert without(how, before, json.dumps({"Statement": [kept]})).endswith(
        "--statement-id theirs"
    )
    assert without(how, before, None).count("--statement-id") == 2
    narrowed = json.dumps({"Statement": [kept, {"Sid": "theirs", "Condition": {}}]})
    assert without(how, before, narrowed) == ""


def test_terraform_does_not_take_a_policy_variable_for_its_own() -> None:
    how = Way(terraform=("aws_s3_bucket_policy", "policy"))
    assert "$${aws:username}" in terraform(how, POLICY)


def test_a_kind_that_is_not_written_down_has_no_commands_and_no_templates() -> None:
    found = way(grant("AWS::New::Thing", PolicyKind.RESOURCE), document="", region="")
    assert (found.put, terraform(found, POLICY), cloudformation(found, POLICY)) == (
        "",
        "",
        "",
    )


def test_a_queue_reads_its_policy_as_an_attribute() -> None:
    queue = grant("AWS::SQS::Queue", PolicyKind.RESOURCE)
    assert json.loads(told(way(queue, document="", region=""), POLICY)) == {
        "Policy": POLICY
    }


def test_a_table_holds_its_policy_inside_a_property() -> None:
    table = grant("AWS::DynamoDB::Table", PolicyKind.RESOURCE)
    found = json.loads(cloudformation(way(table, document="", region=""), POLICY))
    assert found["Properties"] == {
        "ResourcePolicy": {"PolicyDocument": json.loads(POLICY)}
    }
