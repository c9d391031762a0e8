"""The database itself holds who may decide, and when a campaign may close."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accessmap.models import Coverage, Gap, Role
from reviews.models import Campaign, Decision, ReviewItem
from reviews.operations.close_campaign import close_campaign
from reviews.shown import sha256
from tests.cast import MAKOTO
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    item,
    ken,
    revoke,
    rin,
)
from tests.rows import make_gap, make_user

pytestmark = pytest.mark.django_db


def refuse(match: str) -> Any:
    return pytest.raises(IntegrityError, match=match)


def write(asked: ReviewItem, **more: Any) -> Decision:
    fields = {
        "item": asked,
        "fingerprint": asked.fingerprint,
        "reviewer": rin(),
        "verdict": "confirm",
        "language": "en",
        "shown": "x",
        "shown_sha256": sha256("x"),
        "decided_at": timezone.now(),
    }
    return Decision.objects.create(**{**fields, **more})


def test_every_trigger_that_was_declared_stands() -> None:
    """An alteration of a table on SQLite loses them without a word."""
    from importlib import import_module

    declared = {
        name
        for module in ("0002_write_once", "0005_who_decides")
        for name in import_module(f"reviews.migrations.{module}").TRIGGERS
    }
    table, column = (
        ("sqlite_master WHERE type = 'trigger'", "name")
        if connection.vendor == "sqlite"
        else ("pg_trigger", "tgname")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        standing = {row[0] for row in cursor.fetchall()}
    assert declared <= standing


def test_only_whoever_is_asked_decides() -> None:
    asked = item()
    with refuse("Whoever is asked decides"), transaction.atomic():
        write(asked, reviewer=ken())


def test_an_auditor_decides_in_no_way() -> None:
    asked = item()
    makoto = make_user(MAKOTO, Role.AUDITOR)
    with refuse("do not decide"), transaction.atomic():
        write(asked, reviewer=makoto, verdict="revoke", reason="?", origin="default")


def test_nobody_is_no_decider() -> None:
    asked = item()
    with pytest.raises(IntegrityError), transaction.atomic():
        write(asked, reviewer_id=None, reviewer=None)


def test_a_decision_supersedes_none_of_another_item() -> None:
    one, other = campaign(2).items.order_by("number")
    first = confirm(one)
    with refuse("about the same item"), transaction.atomic():
        write(other, supersedes=first, reason="Mixed up.")


@pytest.mark.parametrize("state", ["confirmed", "revoked", "excepted", "carried"])
def test_no_item_is_decided_without_a_decision(state: str) -> None:
    asked = item()
    until = timezone.localdate() if state == "excepted" else None
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewItem.objects.filter(pk=asked.pk).update(
            state=state, excepted_until=until
        )


def test_a_revocation_is_not_turned_into_a_confirmation() -> None:
    asked = item()
    revoke(asked)
    with refuse("what its newest decision says"), transaction.atomic():
        ReviewItem.objects.filter(pk=asked.pk).update(state="confirmed")


def test_no_exception_without_an_approved_entry() -> None:
    asked = item()
    ask_exception(asked)
    with refuse("approved by a second person"), transaction.atomic():
        ReviewItem.objects.filter(pk=asked.pk).update(
            state="excepted", excepted_until=timezone.localdate()
        )


def test_a_state_never_changes_after_close() -> None:
    asked = item()
    confirm(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    with refuse("After close"), transaction.atomic():
        ReviewItem.objects.filter(pk=asked.pk).update(state="open")


def closed(**more: Any) -> dict[str, Any]:
    return {"closed_at": timezone.now(), "closed_by": aiko(), **more}


def test_no_campaign_closes_over_what_is_open_or_awaits_a_second_person() -> None:
    asked = item()
    for _attempt in range(2):
        with refuse("pending"), transaction.atomic():
            Campaign.objects.update(**closed(state="closed"))
        if asked.decisions.count() == 0:
            ask_exception(asked)


def test_no_campaign_is_closed_while_a_removal_is_promised() -> None:
    revoke(item())
    with refuse("removed or excepted"), transaction.atomic():
        Campaign.objects.update(**closed(state="closed"))


def test_the_terms_of_a_campaign_never_change() -> None:
    campaign()
    for terms in ({"carry_limit": 9}, {"exception_days": 999}, {"grant_count": 0}):
        with refuse("never changes"), transaction.atomic():
            Campaign.objects.update(**terms)


def test_what_a_campaign_stands_on_is_never_deleted() -> None:
    found = campaign()
    coverage = found.crawl.coverage.get()
    make_gap(coverage, "arn:aws:s3:::locked")
    for model in (Gap, Coverage):
        with refuse("stands on this reading"), transaction.atomic():
            model.objects.all().delete()
