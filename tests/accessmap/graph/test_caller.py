"""Inside the organization both halves are read, each limit by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from accessmap.graph.caller import callers_side
from accessmap.graph.gates import Answer, Gate
from accessmap.models import Account, Outcome, Resource
from accessmap.policy.grant import Grant as Value
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from tests.cast import MANAGEMENT, PAYMENTS, SHOP
from tests.rows import (
    make_account,
    make_coverage,
    make_crawl,
    make_gap,
    make_grant,
    make_resource,
    make_snapshot,
)

pytestmark = pytest.mark.django_db

CALLER = f"arn:aws:iam::{SHOP}:role/deployer"
ALLOW = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
DENY = {**ALLOW, "Effect": "Deny"}
READ = {**ALLOW, "Action": "s3:GetObject"}
POLICIES = {"collector": "organization-policies", "service": "organizations"}


def policy(*statements: dict[str, str]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.fixture(autouse=True)
def _read() -> None:
    make_account(PAYMENTS)
    make_account(SHOP)
    crawl = make_crawl()
    make_coverage(crawl, account_id=SHOP, outcome=Outcome.COMPLETE)
    make_coverage(crawl, account_id=MANAGEMENT, **POLICIES)


def caller(*statements: dict[str, str], **facts: object) -> Resource:
    shop = Account.objects.get(account_id=SHOP)
    role = make_resource(shop, arn=CALLER, name="deployer", facts=facts)
    make_snapshot(role, policy(*statements), kind=PolicyKind.INLINE, name="own")
    return role


def trusted(kind: PrincipalKind = PrincipalKind.ROLE, who: str = CALLER) -> Value:
    return make_grant(
        principal=Principal(kind, who, SHOP),
        zone=Zone.ORGANIZATION,
        verdict=Verdict.IN_ORG,
    ).value


def gates(value: Value) -> Sequence[Gate]:
    side = callers_side(value)
    return side.gates if side else ()


def answers(value: Value) -> dict[str, Answer]:
    return {gate.name: gate.answer for gate in gates(value)}


def test_a_caller_with_a_policy_passes_and_the_session_cannot_be_seen() -> None:
    caller(ALLOW)
    assert answers(trusted()) == {
        "Identity policy": Answer.PASSES,
        "Permissions boundary": Answer.PASSES,
        "SCPs": Answer.PASSES,
        "Session policy": Answer.UNSEEN,
    }


@pytest.mark.parametrize("statements", [(READ,), (ALLOW, DENY)])
def test_trusted_and_yet_unable_is_said_at_the_identity_policy(
    statements: tuple[dict[str, str], ...],
) -> None:
    caller(*statements)
    first = gates(trusted())[0]
    assert first.answer is Answer.STOPS
    assert "trusted, and yet unable" in first.reason


def test_a_boundary_that_leaves_it_out_stops_it() -> None:
    shop = Account.objects.get(account_id=SHOP)
    arn = f"arn:aws:iam::{SHOP}:policy/limit"
    limit = make_resource(
        shop, arn=arn, name="limit", resource_type="AWS::IAM::ManagedPolicy"
    )
    make_snapshot(limit, policy(READ), kind=PolicyKind.MANAGED, name="limit")
    caller(ALLOW, boundary=arn)
    found = answers(trusted())
    assert found["Identity policy"] is Answer.PASSES
    assert found["Permissions boundary"] is Answer.STOPS
    assert "SCPs" not in found


def test_an_scp_at_one_level_stops_it() -> None:
    levels = [{"all": json.dumps(policy({**ALLOW, "Action": "*"}))}]
    levels.append({"only-s3": json.dumps(policy({**ALLOW, "Action": "s3:*"}))})
    Account.objects.filter(account_id=SHOP).update(scps=levels)
    caller(ALLOW)
    assert answers(trusted())["SCPs"] is Answer.STOPS


def test_no_scp_reaches_the_management_account() -> None:
    Account.objects.filter(account_id=SHOP).update(is_management=True)
    caller(ALLOW)
    reasons = {gate.name: gate.reason for gate in gates(trusted())}
    assert "management account" in reasons["SCPs"]


def test_scps_that_could_not_be_read_are_not_none() -> None:
    caller(ALLOW)
    part = make_crawl(selection={"accounts": [SHOP]})
    make_coverage(part, account_id=MANAGEMENT, outcome=Outcome.DENIED, **POLICIES)
    scps = next(each for each in gates(trusted()) if each.name == "SCPs")
    assert (scps.answer, "could not be read" in scps.reason) == (Answer.UNSEEN, True)


def test_of_a_whole_account_it_says_how_many_may() -> None:
    caller(ALLOW)
    make_resource(Account.objects.get(account_id=SHOP), name="idle")
    first = gates(trusted(PrincipalKind.ACCOUNT, SHOP))[0]
    assert first.reason == "1 of 2 roles and users there may do it."


def test_a_caller_that_is_gone_stops_it_only_where_all_was_read() -> None:
    assert answers(trusted()) == {"Identity policy": Answer.STOPS}
    make_coverage(make_crawl(), account_id=SHOP, outcome=Outcome.DENIED)
    assert answers(trusted()) == {"Identity policy": Answer.UNSEEN}


def test_identity_providers_that_were_read_say_nothing_of_roles() -> None:
    crawl = make_crawl()
    make_coverage(crawl, account_id=SHOP, outcome=Outcome.DENIED)
    make_coverage(crawl, account_id=SHOP, collector="iam_providers")
    assert answers(trusted()) == {"Identity policy": Answer.UNSEEN}


def test_a_role_that_could_not_be_read_is_not_gone_whatever_was_read_after() -> None:
    crawl = make_crawl()
    role = "AWS::IAM::Role"
    make_gap(make_coverage(crawl, account_id=SHOP, resource_type=role), CALLER)
    make_coverage(crawl, account_id=SHOP, resource_type="AWS::IAM::Group")
    assert answers(trusted()) == {"Identity policy": Answer.UNSEEN}


def test_a_session_is_the_role_that_it_is_of() -> None:
    caller(ALLOW)
    session = f"arn:aws:sts::{SHOP}:assumed-role/deployer/ci"
    found = answers(trusted(PrincipalKind.SESSION, session))
    assert found["Identity policy"] is Answer.PASSES


def test_what_is_not_ours_or_is_at_home_is_not_judged_here() -> None:
    assert callers_side(make_grant().value) is None
    own = Principal(PrincipalKind.ACCOUNT, PAYMENTS, PAYMENTS)
    assert callers_side(make_grant(principal=own).value) is None


def test_one_of_many_that_surely_may_is_named_and_none_that_only_might() -> None:
    shop = Account.objects.get(account_id=SHOP)
    maybe = make_resource(shop, name="aaa-maybe")
    asked = {**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    make_snapshot(maybe, policy(asked), kind=PolicyKind.INLINE, name="own")  # type: ignore[arg-type]
    whole = trusted(PrincipalKind.ACCOUNT, SHOP)
    side = callers_side(whole)
    assert side is not None
    assert side.able == ""
    caller(ALLOW)
    side = callers_side(whole)
    assert side is not None
    assert side.able == CALLER
