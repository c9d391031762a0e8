from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accessmap import mass
from accessmap.models import Document, Flag, Resource
from tests import rows

# What AWS's names, tags and texts hold: quotes, tabs, backslashes, emptiness.
WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
) | st.sampled_from(["\\N", "\\.", "\t", "\n", '"', "NULL", ""])
PLAIN = st.dictionaries(WORDS, WORDS | st.integers() | st.none() | st.booleans())
MANY = mass.FEW + 3
COLUMNS = ("name", "tags", "facts", "ended_at")
_number = count()


def role(arn: str, **more: Any) -> Resource:
    fields = {
        "resource_type": "AWS::IAM::Role",
        "account_id": "123456789012",
        "collector": "iam",
        "first_seen_at": rows.THEN,
    }
    return Resource(arn=arn, **{**fields, **more})


def values(*columns: str) -> list[tuple[Any, ...]]:
    return list(Resource.objects.order_by("arn").values_list("arn", *columns))


@st.composite
def crowds(draw: st.DrawFn) -> list[Resource]:
    """A few rows or many, of few arns, so that some meet."""
    moments = st.sampled_from([None, rows.THEN, rows.THEN + timedelta(microseconds=1)])
    drawn = draw(
        st.lists(st.tuples(st.integers(0, 99), WORDS, PLAIN, moments), max_size=8)
    )
    more = draw(st.sampled_from([0, MANY]))
    return [
        *(
            role(f"arn:{each}", name=name, tags=tags, facts=tags, ended_at=moment)
            for each, name, tags, moment in drawn
        ),
        *(role(f"arn:more:{each}", name=str(each)) for each in range(more)),
    ]


class Laws(TestCase):
    """What holds of every mass, on both databases."""

    @settings(max_examples=60)
    @given(first=crowds(), second=crowds())
    def test_the_last_word_counts_and_the_rest_stays(
        self, first: list[Resource], second: list[Resource]
    ) -> None:
        expected = {row.arn: row for row in first}
        mass.upsert(first, key=["arn"], columns=COLUMNS)
        keys = dict(values("pk"))
        mass.upsert(second, key=["arn"], columns=COLUMNS)
        expected |= {row.arn: row for row in second}
        found = values(*COLUMNS)
        assert found == [
            (arn, row.name, row.tags, row.facts, row.ended_at)
            for arn, row in sorted(expected.items())
        ]
        assert keys.items() <= dict(values("pk")).items()

    @settings(max_examples=40)
    @given(crowd=crowds())
    def test_what_is_inserted_is_there_under_the_key_it_got(
        self, crowd: list[Resource]
    ) -> None:
        each_once = list({row.arn: row for row in crowd}.values())
        mass.insert(each_once)
        for row in each_once:
            again = Resource.objects.get(pk=row.pk)
            assert (again.arn, again.name, again.tags) == (row.arn, row.name, row.tags)
            assert not row._state.adding

    @settings(max_examples=40)
    @given(texts=st.lists(st.binary(max_size=40), unique=True, max_size=MANY * 2))
    def test_bytes_are_kept_as_they_are(self, texts: list[bytes]) -> None:
        documents = [
            Document(sha256=f"{next(_number):064}", body=body) for body in texts
        ]
        mass.upsert(documents, key=["sha256"])
        for each in documents:
            assert bytes(Document.objects.get(sha256=each.sha256).body) == each.body


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [3, MANY])
def test_without_columns_what_is_there_stays(size: int) -> None:
    mass.upsert([role(f"arn:{n:03}", name="old") for n in range(size)], key=["arn"])
    mass.upsert([role(f"arn:{n:03}", name="new") for n in range(size + 1)], key=["arn"])
    assert [name for _arn, name in values("name")] == ["old"] * size + ["new"]


@pytest.mark.parametrize("size", [3, MANY])
def test_a_row_that_says_it_already_is_not_touched(size: int) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL tells when a row was written")
    crowd = [role(f"arn:{n}", name="same") for n in range(size)]
    mass.insert(crowd)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid FROM accessmap_resource ORDER BY id")
        before = cursor.fetchall()
        mass.upsert(crowd, key=["arn"], columns=COLUMNS)
        cursor.execute("SELECT ctid FROM accessmap_resource ORDER BY id")
        assert cursor.fetchall() == before


@pytest.mark.parametrize("size", [2, MANY])
def test_a_clash_writes_nothing(size: int) -> None:
    mass.insert([role("arn:1")])
    crowd = [role(f"arn:{n}") for n in range(size)]
    with pytest.raises(IntegrityError), transaction.atomic():
        mass.insert(crowd)
    assert Resource.objects.count() == 1


@pytest.mark.parametrize("size", [2, MANY])
def test_each_row_gets_its_own_value(size: int) -> None:
    crowd = [role(f"arn:{n:03}") for n in range(size)]
    mass.insert(crowd)
    mass.set_each(Resource, "facts", {row.pk: {"n": row.arn} for row in crowd})
    assert [facts["n"] for _arn, facts in values("facts")] == [r.arn for r in crowd]


def test_nothing_asks_for_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        mass.insert([])
        mass.upsert([], key=["arn"])
        mass.set_each(Flag, "arguments", {})
    assert not asked.captured_queries
