"""What a seal keeps is held against its rows: each that was changed is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from accessmap.models import Account, Coverage, Crawl, Document, Grant, Role, User
from accessmap.policy.kinds import Verdict as Verdict_
from accessmap.policy.kinds import Zone
from reviews.evidence.witness import unwitnessed
from reviews.models import (
    Campaign,
    ConflictOverride,
    Decision,
    Exclusion,
    Exemption,
    ExemptionAnswer,
    ReviewItem,
    SignOff,
    Verification,
)
from reviews.operations.answer_exception import answer_exception
from reviews.operations.close_campaign import close_campaign
from reviews.operations.name_management import name_management
from reviews.operations.override_conflict import override_conflict
from reviews.operations.seal_campaign import seal_campaign
from reviews.operations.sign_off import sign_off
from reviews.operations.verify_removals import verify_removals
from tests import sightings
from tests.cast import MAKOTO
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    grants,
    ken,
    later_crawl,
    revoke,
    rin,
)
from tests.rows import PASSWORD, end_grant, make_user
from tests.write_once import lifted

pytestmark = pytest.mark.django_db
PLACE = r"seal of campaign \d+: "


@pytest.fixture(autouse=True)
def _sealed() -> Iterator[None]:
    """A sealed review with all that a seal keeps, and no trigger on guard."""
    grants(3)
    grants(1, verdict=Verdict_.PUBLIC, zone=Zone.PUBLIC)
    found = campaign(0, query="verdict=external")
    allowed, excepted, gone = found.items.all()
    sightings.make_span()
    sightings.make_writing(allowed.grant.resource, rin().email)
    override_conflict(allowed, granted_by=aiko(), reason="Nobody else knows it.")
    confirm(allowed)
    confirm(allowed, reason="Still.")
    ask_exception(excepted)
    answer_exception(Exemption.objects.get(), answered_by=ken(), is_approved=True)
    revoke(gone)
    close_campaign(found, closed_by=aiko(), reason="Done.")
    end_grant(gone.grant, crawl=later_crawl())
    later_crawl()
    verify_removals()
    sign_off(found, part=SignOff.Part.OWNER, person=aiko(), password=PASSWORD)
    name_management(found, person=ken(), named_by=aiko())
    sign_off(found, part=SignOff.Part.MANAGEMENT, person=ken(), password=PASSWORD)
    seal_campaign(found, sealed_by=aiko())
    make_user(MAKOTO, Role.AUDITOR)
    with lifted():
        yield


def first() -> str:
    return str(next(unwitnessed(), ""))


def test_nothing_is_amiss_and_names_and_roles_may_change() -> None:
    User.objects.update(full_name="Somebody Else", role="reviewer")
    Account.objects.update(name="renamed")
    assert first() == ""


LATER = timedelta(days=1)


def other(row: Any, name: str) -> object:
    """Another value of the same kind, or another row of the same table."""
    field, value = row._meta.get_field(name), getattr(row, name)
    if isinstance(field, models.ForeignKey):
        others = field.related_model.objects.exclude(pk=getattr(row, field.attname))
        return others.order_by("pk" if name == "crawl" else "-pk")[0]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if hasattr(value, "year"):
        return value + LATER
    return f"{value}x"[-(field.max_length or 10_000) :]


FIELDS: tuple[tuple[type[Any], str, str], ...] = (
    *(
        (Exemption, name, PLACE + "exceptions 1 is not")
        for name in ("reason", "control", "expires_on", "requested_by", "item")
    ),
    *(
        (ExemptionAnswer, name, PLACE + "exceptions 1 is not")
        for name in ("reason", "answered_by", "answered_at")
    ),
    *(
        (ConflictOverride, name, PLACE + "overrides 1 is not")
        for name in ("person", "granted_by", "reason", "way", "item")
    ),
    *(
        (SignOff, name, PLACE + "signoff 1 is not")
        for name in ("person", "statement_en", "statement_ja", "remark", "signed_at")
    ),
    *(
        (Coverage, name, PLACE + "coverage: ")
        for name in ("outcome", "gap_count", "item_count", "account_id", "region")
    ),
    (Exclusion, "grant", r"exclusions of campaign \d+:"),
    (Exclusion, "number", r"exclusions of campaign \d+:"),
    *(
        (Campaign, name, PLACE + f"campaign: {name} is not")
        for name in ("due_on", "at_close", "close_reason", "closed_by", "opened_by")
    ),
    (Campaign, "name", PLACE + "campaign: definition"),
    (Campaign, "query", PLACE + "campaign: definition"),
    (ReviewItem, "reviewer", PLACE + ".*assignments.jsonl"),
    (Decision, "reviewer", r"decision \d+: the ledger"),
    (Verification, "item", PLACE + ".*verification.jsonl"),
    (Verification, "crawl", PLACE + ".*verification.jsonl"),
)


@pytest.mark.parametrize(
    ("model", "name", "place"),
    FIELDS,
    ids=[f"{model.__name__}.{name}" for model, name, _place in FIELDS],
)
def test_each_field_that_was_changed_is_found(
    model: type[Any], name: str, place: str
) -> None:
    of_it = {Coverage: {"crawl": Campaign.objects.get().crawl}}.get(model, {})
    row = model.objects.filter(**of_it).order_by("pk")[0]
    value = other(row, name)
    if (model, name) == (Coverage, "outcome"):
        value = "denied"
    model.objects.filter(pk=row.pk).update(**{name: value})
    assert_says(place)


def assert_says(place: str) -> None:
    said = first()
    assert re.match(place, said), said


@pytest.mark.parametrize(
    ("model", "place"),
    [
        (ExemptionAnswer, "exceptions 1 is not"),
        (ConflictOverride, "overrides 1 is not"),
        (SignOff, "signoff 1 is not"),
    ],
)
def test_each_row_that_is_gone_is_found(model: type[Any], place: str) -> None:
    row = model.objects.order_by("pk")[0]
    model.objects.filter(pk=row.pk)._raw_delete("default")  # noqa: SLF001
    assert_says(PLACE + place)


def test_another_policy_under_the_same_hash_is_found() -> None:
    Document.objects.update(body=b"{}")
    assert_says(PLACE + ".*raw/")


def test_a_reviewer_who_was_nobody_then_is_found_and_nothing_dies() -> None:
    stranger = User.objects.get(username=MAKOTO)
    ReviewItem.objects.filter(number=1).update(reviewer=stranger)
    assert_says(PLACE + ".*assignments.jsonl")


def test_what_is_read_of_another_crawl_is_found() -> None:
    last = Crawl.objects.order_by("-pk")[0]
    Campaign.objects.update(crawl=last)
    assert_says(PLACE + "campaign: crawl")


def test_a_grant_that_was_left_out_cannot_become_another() -> None:
    excluded = Exclusion.objects.get().grant_id
    Grant.objects.filter(pk=excluded).update(verdict="external")
    assert_says(r"exclusions of campaign \d+:")
