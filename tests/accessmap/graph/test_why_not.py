"""Why there is no way: what stops it, and what nobody could see."""

from __future__ import annotations

import pytest

from accessmap.graph.asked import answer
from accessmap.graph.gates import Answer
from accessmap.graph.question import Question
from accessmap.graph.why_not import Half, callers_halves
from accessmap.models import Outcome, Resource
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from accessmap.reach.powers import Powers
from tests.accessmap.reach.test_powers import allow
from tests.accessmap.reach.test_questions import carry
from tests.cast import PAYMENTS, SHOP, TANUKI
from tests.rows import (
    make_account,
    make_counterparty,
    make_coverage,
    make_crawl,
    make_grant,
    make_resource,
)

pytestmark = pytest.mark.django_db
LATER = {"accounts": [SHOP], "services": ["iam"]}


@pytest.fixture(autouse=True)
def _two_accounts() -> None:
    """Shop trusts nobody, and payments has a role that may do nothing."""
    for account_id, name in ((PAYMENTS, "payments-prod"), (SHOP, "shop-prod")):
        make_account(account_id, name)
        make_coverage(account_id=account_id)


def role(account_id: str, name: str) -> Resource:
    return make_resource(make_account(account_id), name=name)


def halves(start: str, goal: str, *without: str) -> dict[str, Half]:
    found = answer(Question(start, goal, without))
    assert found.is_empty
    return {half.gate: half for half in found.halves}


def test_policies_that_were_read_and_do_not_let_it_stop_it() -> None:
    idle = carry("idle", PAYMENTS, allow("s3:GetObject"))
    found = halves(idle, role(SHOP, "target").arn)
    assert found["identity"].answer is Answer.STOPS
    assert found["trust"].answer is Answer.STOPS


@pytest.mark.parametrize("start", [PAYMENTS, "idle"])
def test_policies_that_could_not_be_read_stop_nothing(start: str) -> None:
    idle = carry("idle", PAYMENTS, allow("s3:GetObject"))
    target = role(SHOP, "target").arn
    make_coverage(make_crawl(), outcome=Outcome.DENIED)
    half = halves(idle if start == "idle" else start, target)["identity"]
    assert half.answer is Answer.UNSEEN
    assert (half.passes, half.says) == (None, "Not seen")


def test_an_account_of_which_no_role_was_read_is_not_one_without_powers() -> None:
    make_coverage(make_crawl(), outcome=Outcome.DENIED)
    half = halves(PAYMENTS, role(SHOP, "target").arn)["identity"]
    assert half.answer is Answer.UNSEEN
    assert "policies are unknown" in half.sentence


def test_a_role_that_is_trusted_by_name_and_was_not_read_is_not_seen() -> None:
    make_coverage(make_crawl(), outcome=Outcome.DENIED)
    named = f"arn:aws:iam::{PAYMENTS}:role/unread"
    trusting, other = role(SHOP, "trusting"), role(SHOP, "other")
    make_grant(trusting, principal=Principal(PrincipalKind.ROLE, named, PAYMENTS))
    assert halves(named, other.arn)["identity"].answer is Answer.UNSEEN


@pytest.mark.parametrize("name", ["target", ""])
def test_trust_that_could_not_be_read_is_not_none(name: str) -> None:
    idle, target = carry("idle", PAYMENTS), role(SHOP, "target").arn
    goal = target if name else SHOP
    assert halves(idle, goal)["trust"].answer is Answer.STOPS
    crawl = make_crawl(selection=LATER)
    make_coverage(crawl, account_id=SHOP, outcome=Outcome.DENIED)
    half = halves(idle, goal)["trust"]
    assert half.answer is Answer.UNSEEN
    assert "only what was read" in half.sentence


def test_how_far_both_ends_come_is_sure_only_where_every_account_was_read() -> None:
    idle, target = carry("idle", PAYMENTS), role(SHOP, "target").arn
    assert halves(idle, target)["apart"].answer is Answer.STOPS
    make_account("310045127799", "never-read")
    assert halves(idle, target)["apart"].answer is Answer.UNSEEN


def test_at_an_outsider_nothing_is_ours_to_read() -> None:
    make_counterparty()
    make_grant(role(PAYMENTS, "watched"))
    idle = carry("idle", PAYMENTS)
    assert halves(idle, TANUKI)["trust"].answer is Answer.UNSEEN


def test_the_last_of_many_roles_is_tried_too() -> None:
    for number in range(70):
        role(SHOP, f"target-{number:02}")
    last = f"arn:aws:iam::{SHOP}:role/target-69"
    picky = carry("picky", PAYMENTS, allow(resource=last))
    assert halves(picky, SHOP)["identity"].answer is Answer.PASSES


def test_where_not_all_roles_could_be_tried_it_says_so() -> None:
    targets = [f"arn:aws:iam::{SHOP}:role/{name}" for name in "abc"]
    [half] = callers_halves({Powers()}, targets, is_all_read=True, most=2)
    assert half.answer is Answer.UNSEEN
    assert half.sentence == "Of 3 roles there, 2 were tried, and none may be taken."
    [half] = callers_halves({Powers()}, targets, is_all_read=True)
    assert half.answer is Answer.STOPS


def test_what_is_switched_off_counts_on_neither_side_and_is_said() -> None:
    """By a role that becomes another role they meet; without that they do not."""
    first = carry("first", PAYMENTS, allow())
    middle = carry("middle", SHOP, allow())
    last = role(make_account("310045127799", "audit").account_id, "last")
    make_coverage(account_id="310045127799")
    for who, account_id, target in (
        (first, PAYMENTS, Resource.objects.get(arn=middle)),
        (middle, SHOP, last),
    ):
        make_grant(target, principal=Principal(PrincipalKind.ROLE, who, account_id))
    assert answer(Question(first, last.arn)).routes
    found = halves(first, last.arn, "chain")
    assert "The start gets to 0 places" in found["apart"].sentence
    assert "switched off here" in found["off"].sentence
    assert "off" not in halves(last.arn, first, "chain")
