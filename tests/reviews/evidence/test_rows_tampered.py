"""Whatever is done to the rows of a sealed campaign is found, and the place named.

Somebody who owns the database lifts the triggers first; so do these.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from reviews.evidence.witness import unwitnessed
from reviews.models import (
    Campaign,
    Decision,
    Event,
    ReviewItem,
    Seal,
    Verification,
)
from tests.reviews.evidence.bundles import sealed
from tests.write_once import lifted

pytestmark = pytest.mark.django_db
TABLES: tuple[type[Any], ...] = (Decision, Event, ReviewItem, Verification)
# What only helps to look things up, or what evidence has by another name.
ASIDE = {
    # ``shown.jsonl`` has what was read of the statement, and ``raw/`` where it stands.
    "reviewitem": {"rank", "likeness", "removal", "excepted_until", "statement"},
    "decision": {"carried_times"},
    "event": {"at"},  # the ledger's own entry has it
}


@pytest.fixture
def found() -> Iterator[Campaign]:
    """A sealed campaign, and no trigger on guard."""
    campaign = sealed().campaign
    assert not list(unwitnessed())
    with lifted():
        yield campaign


def other(value: Any, field: models.Field[Any, Any]) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, dict):
        if field.name == "wording":
            return {**value, "ja": {**value["ja"], "sentence": [["x", False]]}}
        return {**value, "principal": "x"}
    limit = field.max_length or 10_000
    return f"{value or ''}x"[-limit:]


def edit(dice: random.Random) -> str:
    model = dice.choice(TABLES)
    row = dice.choice(list(model.objects.all()))
    aside = ASIDE.get(model._meta.model_name, set())
    fields = [
        each
        for each in model._meta.concrete_fields
        if not each.primary_key and not each.is_relation and each.name not in aside
    ]
    field = dice.choice(fields)
    before = getattr(row, field.attname)
    if before is None:
        return ""
    model.objects.filter(pk=row.pk).update(**{field.attname: other(before, field)})
    return f"{model.__name__} {row.pk}: {field.name}"


def delete(dice: random.Random) -> str:
    model = dice.choice((Event, Verification))
    row = dice.choice(list(model.objects.filter(**OF_CAMPAIGN[model])))
    model.objects.filter(pk=row.pk)._raw_delete("default")  # noqa: SLF001
    return f"{model.__name__} {row.pk}"


OF_CAMPAIGN: dict[type[Any], dict[str, Any]] = {
    Event: {"campaign__isnull": False},
    Verification: {},
}


def insert(dice: random.Random) -> str:
    row = dice.choice(list(Verification.objects.all()))
    row.pk, row.crawl = 0, row.item.campaign.crawl  # before the seal, it says
    row.save(force_insert=True)
    return "Verification 0"


def swap(dice: random.Random) -> str:
    one, two = dice.sample(list(Decision.objects.all()), 2)
    for row, by in ((one, two), (two, one)):
        Decision.objects.filter(pk=row.pk).update(decided_at=by.decided_at)
    return f"Decision {one.pk} and {two.pk}"


def reseal(dice: random.Random) -> str:
    """Another statement in the seal than the one that was signed."""
    row = Seal.objects.get()
    place = dice.randrange(len(row.frozen["campaign"]["definition"]["name"]))
    told = row.frozen
    name = told["campaign"]["definition"]["name"]
    told["campaign"]["definition"]["name"] = f"{name[:place]}~{name[place + 1 :]}"
    Seal.objects.update(frozen=told)
    return "Seal"


ACTS: list[Callable[[random.Random], str]] = [edit, delete, insert, swap, reseal]


@pytest.mark.parametrize("act", ACTS)
def test_every_change_of_a_row_is_found(
    act: Callable[[random.Random], str], found: Campaign
) -> None:
    tampered(act, range(20))


@pytest.mark.deep
@pytest.mark.parametrize("act", ACTS)
def test_every_one_of_thousands_is_found(
    act: Callable[[random.Random], str], found: Campaign
) -> None:
    tampered(act, range(700))


def tampered(act: Callable[[random.Random], str], seeds: range) -> None:
    done = 0
    for seed in seeds:
        point = transaction.savepoint()
        try:
            with transaction.atomic():
                place = act(random.Random(seed))
        except IntegrityError:  # a constraint refuses it, lifted triggers or not
            place = ""
        if place:
            done += 1
            said = next(unwitnessed(), None)
            assert said is not None, (act.__name__, seed, place)
            assert str(said).startswith(("decision ", "event ", "seal of campaign ",
                                         "population of campaign ",
                                         "decisions of campaign "))  # fmt: skip
        transaction.savepoint_rollback(point)
    assert done > len(seeds) / 2, act.__name__


def test_another_text_beside_a_decision_is_found(found: Campaign) -> None:
    """Equal texts stand once in the bundle: the other row is held against its hash."""
    for row in Decision.objects.all():
        point = transaction.savepoint()
        Decision.objects.filter(pk=row.pk).update(shown=f"{row.shown}x")
        assert str(next(unwitnessed())).startswith(f"decision {row.pk}: what was shown")
        transaction.savepoint_rollback(point)
