"""Each field of each table says which controls it speaks to."""

from __future__ import annotations

import json

import pytest

from accessmap.models import Grant
from reviews.evidence.controls import FRAMEWORK_OF
from tests.reviews.evidence.bundles import bundle, decided, lines, unpacked
from tests.reviews.story import campaign, grants

SOMETIMES = {"ways"}  # where another grant lets in to the same, or to a part of it
pytestmark = pytest.mark.django_db


def test_every_field_of_a_table_speaks_to_a_control_and_no_other_is_named() -> None:
    files = unpacked(bundle(decided()))
    told = json.loads(files["controls.json"])["fields"]
    assert set(told) == {each for each in files if each.endswith(".jsonl")}
    for name, fields in told.items():
        for row in lines(files[name]):
            assert set(row) | SOMETIMES == set(fields) | SOMETIMES, name
        assert all(set(each) <= set(FRAMEWORK_OF) and each for each in fields.values())


def test_what_was_left_out_has_its_fields_too() -> None:
    grants(2)
    Grant.objects.filter(pk=grants(1)[0].pk).update(verdict="public")
    files = unpacked(bundle(campaign(0, query="verdict=public")))
    told = json.loads(files["controls.json"])["fields"]["exclusions.jsonl"]
    left_out = lines(files["exclusions.jsonl"])
    assert [set(each) for each in left_out] == [set(told)] * 2
