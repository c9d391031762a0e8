from __future__ import annotations

import pytest
from django.http import QueryDict

from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.graph.of_unit import narrowed
from tests.kitsune import settle

pytestmark = pytest.mark.django_db
WORKLOADS, PRODUCTION, DATA = (
    f"ou-k1t5-{name}" for name in ("workloads", "production", "data")
)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("", [WORKLOADS]),
        ("Production", [PRODUCTION]),
        (f"{PRODUCTION},Data", [PRODUCTION]),
        ("Kitsune Foods", [WORKLOADS]),
    ],
)
def test_a_unit_is_shown_as_far_as_the_filter_goes(asked: str, left: list[str]) -> None:
    settle()
    found = narrowed(QueryDict(f"unit={WORKLOADS}&ou={asked}"))
    assert found.getlist("ou") == left


def test_what_lies_in_two_units_apart_lies_nowhere() -> None:
    settle()
    found = narrowed(QueryDict(f"unit={WORKLOADS}&ou={DATA}"))
    assert not matching(GrantFilter.of(found)).exists()


def test_without_a_unit_the_address_stays_as_it_is() -> None:
    params = QueryDict("ou=Data")
    assert narrowed(params) is params
