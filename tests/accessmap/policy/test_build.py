"""Findings written out as grants."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessmap.policy.kinds import Verdict, Zone
from tests.accessmap.policy.callers import FOREIGN, OURS
from tests.accessmap.policy.stage import allow, deny, grants
from tests.accessmap.policy.world import BUCKET, subject


def test_actions_are_spelled_as_aws_does() -> None:
    [grant] = grants(allow({"AWS": FOREIGN}, ["S3:getobject", "s3:GetObject"]))
    assert grant.actions == ("s3:GetObject",)


def test_equal_grants_become_one_and_keep_both_statements() -> None:
    [grant] = grants(allow({"AWS": FOREIGN}), allow({"AWS": FOREIGN}, "s3:PutObject"))
    assert grant.actions == ("s3:GetObject", "s3:PutObject")
    assert grant.statements == (0, 1)


def test_a_narrower_resource_is_an_object() -> None:
    [grant] = grants(allow())
    assert grant.objects == (f"{BUCKET}/*",)


def test_what_a_deny_takes_away_is_not_among_the_actions() -> None:
    [grant] = grants(
        allow(action=["s3:GetObject", "s3:PutObject"]), deny(Action="s3:Put*")
    )
    assert grant.actions == ("s3:GetObject",)


def test_a_deny_out_of_a_wildcard_leaves_the_real_rest() -> None:
    [grant] = grants(allow(action="s3:Get*"), deny(Action="s3:GetObject"))
    assert "s3:GetObject" not in grant.actions
    assert "s3:GetObjectAcl" in grant.actions


def test_not_action_is_written_out() -> None:
    statement = allow()
    [grant] = grants(
        {
            k: v
            for k, v in {**statement, "NotAction": "s3:GetObject"}.items()
            if k != "Action"
        }
    )  # type: ignore[dict-item]
    assert "s3:PutObject" in grant.actions
    assert "s3:GetObject" not in grant.actions


def test_a_deny_is_read_as_a_condition_on_what_it_leaves() -> None:
    [grant] = grants(
        allow(), deny(Condition={"Bool": {"aws:SecureTransport": "false"}})
    )
    [condition] = grant.conditions
    assert (condition.key, condition.values) == ("aws:securetransport", ("true",))


UNLESS_OURS = {"StringNotEquals": {"aws:PrincipalOrgID": OURS}}


@pytest.mark.parametrize(
    "beside",
    [
        {"Bool": {"aws:PrincipalIsAWSService": "false"}},
        {"Null": {"aws:PrincipalArn": "false"}},
        {"StringLike": {"aws:PrincipalArn": "*"}},
    ],
)
def test_what_a_request_passes_that_nobody_signed_is_public(
    beside: dict[str, dict[str, str]],
) -> None:
    found = grants(allow(), deny(Condition={**UNLESS_OURS, **beside}))
    verdicts = {each.verdict for each in found if each.zone is Zone.PUBLIC}
    assert verdicts == {Verdict.PUBLIC}


@pytest.mark.parametrize(
    "asked",
    [
        {"StringLike": {"aws:PrincipalArn": "*"}},
        {"Null": {"aws:PrincipalArn": "false"}},
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
    ],
)
def test_what_only_a_signed_request_passes_is_for_any_account(
    asked: dict[str, dict[str, str]],
) -> None:
    [grant] = grants(allow(Condition=asked))
    assert grant.verdict is Verdict.ANY_ACCOUNT


def test_not_action_of_a_public_repository_speaks_of_its_own_service() -> None:
    about = replace(
        subject(None), resource_type="AWS::ECR::PublicRepository", arn="arn:aws:x"
    )
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": FOREIGN},
        "NotAction": "ecr-public:DescribeImages",
    }
    [grant] = grants(statement, about=about)
    assert {each.partition(":")[0] for each in grant.actions} == {"ecr-public"}
