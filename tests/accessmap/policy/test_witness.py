"""One request that really gets through."""

from __future__ import annotations

import pytest

from accessmap.policy.document import parse
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.quick import quick
from accessmap.policy.subject import Subject
from tests.accessmap.policy.callers import FOREIGN, HOME, OURS, ZONE
from tests.accessmap.policy.stage import allow, deny, grants

QUEUE = f"arn:aws:sqs:eu-west-1:{HOME}:orders"


def test_it_has_a_caller_an_action_and_a_resource() -> None:
    [grant] = grants(allow({"AWS": FOREIGN}))
    assert grant.witness["action"] == "s3:GetObject"
    assert grant.witness["resource"].startswith("arn:aws:s3:::corpus-bucket/")
    assert grant.witness["aws:principalaccount"] == FOREIGN


def test_it_keeps_clear_of_a_deny() -> None:
    asked = {"StringNotEquals": {"aws:PrincipalOrgID": OURS}}
    [grant] = [e for e in grants(allow(), deny(Condition=asked)) if not e.is_blocked]
    assert grant.witness["aws:principalorgid"] == OURS


@pytest.mark.parametrize("action", ["sqs:sendmessage", "SQS:SENDMESSAGE", "sqs:Send*"])
@pytest.mark.parametrize("resource", ["*", QUEUE])
def test_that_of_a_plain_document_is_a_request_that_aws_could_see(
    action: str, resource: str
) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": FOREIGN},
        "Action": action,
        "Resource": resource,
    }
    document = {"Version": "2012-10-17", "Statement": statement}
    queue = Subject(QUEUE, "AWS::SQS::Queue", HOME, PolicyKind.RESOURCE, document)
    found = quick(queue, ZONE, parse(document))
    assert found
    [grant] = found.grants
    assert grant.witness["action"] == "sqs:SendMessage"
    assert grant.witness["resource"] == QUEUE
    assert grant.witness["principal"] == f"arn:aws:iam::{FOREIGN}:role/anyone"


@pytest.mark.parametrize(
    ("allowed", "denied", "shown"),
    [
        (["s3:Get*"], [], "s3:GetAccelerateConfiguration"),
        (["s3:Get*", "s3:Put*"], ["s3:Put*"], "s3:GetAccelerateConfiguration"),
        (["s3:Get*"], ["s3:GetA*"], "s3:GetBucketAbac"),
        (["s3:*"], ["s3:A*"], "s3:BypassGovernanceRetention"),
        (["s3:Launch*"], [], "s3:launch"),
    ],
)
def test_its_action_is_one_that_aws_knows_where_there_is_one(
    allowed: list[str], denied: list[str], shown: str
) -> None:
    asked = {"StringEquals": {"aws:RequestTag/team": "red"}}
    statements = [allow({"AWS": FOREIGN}, allowed, Condition=asked)]
    if denied:
        statements.append(deny(Action=denied))
    found = [each for each in grants(*statements) if not each.is_blocked]
    assert {each.witness["action"] for each in found} == {shown}
