"""The database itself refuses to rewrite what people decided."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError

from reviews.models import (
    Campaign,
    Decision,
    Event,
    ReviewItem,
    Verification,
)
from reviews.operations.close_campaign import close_campaign
from reviews.operations.verify_removals import verify_removals
from reviews.shown import sha256
from tests.reviews.story import aiko, campaign, confirm, item, later_crawl, revoke

pytestmark = pytest.mark.django_db


def refuse(match: str) -> Any:
    return pytest.raises(IntegrityError, match=match)


def a_row_of(model: type[Model]) -> int:
    asked = item()
    revoke(asked)
    later_crawl()
    verify_removals()
    found = model._default_manager.first()
    assert found
    return int(found.pk)


@pytest.mark.parametrize(
    ("model", "change", "sentence"),
    [
        (Decision, {"reason": "Another."}, "A decision never changes"),
        (Decision, {"verdict": "confirm"}, "A decision never changes"),
        (Verification, {"outcome": "removed"}, "A verification never changes"),
        (Event, {"actor": "system:nobody"}, "An event never changes"),
        (ReviewItem, {"fingerprint": "0" * 64}, "What an item asks never changes"),
        (ReviewItem, {"wording": {}}, "What an item asks never changes"),
        (ReviewItem, {"statement": ""}, "What an item asks never changes"),
        (Campaign, {"query": "zone=public"}, "What a campaign asks never changes"),
        (Campaign, {"population_count": 0}, "What a campaign asks never changes"),
    ],
)
def test_no_row_is_rewritten(
    model: type[Model], change: dict[str, Any], sentence: str
) -> None:
    pk = a_row_of(model)
    with refuse(sentence), transaction.atomic():
        model._default_manager.filter(pk=pk).update(**change)


@pytest.mark.parametrize(
    "model", [Decision, Verification, Event, ReviewItem, Campaign]
)
def test_no_row_is_deleted_however_it_is_tried(model: type[Model]) -> None:
    pk = a_row_of(model)
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        model._default_manager.filter(pk=pk).delete()
    with refuse("never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [pk])


def test_a_decision_cannot_hang_on_other_content() -> None:
    asked = item()
    with refuse("about the grant that its item shows"), transaction.atomic():
        Decision.objects.create(**decision_fields(asked, fingerprint="f" * 64))


def test_no_decision_is_written_after_close_by_any_way() -> None:
    asked = item()
    confirm(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    with refuse("Nothing is decided after a campaign has closed"), transaction.atomic():
        Decision.objects.create(**decision_fields(asked))


def test_no_item_is_added_to_an_open_campaign() -> None:
    asked = item()
    asked.pk, asked.number = None, 2
    with refuse("never later"), transaction.atomic():
        asked.save(force_insert=True)


def test_a_closed_campaign_never_opens_again() -> None:
    asked = item()
    confirm(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    with refuse("never opens again"), transaction.atomic():
        Campaign.objects.update(state="open", closed_at=None, closed_by=None)


def test_a_second_first_decision_is_refused() -> None:
    asked = item()
    confirm(asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**decision_fields(asked))


def test_an_event_has_somebody_who_did_it() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(
            sequence=99, at=aiko().date_joined, actor="unknown", kind="item-decided"
        )


def test_a_person_who_decided_cannot_be_deleted() -> None:
    asked = item()
    confirm(asked)
    with pytest.raises(ProtectedError):
        asked.reviewer.delete()


def test_the_crawl_and_the_grant_of_a_campaign_cannot_be_deleted() -> None:
    found = campaign()
    with pytest.raises(ProtectedError):
        found.crawl.delete()
    with pytest.raises(ProtectedError):
        found.items.get().grant.delete()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_nothing_is_truncated() -> None:
    item()
    with refuse("never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE reviews_decision CASCADE")


def decision_fields(asked: ReviewItem, **more: Any) -> dict[str, Any]:
    fields = {
        "item": asked,
        "fingerprint": asked.fingerprint,
        "reviewer": asked.reviewer,
        "verdict": "confirm",
        "language": "en",
        "shown": "x",
        "shown_sha256": sha256("x"),
        "decided_at": asked.campaign.opened_at,
    }
    return {**fields, **more}
