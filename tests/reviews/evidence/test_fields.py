"""Each field of each table says which controls it speaks to."""

from __future__ import annotations

import json

import pytest

from accessmap.models import Grant
from reviews.evidence.controls import FRAMEWORK_OF
from reviews.models import Seal
from tests.reviews.burying import fill_every_table, over
from tests.reviews.evidence.bundles import bundle, lines, sealed, unpacked
from tests.reviews.story import campaign, grants
from tests.write_once import lifted

SOMETIMES = {"ways"}  # where another grant lets in to the same, or to a part of it
__all__ = ["over"]
pytestmark = pytest.mark.django_db


# File → where its rows are; the others say of themselves what they say.
ROWS = {
    "signoff.json": "statements",
    "exceptions.json": "exceptions",
    "overrides.json": "overrides",
}
WHOLE = ("campaign.json", "coverage.json", "reconciliation.json")


def rows(name: str, body: bytes) -> list[dict[str, object]]:
    """What a file tells, row by row."""
    if name.endswith(".jsonl"):
        return lines(body)
    told = json.loads(body)
    return [told] if name in WHOLE else told[ROWS[name]]


def test_every_field_speaks_to_a_control_and_no_other_is_named(over: None) -> None:
    found = sealed().campaign
    fill_every_table(found)
    with lifted():
        Seal.objects.all().delete()  # what is sealed says what it said then
    files = unpacked(bundle(found))
    told = json.loads(files["controls.json"])["fields"]
    tables = {each for each in files if each.endswith(".jsonl")}
    assert set(told) == {*tables, *WHOLE, *ROWS}
    for name, fields in told.items():
        for row in rows(name, files[name]):
            assert set(row) | SOMETIMES == set(fields) | SOMETIMES, name
        assert all(set(each) <= set(FRAMEWORK_OF) and each for each in fields.values())
    for name in ROWS:
        assert rows(name, files[name]), name


def test_what_was_left_out_has_its_fields_too() -> None:
    grants(2)
    Grant.objects.filter(pk=grants(1)[0].pk).update(verdict="public")
    files = unpacked(bundle(campaign(0, query="verdict=public")))
    told = json.loads(files["controls.json"])["fields"]["exclusions.jsonl"]
    left_out = lines(files["exclusions.jsonl"])
    assert [set(each) for each in left_out] == [set(told)] * 2
