"""Third parties and who controls whole accounts: as lines, JSON and every file."""

from __future__ import annotations

import csv
import io
import json
import re

import networkx
import pytest
from django.test import Client

from accessmap.graph.asked import answer
from accessmap.graph.export.of_answer import stamp
from accessmap.graph.in_lines import in_lines
from accessmap.graph.question import Question
from tests import rows
from tests.accessmap.reach.test_powers import allow
from tests.accessmap.reach.test_questions import carry
from tests.accessmap.reach.test_ranking import lets_in
from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import IDS, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def runner(client: Client) -> str:
    settle()
    found = carry("Runner", IDS["ci-cd"], allow("sts:AssumeRole"))
    for account in (PAYMENTS, IDS["shop-prod"]):
        carry("Boss", account, allow("*"))
        lets_in("Boss", account, found)
    client.force_login(rows.make_user())
    return found


def test_the_ranking_tells_accounts_and_who_controls_them(runner: str) -> None:
    plain = answer(Question()).plain()
    vendor = next(each for each in plain["reached"] if each["key"] == TANUKI)
    assert vendor["accounts"] == 3
    assert "steps" not in vendor
    admin = next(each for each in plain["controls"] if each["key"] == runner)
    assert admin["accounts"] == 2
    assert plain["controls_count"] == len(plain["controls"])
    assert admin["as"]["name"] == "Boss"
    lines = list(in_lines(answer(Question())))
    at = lines.index("Who can take control of whole accounts from elsewhere")
    assert any(each.startswith("  2  Role Runner (ci-cd") for each in lines[at:])


def test_every_file_of_the_ranking_holds_what_the_page_shows(
    client: Client, runner: str
) -> None:
    def taken(form: str) -> str:
        return client.get("/reach/", {"format": form}).content.decode()

    sheet = list(csv.DictReader(io.StringIO(taken("csv").removeprefix("\ufeff"))))
    told = {(row["from"], row["kind"]): row["accounts"] for row in sheet}
    assert told[TANUKI, "reaches"] == "3"
    assert told[runner, "controls-accounts"] == "2"
    graph = networkx.parse_graphml(taken("graphml"))
    assert graph.edges[TANUKI, "our-accounts"]["accounts"] == 3
    edges = json.loads(taken("opengraph"))["graph"]["edges"]
    assert {"AccessMapReaches", "AccessMapControlsAccounts"} <= {
        e["kind"] for e in edges
    }
    assert "338812907744 · reaches 3 accounts" in taken("svg")


def test_what_falls_is_counted_step_by_step(client: Client, runner: str) -> None:
    found = answer(Question(start="Runner"))
    assert [each["steps"] for each in found.plain()["by_steps"]] == [1, 2, 3]
    assert found.plain()["by_steps"][0]["roles"] == 7
    assert sum(each["places"] for each in found.rounds) == found.count
    said = "After 1 step: 7 roles and users; resources: 0 can be read"
    assert any(each.startswith(said) for each in in_lines(found))
    page = client.get("/reach/", {"from": "Runner"}).content.decode()
    assert "What falls, step by step" in page
    assert "/#from=Runner" in page


def test_a_file_says_where_it_does_not_hold_all(runner: str) -> None:
    told = stamp(answer(Question(start="Runner"), most=2))
    assert re.search(r"The first 2 of \d+ places, the nearest first", told.coverage)


def test_a_file_holds_all_that_the_page_has_no_room_for(
    client: Client, runner: str
) -> None:
    for number in range(310):
        rows.make_grant(rows.make_bucket(name=f"b-{number}"))
    page = client.get("/reach/", {"from": TANUKI}).content.decode()
    assert "the first 300 are listed" in page
    text = client.get("/reach/", {"from": TANUKI, "format": "json"}).content
    edges = [e for e in json.loads(text)["edges"] if e["kind"] != "anybody"]
    count = answer(Question(start=TANUKI)).count
    assert len(edges) == count > 310
    assert not any("count" in each for each in edges)  # they stand for no grant
