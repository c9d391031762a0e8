from __future__ import annotations

import pytest

from accessmap.graph.gaps import holes
from accessmap.models import Coverage, Gap, Outcome
from accessmap.models.coverage import VANISHED
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def test_what_failed_for_one_reason_is_one_hole_the_widest_first() -> None:
    rows.make_gap(rows.make_coverage(account_id=SHOP), "arn:unread")
    for collector in ("iam", "s3"):
        rows.make_coverage(collector=collector, outcome=Outcome.DENIED, denied_by="scp")
    found = holes(Coverage.objects.all())
    assert [each.account_id for each in found] == [PAYMENTS, SHOP]
    assert found[0].where == "IAM, S3"
    assert "an SCP denies" in found[0].sentence
    assert found[1].arns == ["arn:unread"]


def test_it_counts_the_grants_that_are_kept_meanwhile() -> None:
    kept = rows.make_grant()
    rows.make_coverage(outcome=Outcome.THROTTLED)
    rows.make_gap(
        rows.make_coverage(region="eu-west-1", collector="kms"), kept.resource.arn
    )
    assert [each.held for each in holes(Coverage.objects.all())] == [1, 1]


def test_one_denial_in_many_accounts_is_said_once() -> None:
    for account_id in (PAYMENTS, SHOP):
        rows.make_coverage(
            account_id=account_id,
            outcome=Outcome.DENIED,
            denied_by="identity",
            operation="ListKeys",
        )
    [found] = holes(Coverage.objects.all())
    assert found.account_ids == [PAYMENTS, SHOP]
    assert found.account_id == ""


def test_complete_scopes_and_regions_that_are_off_are_no_holes() -> None:
    rows.make_coverage()
    rows.make_coverage(region="eu-west-1", outcome=Outcome.REGION_OFF)
    assert holes(Coverage.objects.all()) == []


@pytest.mark.parametrize(
    "outcome", [each for each in Outcome if each != Outcome.COMPLETE]
)
def test_every_outcome_has_a_sentence(outcome: Outcome) -> None:
    rows.make_coverage(outcome=outcome)
    assert all(each.sentence for each in holes(Coverage.objects.all()))


def test_what_vanished_with_too_much_else_is_doubted() -> None:
    covered = rows.make_coverage(gap_count=1)
    Gap.objects.create(
        coverage=covered, arn="arn:gone?", outcome=Outcome.FAILED, code=VANISHED
    )
    [found] = holes(Coverage.objects.all())
    assert found.is_doubted
    assert "to be believed yet" in found.sentence
