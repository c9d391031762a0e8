from __future__ import annotations

from datetime import timedelta

import pytest

from accessmap.graph.knowledge import coverage_by_account, knowledge
from accessmap.graph.matrix import Matrix, Shade, matrix, rank, title
from accessmap.models import Outcome
from accessmap.models.newest import Newest
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def drawn(after: timedelta = timedelta()) -> Matrix:
    accounts = knowledge().accounts
    ids = [each.account_id for each in accounts]
    coverage = coverage_by_account(ids, Newest().rows)
    return matrix(accounts, coverage, now=rows.THEN + after)


def shade(after: timedelta = timedelta()) -> Shade:
    return drawn(after).units[0][1][0].cells[0][1].shade


def test_what_was_read_is_complete_and_after_a_day_old() -> None:
    rows.make_account()
    rows.make_coverage()
    assert shade() == Shade.COMPLETE
    assert shade(timedelta(days=2)) == Shade.OLD


def test_complete_and_empty_is_nothing_there() -> None:
    rows.make_account()
    rows.make_coverage(item_count=0)
    assert shade() == Shade.NOTHING


@pytest.mark.parametrize("outcome", [Outcome.DENIED, Outcome.FAILED])
def test_what_could_not_be_read_is_loud(outcome: Outcome) -> None:
    rows.make_account()
    rows.make_coverage(outcome=outcome)
    assert shade() == Shade.UNREAD


def test_some_regions_of_several_are_a_part() -> None:
    rows.make_account()
    rows.make_coverage(collector="kms", region="eu-west-1")
    rows.make_coverage(collector="kms", region="us-east-1", outcome=Outcome.THROTTLED)
    rows.make_coverage(collector="kms", region="me-west-1", outcome=Outcome.REGION_OFF)
    cell = drawn().units[0][1][0].cells[0][1]
    assert (cell.shade, cell.says) == (Shade.PARTIAL, "1 of 2 regions read")


def test_regions_that_are_off_alone_are_not_nothing_there() -> None:
    rows.make_account()
    rows.make_coverage(collector="kms", region="me-west-1", outcome=Outcome.REGION_OFF)
    cell = drawn().units[0][1][0].cells[0][1]
    assert cell.shade == Shade.OFF
    assert "the rest is unknown" in cell.says


def test_a_gap_is_a_part() -> None:
    rows.make_account()
    rows.make_gap(rows.make_coverage(), "arn:unread")
    assert shade() == Shade.PARTIAL


def test_a_collector_that_never_came_to_an_account_is_unread_there() -> None:
    rows.make_account(PAYMENTS)
    rows.make_account(SHOP, "zzz")
    rows.make_coverage(account_id=SHOP)
    assert shade() == Shade.UNREAD


def test_what_is_read_once_for_all_is_not_missing_elsewhere() -> None:
    rows.make_account(PAYMENTS)
    rows.make_account(SHOP, "zzz")
    rows.make_coverage(account_id=SHOP, collector="identity_center")
    rows.make_coverage(account_id=PAYMENTS)
    cells = dict(drawn().units[0][1][0].cells)
    assert cells["Identity Center"].shade == Shade.ELSEWHERE


def test_the_organization_is_no_column() -> None:
    rows.make_account()
    rows.make_coverage(collector="organization", service="organizations")
    rows.make_coverage()
    assert drawn().columns == (("iam", "IAM"),)


def test_headings_are_written_as_aws_writes_them() -> None:
    assert [title(each) for each in ("s3", "access_analyzer", "lambda")] == [
        "S3",
        "Access Analyzer",
        "Lambda",
    ]


def test_aws_writes_some_names_otherwise() -> None:
    names = ("iot", "apigateway", "kafka", "s3_access_points")
    titles = ["IoT", "API Gateway", "MSK", "S3 Access Points"]
    assert [title(each) for each in names] == titles


def test_what_one_looks_for_stands_first() -> None:
    read = ["acm_pca", "sqs", "zzz", "s3", "iam"]
    assert sorted(read, key=rank) == ["iam", "s3", "sqs", "acm_pca", "zzz"]
