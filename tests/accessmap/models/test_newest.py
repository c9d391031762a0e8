"""The newest word about every scope, whichever crawls it comes from."""

from __future__ import annotations

import pytest

from accessmap.models import Coverage, Crawl, Outcome
from accessmap.models.newest import Newest
from tests import rows
from tests.cast import MANAGEMENT, PAYMENTS

pytestmark = pytest.mark.django_db
PART = {"accounts": [PAYMENTS]}


def kms(crawl: Crawl | None = None, region: str = "eu-west-1", **more: str) -> Coverage:
    return rows.make_coverage(
        crawl, collector="kms", service="kms", region=region, **more
    )


def known() -> set[Coverage]:
    return set(Newest().rows)


def unread() -> list[str]:
    return [each.account_id for each in Newest().unread()]


def test_the_newest_full_crawl_counts_and_every_part_since() -> None:
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.FAILED)
    full = rows.make_crawl()
    denied = kms(full, outcome=Outcome.DENIED)
    rows.make_coverage(full, outcome=Outcome.DENIED)
    iam = rows.make_coverage(rows.make_crawl(selection={**PART, "services": ["iam"]}))
    assert known() == {denied, iam}


def test_a_crawl_that_still_runs_says_nothing_yet_but_to_itself() -> None:
    done = rows.make_coverage(rows.make_crawl())
    running = rows.make_crawl(Crawl.State.RUNNING)
    row = rows.make_coverage(running, outcome=Outcome.DENIED)
    assert known() == {done}
    assert set(Newest(by=running).rows) == {row}


def test_a_crawl_that_could_not_list_the_accounts_replaces_nothing() -> None:
    done = rows.make_coverage(rows.make_crawl())
    failed = rows.make_crawl(Crawl.State.FAILED)
    parts = {"collector": "organization", "service": "organizations"}
    row = rows.make_coverage(failed, outcome=Outcome.DENIED, **parts)
    assert known() == {done, row}


def test_a_type_that_is_gone_leaves_no_old_word() -> None:
    """A scope is written at once: what it no longer tells of is not there."""
    full = rows.make_crawl()
    kms(full, outcome=Outcome.DENIED, resource_type="AWS::KMS::Once")
    new = kms(rows.make_crawl(selection=PART), resource_type="AWS::KMS::Key")
    assert known() == {new}


def test_who_asks_every_region_replaces_what_could_not_even_be_entered() -> None:
    """The role was refused, is mended, and the account alone is read again."""
    rows.make_account()
    refused = kms(rows.make_crawl(), region="", outcome=Outcome.DENIED)
    one = rows.make_crawl(selection={**PART, "regions": ["eu-west-1"]})
    only = kms(one)
    assert known() == {refused, only}
    every = rows.make_crawl(selection=PART)
    read = {kms(every), kms(every, "us-east-1")}
    assert known() == read
    assert not unread()


@pytest.mark.parametrize(
    "selection",
    [{"services": ["kms"]}, {"regions": ["eu-west-1"]}, {"files": ["keys.json"]}],
)
def test_who_was_never_asked_for_everything_is_not_read_to_the_end(
    selection: dict[str, list[str]],
) -> None:
    rows.make_account()
    kms(rows.make_crawl(selection=selection))
    assert unread() == [PAYMENTS]
    kms(rows.make_crawl(selection=PART))
    assert not unread()


def test_the_organizations_parts_are_no_reading_of_the_account_they_come_from() -> None:
    rows.make_account(MANAGEMENT)
    parts = {"collector": "organization", "service": "organizations"}
    rows.make_coverage(account_id=MANAGEMENT, **parts)
    assert unread() == [MANAGEMENT]


def test_regions_that_are_off_alone_are_no_reading() -> None:
    rows.make_account()
    kms(outcome=Outcome.REGION_OFF)
    assert unread() == [PAYMENTS]
    rows.make_coverage()
    assert not unread()


def test_one_type_that_was_not_read_whole_is_enough_whatever_came_after_it() -> None:
    crawl = rows.make_crawl()
    role = rows.make_coverage(crawl, resource_type="AWS::IAM::Role")
    rows.make_coverage(crawl, resource_type="AWS::IAM::Group")
    assert Newest().read_whole("iam") == {PAYMENTS}
    rows.make_gap(role, "arn:role")
    assert not Newest().read_whole("iam")


def test_another_collector_of_the_service_says_nothing_of_this_one() -> None:
    crawl = rows.make_crawl()
    rows.make_coverage(crawl, outcome=Outcome.DENIED)
    rows.make_coverage(crawl, collector="iam_providers")
    assert not Newest().read_whole("iam")
    assert Newest().read_whole("iam_providers") == {PAYMENTS}


def test_one_region_is_not_every_region_and_a_global_service_has_none() -> None:
    one = {"regions": ["eu-west-1"]}
    kms(rows.make_crawl(selection=one))
    rows.make_coverage(rows.make_crawl(selection=one))
    assert not Newest().read_whole("kms")
    assert Newest().read_whole("iam", PAYMENTS) == {PAYMENTS}
    assert not Newest().read_whole("iam", MANAGEMENT)
    full = rows.make_crawl()
    kms(full, "us-east-1", outcome=Outcome.DENIED)
    kms(full)
    kms(rows.make_crawl(selection=one))
    assert not Newest().read_whole("kms")


def test_a_date_shows_what_was_known_then() -> None:
    rows.make_account()
    first = rows.make_crawl()
    rows.make_coverage(first)
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    assert unread() == [PAYMENTS]
    assert not Newest(first.started_at).unread()
