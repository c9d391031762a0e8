"""Our end shows what lets the role do what the sentence says, and which SCPs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.graph.gates import Answer, Gate, in_short
from accessmap.graph.role_gates import role_side
from accessmap.models import Account, Grant, Outcome
from accessmap.policy.kinds import PolicyKind
from tests import rows
from tests.cast import MANAGEMENT, PAYMENTS

pytestmark = pytest.mark.django_db
POLICIES = {"collector": "organization-policies", "service": "organizations"}
READS = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
ALL_BUT = {"Effect": "Deny", "Resource": "*"}
DENIES = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.fixture
def grant() -> Grant:
    """A role that reads S3, of an account that was read."""
    crawl = rows.make_crawl()
    rows.make_account()
    rows.make_coverage(crawl)
    rows.make_coverage(crawl, account_id=MANAGEMENT, **POLICIES)
    role = rows.make_resource()
    rows.make_snapshot(role)
    rows.make_snapshot(role, document(READS), kind=PolicyKind.INLINE, name="reader")
    return rows.make_grant(role)


def under(*scps: dict[str, Any], **more: Any) -> Account:
    level = {f"scp-{at}": json.dumps(document(e)) for at, e in enumerate(scps)}
    fields = {"scps": [{"FullAWSAccess": json.dumps(document(ALL)), **level}], **more}
    Account.objects.filter(account_id=PAYMENTS).update(**fields)
    return Account.objects.get(account_id=PAYMENTS)


def gates(grant: Grant, account: Account) -> dict[str, Gate]:
    return {each.name: each for each in role_side(grant, account)}


def test_each_policy_of_the_role_says_what_it_lets_it_do(grant: Grant) -> None:
    gate = gates(grant, under())["Role's identity policy reader"]
    assert gate.answer is Answer.PASSES
    assert "read" in gate.reason
    assert "S3" in gate.reason


def test_policies_that_may_be_more_are_said_to(grant: Grant) -> None:
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    gate = gates(grant, under())["Role's identity policy"]
    assert gate.answer is Answer.UNSEEN
    assert "may be others" in gate.reason


def test_an_scp_that_takes_from_the_role_stops_a_part(grant: Grant) -> None:
    found = gates(grant, under(DENIES))
    assert (found["SCP scp-0"].answer, found["SCP scp-0"].is_partial) == (
        *(Answer.STOPS, True),
    )
    assert "s3:*" in found["SCP scp-0"].reason
    said = in_short(list(found.values()), [], has_ended=False)
    assert "It works today" in said
    assert "An SCP takes away a part" in said


@pytest.mark.parametrize(
    ("scp", "answer", "words"),
    [
        ({**DENIES, "Action": "kms:*"}, Answer.PASSES, "Denies nothing"),
        (
            {**DENIES, "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            Answer.PASSES,
            "only under a condition",
        ),
        ({**DENIES, "Resource": "arn:aws:s3:::a/*"}, Answer.STOPS, "some resources"),
        ({**ALL, "Action": "s3:*"}, Answer.STOPS, "only what it lists: s3:*"),
        ({**ALL_BUT, "NotAction": "kms:*"}, Answer.STOPS, "all but kms:*"),
        ({**ALL_BUT, "NotAction": "s3:*"}, Answer.PASSES, "Denies nothing"),
        ({"Effect": "Perhaps"}, Answer.UNSEEN, "cannot be understood"),
    ],
)
def test_an_scp_says_what_it_takes_away(
    grant: Grant, scp: dict[str, Any], answer: Answer, words: str
) -> None:
    gate = gates(grant, under(scp))["SCP scp-0"]
    assert gate.answer is answer
    assert words in gate.reason


def test_what_lets_everything_pass_is_told_once(grant: Grant) -> None:
    found = gates(grant, under())
    assert found["SCPs"].reason == "Take nothing away."
    assert not [name for name in found if "FullAWSAccess" in name]


def test_no_scp_reaches_the_management_account(grant: Grant) -> None:
    found = gates(grant, under(DENIES, is_management=True))
    assert "management account" in found["SCPs"].reason
    assert "SCP scp-0" not in found


def test_scps_that_could_not_be_read_are_not_none(grant: Grant) -> None:
    part = rows.make_crawl(selection={"accounts": [PAYMENTS]})
    rows.make_coverage(part, account_id=MANAGEMENT, outcome=Outcome.DENIED, **POLICIES)
    assert gates(grant, under(DENIES))["SCPs"].answer is Answer.UNSEEN


def test_of_a_bucket_or_a_grant_that_is_gone_nothing_is_said(grant: Grant) -> None:
    account = under(DENIES)
    bucket = rows.make_grant(rows.make_bucket(), policy_kind=PolicyKind.RESOURCE)
    assert role_side(bucket, account) == []
    assert role_side(rows.end_grant(grant), account) == []
