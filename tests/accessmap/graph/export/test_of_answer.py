"""Files of questions and of comparisons: all that was shown, as others can read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from django.core.cache import cache
from django.test import Client

from tests import rows
from tests.accessmap.views.test_changes import dates, three_changes
from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db
WORD = re.compile("[A-Za-z0-9_]+")
QUESTIONS = (
    "/reach/",
    f"/reach/?from={TANUKI}",
    f"/reach/?to={PAYMENTS}",
    f"/reach/?from={TANUKI}&to={PAYMENTS}",
    "/reach/?from=shop-prod&to=payments-prod",
)


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    settle()
    client.force_login(rows.make_user())
    return client


def taken(client: Client, address: str, form: str) -> str:
    mark = "&" if "?" in address else "?"
    reply = client.get(f"{address}{mark}format={form}")
    assert reply.status_code == 200
    return reply.content.decode()


def maps(client: Client, form: str) -> Iterator[str]:
    then, now = three_changes()
    for asked in ({}, {"verdict": "public"}, {**dates(then, now), "change": "added"}):
        yield client.get(f"/map/export/{form}", asked).content.decode()


def is_plain(value: Any) -> bool:
    """As its schema has it: no objects, and arrays of one kind of plain values."""
    if isinstance(value, list):
        kinds = {type(each) for each in value}
        return len(kinds) <= 1 and kinds <= {str, int, float, bool}
    return isinstance(value, str | int | float | bool)


def check_opengraph(text: str) -> None:
    """Compare a file with what BloodHound's own schema asks of it.

    https://github.com/SpecterOps/BloodHound/tree/main/cmd/api/src/services/upload/jsonschema
    """
    told = json.loads(text)
    assert set(told) == {"metadata", "graph"}
    assert set(told["metadata"]) == {"source_kind"}
    nodes, edges = told["graph"]["nodes"], told["graph"]["edges"]
    ids = [each["id"] for each in nodes]
    assert len(ids) == len(set(ids))
    for node in nodes:
        assert node["id"]
        assert 1 <= len(node["kinds"]) <= 3
        assert all(WORD.fullmatch(kind) for kind in node["kinds"])
        assert all(map(is_plain, node["properties"].values())), node
    for edge in edges:
        assert set(edge) == {"kind", "start", "end", "properties"}
        assert WORD.fullmatch(edge["kind"])
        for end in (edge["start"], edge["end"]):
            assert end["match_by"] == "id"
            assert end["value"] in ids
        assert all(map(is_plain, edge["properties"].values())), edge


def test_bloodhound_takes_every_question_and_map(aiko: Client) -> None:
    for address in QUESTIONS:
        check_opengraph(taken(aiko, address, "opengraph"))
    for text in maps(aiko, "opengraph"):
        check_opengraph(text)


def test_networkx_loads_every_question_and_map(aiko: Client) -> None:
    texts = [taken(aiko, address, "graphml") for address in QUESTIONS]
    for text in [*texts, *maps(aiko, "graphml")]:
        graph = networkx.parse_graphml(text)
        assert graph.graph["crawl"]
        assert graph.graph["coverage"]
        edges = text.count("<edge ")
        assert graph.number_of_edges() == edges
        assert all("kind" in each for _id, each in graph.nodes(data=True))


def test_where_there_is_no_way_the_files_say_why_not(aiko: Client) -> None:
    told = json.loads(taken(aiko, QUESTIONS[-1], "json"))
    names = [each["name"] for each in told["nodes"]]
    assert names == ["shop-prod", "payments-prod"]
    assert "Nothing there names the start" in told["stamp"]["why_not"]
    assert "Nothing there names the start" in taken(aiko, QUESTIONS[-1], "svg")


def test_whom_else_one_is_let_in_as_is_in_the_file(aiko: Client) -> None:
    edges = json.loads(taken(aiko, QUESTIONS[1], "json"))["edges"]
    (anybody,) = {e["target"] for e in edges if e["kind"] == "anybody"} - {"public"}
    assert anybody == "any-account"


def test_no_line_of_a_picture_goes_through_the_name_it_begins_at(aiko: Client) -> None:
    root = ElementTree.fromstring(taken(aiko, QUESTIONS[3], "svg"))
    paths = [each.get("d", "") for each in root.iter() if each.tag.endswith("path")]
    assert paths
    starts = [float(re.match(r"M([0-9.]+)", each)[1]) for each in paths]  # type: ignore[index]
    assert all(at > 56 + 100 for at in starts)  # behind "Tanuki Observability"


def test_a_picture_of_two_dates_writes_them_as_the_page_does(aiko: Client) -> None:
    asked = dates(*three_changes())
    drawn = aiko.get("/map/export/svg", asked).content.decode()
    assert re.search(r"Compared with \d+ November 2026, \d\d:\d\d UTC; crawl", drawn)
