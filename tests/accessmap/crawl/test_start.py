from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accessmap.crawl.start import CrawlRunning, start_crawl
from accessmap.models import Coverage, Crawl
from tests import cast
from tests.rows import make_user

pytestmark = pytest.mark.django_db
HERE = {"accounts": [cast.PAYMENTS]}


def begin(age: timedelta = timedelta()) -> Crawl:
    crawl = start_crawl(trigger="command")
    crawl.started_at = timezone.now() - age
    crawl.save(update_fields=["started_at"])
    return crawl


def test_it_begins_with_the_organization() -> None:
    crawl = begin()

    scope = crawl.scopes.get()
    assert (scope.collector, scope.account_id) == ("organization", "")


def test_it_goes_on_with_the_same_selection_however_it_is_written() -> None:
    first = start_crawl(trigger="page", selection={"services": ["s3", "iam", "s3"]})

    second = start_crawl(
        trigger="command", selection={"services": ["iam", "s3"], "regions": []}
    )

    assert second == first


def test_a_crawl_that_lives_is_not_pushed_aside() -> None:
    running = begin()

    with pytest.raises(CrawlRunning, match=f"Crawl {running.pk} is running"):
        start_crawl(trigger="command", selection=HERE)


def test_a_crawl_without_a_sign_of_life_is_given_up() -> None:
    old = begin(timedelta(minutes=11))

    new = start_crawl(trigger="command", selection=HERE)

    old.refresh_from_db()
    assert new != old
    assert old.state == Crawl.State.FAILED
    assert old.finished_at is not None
    assert old.error.startswith("It was stopped")


def test_a_command_that_holds_no_lease_has_died() -> None:
    old = begin(timedelta(minutes=2))
    Crawl.objects.update(trigger="command")

    assert start_crawl(trigger="command", selection=HERE) != old


def test_what_a_given_up_crawl_did_not_come_to_is_not_attempted() -> None:
    old = begin(timedelta(minutes=11))
    old.scopes.create(account_id=cast.PAYMENTS, collector="kms", region="eu-west-1")
    old.scopes.create(account_id=cast.SHOP, collector="account")

    start_crawl(trigger="command", selection=HERE)

    rows = Coverage.objects.filter(crawl=old)
    assert {row.outcome for row in rows} == {"not-attempted"}
    assert rows.filter(account_id=cast.PAYMENTS, region="eu-west-1").exists()
    assert {"iam", "kms", "s3"} <= set(
        rows.filter(account_id=cast.SHOP).values_list("collector", flat=True)
    )


def test_yesterdays_crawl_is_not_gone_on_with() -> None:
    old = begin(timedelta(hours=25))

    assert start_crawl(trigger="command") != old


def test_one_that_lives_since_yesterday_is_told_as_that() -> None:
    old = begin(timedelta(hours=25))
    old.scopes.update(lease_expires_at=timezone.now())

    with pytest.raises(CrawlRunning, match="running since yesterday"):
        start_crawl(trigger="command")


@pytest.mark.parametrize("trigger", ["page", "schedule"])
def test_who_takes_over_a_crawl_of_a_command_has_it_rung_for(trigger: str) -> None:
    """The command may be dead, and the sweeper rings for no crawl of a command."""
    begin()

    taken = start_crawl(trigger=trigger, requested_by=make_user())

    assert Crawl.objects.get().trigger == taken.trigger == trigger
    assert taken.requested_by is not None
    assert start_crawl(trigger="command").trigger == trigger
