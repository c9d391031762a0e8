from __future__ import annotations

import json
import shlex

import pytest

from accessmap.policy.apply import _WAYS, Way, cloudformation, terraform, told, way
from accessmap.policy.grant import Grant, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from tests.cast import PAYMENTS, TANUKI

POLICY = json.dumps({"Statement": [{"Resource": "arn:aws:s3:::b/${aws:username}"}]})


def grant(resource_type: str, kind: PolicyKind, principal: str = TANUKI) -> Grant:
    public = principal == "*"
    of = PrincipalKind.PUBLIC if public else PrincipalKind.ACCOUNT
    return Grant(
        resource="arn:aws:ec2:ap-northeast-1::snapshot/snap-1",
        resource_type=resource_type,
        resource_account=PAYMENTS,
        policy_kind=kind,
        principal=Principal(of, principal, "" if public else principal),
        zone=Zone.EXTERNAL,
        verdict=Verdict.EXTERNAL,
        actions=("ec2:CreateVolume",),
    )


@pytest.mark.parametrize(("resource_type", "kind"), list(_WAYS))
def test_every_command_is_whole_and_quotes_what_aws_named(
    resource_type: str, kind: PolicyKind
) -> None:
    name = "it's; rm -rf $HOME"
    found = way(grant(resource_type, kind), name=name, region="ap-northeast-1")
    for each in filter(None, (found.put, found.delete, found.undo_entry)):
        assert each.startswith("aws ")
        assert "{" not in each.replace("[{", "[")
        assert "$HOME" not in each.replace(shlex.quote(name), "")


@pytest.mark.parametrize(
    ("principal", "expected"),
    [(TANUKI, f"--user-ids {TANUKI}"), ("*", "--group-names all")],
)
def test_a_shared_snapshot_is_taken_back_from_one_or_from_all(
    principal: str, expected: str
) -> None:
    share = grant("AWS::EC2::Snapshot", PolicyKind.SHARE, principal)
    found = way(share, name="snap-1", region="ap-northeast-1")
    assert found.undo_entry.endswith(f"remove {expected} --region ap-northeast-1")


def test_terraform_does_not_take_a_policy_variable_for_its_own() -> None:
    how = Way(terraform=("aws_s3_bucket_policy", "policy"))
    assert "$${aws:username}" in terraform(how, POLICY)


def test_a_kind_that_is_not_written_down_has_no_commands_and_no_templates() -> None:
    found = way(grant("AWS::New::Thing", PolicyKind.RESOURCE), name="x", region="")
    assert (found.put, terraform(found, POLICY), cloudformation(found, POLICY)) == (
        "",
        "",
        "",
    )


def test_a_queue_reads_its_policy_as_an_attribute() -> None:
    queue = grant("AWS::SQS::Queue", PolicyKind.RESOURCE)
    assert json.loads(told(way(queue, name="q", region=""), POLICY)) == {
        "Policy": POLICY
    }
