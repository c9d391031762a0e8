"""Findings written out as grants."""

from __future__ import annotations

from tests.accessmap.policy.callers import FOREIGN
from tests.accessmap.policy.stage import allow, deny, grants
from tests.accessmap.policy.world import BUCKET


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
