from __future__ import annotations

import pytest

from accessmap.graph.elements import draw
from accessmap.graph.filters import GrantFilter
from accessmap.graph.organization import organization
from accessmap.graph.seen import Seen
from accessmap.graph.table import blocked, edge_lines, legend
from accessmap.models import Grant
from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> dict:
    settle()
    return draw(Seen(Grant.objects.current().cross_account()), organization())


def test_every_edge_of_the_picture_is_a_line(picture: dict) -> None:
    lines = edge_lines(picture)
    assert [line["id"] for line in lines] == [each["id"] for each in picture["edges"]]


def test_a_line_names_both_ends_with_their_ids(picture: dict) -> None:
    line = next(
        each for each in edge_lines(picture) if each["id"] == f"{TANUKI}>{PAYMENTS}"
    )
    assert line["from"] == {"name": "Tanuki Observability", "note": TANUKI}
    assert line["to"] == {"name": "payments-prod", "note": PAYMENTS}
    assert (line["verdict"], line["count"]) == ("external", 3)


def test_a_line_leads_to_its_grants_under_the_same_filters(picture: dict) -> None:
    line = next(
        each
        for each in edge_lines(picture, "level=write")
        if each["id"] == f"{TANUKI}>{PAYMENTS}"
    )
    assert line["url"] == f"/map/edge?from={TANUKI}&to={PAYMENTS}&level=write"


def test_the_legend_counts_grants_not_lines(picture: dict) -> None:
    counts = {each["slug"]: each["count"] for each in legend(picture, GrantFilter())}
    assert counts["external"] == 12
    assert counts["public"] == 2
    assert blocked(picture) == 1
