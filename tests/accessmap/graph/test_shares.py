"""Whether a share of AWS RAM was taken, and what an account has from outside."""

from __future__ import annotations

import pytest

from accessmap.graph.doors import doors
from accessmap.graph.gates import Answer
from accessmap.graph.shares import received
from accessmap.models import Grant, Resource
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from tests import rows
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db
ARN = f"arn:aws:ram:eu-west-1:{PAYMENTS}:resource-share/subnets"


def shared(account_id: str = TANUKI, **facts: object) -> Grant:
    share = rows.make_resource(
        arn=ARN, resource_type="AWS::RAM::ResourceShare", collector="ram", facts=facts
    )
    return rows.make_grant(
        share,
        policy_kind=PolicyKind.SHARE,
        principal=Principal(PrincipalKind.ACCOUNT, account_id, account_id),
    )


def has(account_id: str, owner: str, name: str = "subnets") -> Resource:
    return rows.make_resource(
        rows.make_account(account_id),
        arn=f"arn:aws:ram:eu-west-1:{owner}:resource-share/{name}/received-by/{account_id}",
        name=name,
        region="eu-west-1",
        resource_type="AWS::RAM::ReceivedResourceShare",
        collector="ram",
        facts={"owner": owner},
    )


def test_an_offer_that_nobody_has_taken_is_open_all_the_same() -> None:
    [gate] = doors(shared(awaiting=[TANUKI]).value)
    assert gate.answer == Answer.PASSES
    assert "not taken yet" in gate.reason


def test_an_offer_to_somebody_else_awaits_nobody_here() -> None:
    [gate] = doors(shared(awaiting=[SHOP]).value)
    assert "into force" in gate.reason


def test_what_the_other_account_has_was_received() -> None:
    row = shared(SHOP, awaiting=[])
    has(SHOP, PAYMENTS)
    [gate] = doors(row.value)
    assert "has received it" in gate.reason


def test_of_what_was_read_without_its_state_nothing_is_said() -> None:
    assert doors(shared().value) == []


def test_only_what_outsiders_share_is_told_of_an_account() -> None:
    rows.make_account(PAYMENTS)
    has(SHOP, PAYMENTS)
    has(SHOP, TANUKI, "metrics")
    gone = has(SHOP, TANUKI, "gone")
    Resource.objects.filter(pk=gone.pk).update(ended_at=rows.THEN)
    assert [(each.name, each.owner) for each in received(SHOP)] == [("metrics", TANUKI)]
