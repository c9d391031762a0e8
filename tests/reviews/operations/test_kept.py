"""What the database refuses to delete, and what stays of what was deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accessmap.ledger.append import append
from accessmap.ledger.check import faults
from accessmap.models import Document, Entry, User
from accessmap.models.entry import TOMBSTONE
from reviews.evidence.ledger import record
from reviews.evidence.witness import unwitnessed
from reviews.lifecycle import ItemState
from reviews.models import (
    Campaign,
    Decision,
    Event,
    Notice,
    Occurrence,
    ReviewItem,
)
from reviews.operations.delete_campaign import (
    ASKED,
    GOES,
    ask_deletion,
)
from tests.reviews.burying import REASON, asked, delete, left, over, sealing
from tests.reviews.dying import Killed, killed_at
from tests.reviews.evidence.bundles import bundle, sealed
from tests.reviews.operations.test_carry_forward import quarter
from tests.reviews.operations.test_open_due_campaigns import quarterly
from tests.reviews.story import aiko, campaign, confirm, ken
from tests.rows import PASSWORD
from tests.write_once import lifted

__all__ = ["asked", "over"]
pytestmark = pytest.mark.django_db


# The database itself: whoever has the application's login, and writes SQL.
def bury(found: Campaign, by: User) -> None:
    with transaction.atomic():
        append(TOMBSTONE, by=by, about=f"campaign:{found.pk}", says={})


def test_the_database_refuses_a_tombstone_before_its_time() -> None:
    with pytest.raises(IntegrityError, match="kept until its time is over"):
        early(sealed().campaign)


def early(found: Campaign) -> None:
    """Somebody went by the operation, and wrote that it was asked."""
    with transaction.atomic():
        record(ASKED, by=aiko(), campaign=found, reason=REASON)
    bury(found, ken())


def test_the_database_refuses_a_tombstone_by_one_alone(asked: Campaign) -> None:
    with pytest.raises(IntegrityError, match="Another person"):
        bury(asked, aiko())


def test_the_database_refuses_a_second_tombstone(asked: Campaign) -> None:
    delete(asked)
    with pytest.raises(IntegrityError):
        bury(asked, ken())


@pytest.mark.parametrize("table", [*(each for each, _path in GOES), Campaign])
def test_raw_sql_deletes_nothing_without_a_tombstone(
    asked: Campaign, table: Any
) -> None:
    name = table._meta.db_table
    before = table.objects.count()
    assert before
    refused = pytest.raises(IntegrityError, match="is never deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name}")
    assert table.objects.count() == before


def test_a_tombstone_opens_the_rows_of_no_other_campaign(asked: Campaign) -> None:
    other = campaign(1, name="Next")
    bury(asked, ken())
    refused = pytest.raises(IntegrityError, match="is never deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reviews_event WHERE campaign_id = %s", [other.pk])


def test_its_number_is_never_used_again(asked: Campaign) -> None:
    again = Campaign.objects.get(pk=asked.pk)
    delete(asked)
    with pytest.raises(IntegrityError, match="never used again"), transaction.atomic():
        again.save(force_insert=True)


def test_a_process_that_is_killed_anywhere_leaves_all_or_nothing(
    asked: Campaign,
) -> None:
    before, statement = (left(), Entry.objects.count()), 0
    for statement in range(1, 200):
        try:
            with transaction.atomic(), killed_at(statement):
                delete(asked)
        except Killed:
            assert (left(), Entry.objects.count()) == before
        else:
            break
    assert statement > len(GOES)
    assert set(left().values()) == {0}


def test_somebody_who_deletes_by_force_is_found() -> None:
    number = sealed().campaign.pk
    with lifted():
        for model, _path in (*GOES, (Campaign, "")):
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM reviews_notice_campaigns")
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
    said = [str(each) for each in unwitnessed()]
    assert said == [f"campaign {number}: it is missing, and no tombstone says why"]


def test_a_tombstone_over_what_is_still_there_is_found(asked: Campaign) -> None:
    bury(asked, ken())
    assert "says that it was deleted" in str(next(unwitnessed()))


# What stays: a later campaign that stands on it, policies, facts.
@pytest.fixture
def later(over: None) -> Campaign:
    """A sealed campaign that carried a decision on from one that goes."""
    first = quarter()
    confirm(first.items.get())
    sealing(first)
    second = campaign(0, name="Next")
    assert second.items.get().state == ItemState.CARRIED
    sealing(second)
    ask_deletion(first, asked_by=aiko(), password=PASSWORD, reason=REASON)
    return second


def test_a_later_bundle_is_the_same_bytes_afterwards(later: Campaign) -> None:
    first = Campaign.objects.get(name="Fourth quarter")
    before = bundle(later)
    delete(first)
    assert bundle(Campaign.objects.get(pk=later.pk)) == before
    assert later.items.get().previous is None
    assert not [*faults(), *unwitnessed()]
    assert Document.objects.filter(pk=later.items.get().document_id).exists()
    carried = Decision.objects.get()
    assert carried.carried_from_id
    connection.check_constraints()


def test_what_was_read_of_aws_is_a_fact_and_stays(asked: Campaign) -> None:
    crawl, documents = asked.crawl, set(Document.objects.values_list("pk", flat=True))
    delete(asked)
    assert crawl.coverage.exists()
    assert documents == set(Document.objects.values_list("pk", flat=True))
    crawl.coverage.all().delete()  # nothing stands on it any more


def test_its_time_on_the_schedule_says_that_it_was_deleted(asked: Campaign) -> None:
    time = Occurrence.objects.create(
        schedule=quarterly(),
        nominal_on=date(2020, 1, 1),
        due_at=timezone.now(),
        state=Occurrence.State.OPENED,
        campaign=asked,
    )
    delete(asked)
    time.refresh_from_db()
    assert (time.state, time.campaign) == (Occurrence.State.DELETED, None)


def test_a_message_about_two_campaigns_stays_for_the_other(asked: Campaign) -> None:
    other = campaign(1, name="Next")
    Notice.objects.all().delete()
    shared, own = (
        Notice.objects.create(key=key, channel="mail", kind="digest", text="…",
                              address="a@example.com")
        for key in ("shared", "own")
    )  # fmt: skip
    shared.campaigns.set([asked, other])
    own.campaigns.set([asked])
    delete(asked)
    assert list(Notice.objects.all()) == [shared]
    assert list(shared.campaigns.all()) == [other]


def test_no_table_hangs_on_a_campaign_that_deletion_does_not_know() -> None:
    known = {model for model, _path in GOES} | {
        Campaign, Occurrence, Notice.campaigns.through}  # fmt: skip
    for model in (Campaign, *(each for each, _path in GOES)):
        hanging = {each.related_model for each in model._meta.related_objects}
        assert hanging - {Notice} <= known, model


def test_events_of_no_campaign_are_kept(asked: Campaign) -> None:
    with transaction.atomic():
        record("owners-uploaded", by=aiko())
    delete(asked)
    assert Event.objects.count() == 1
    assert not ReviewItem.objects.exists()
