"""What is granted in an account that left stays on the map: unknown is not gone."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accessmap.graph.elements import draw
from accessmap.graph.organization import organization
from accessmap.graph.seen import Seen
from accessmap.graph.table import edge_lines
from accessmap.models import Account, Grant
from tests import rows
from tests.cast import KAPPA
from tests.kitsune import IDS, cross_account, settle

pytestmark = pytest.mark.django_db
GONE = IDS["sandbox-ml"]  # trusted by others, and trusting others


@pytest.fixture
def picture() -> dict:
    settle()
    Account.objects.filter(account_id=GONE).update(left_at=rows.THEN)
    return draw(Seen(Grant.objects.current().cross_account()), organization())


def test_it_stands_on_the_rim_among_those_who_left(picture: dict) -> None:
    party = next(each for each in picture["parties"] if each["id"] == GONE)
    assert (party["group"], party["name"]) == ("left", "sandbox-ml")
    assert GONE not in {each["id"] for each in picture["towns"]}


def test_what_it_lets_in_is_drawn_and_counted(picture: dict) -> None:
    into = {each["id"]: each for each in picture["edges"] if each["target"] == GONE}
    assert set(into) == {
        f"public>{GONE}", f"{IDS['security-audit']}>{GONE}",
        f"{IDS['ml-platform']}>{GONE}",
    }  # fmt: skip
    ends = {each["id"]: (each["x"], each["y"]) for each in picture["parties"]}
    for edge in into.values():
        assert tuple(edge["way"][-1]) == ends[GONE]
    assert sum(line["count"] for line in edge_lines(picture)) == cross_account()
    assert picture["counted"]["absent"] == 0


def test_legend_list_and_table_say_one_number(client: Client) -> None:
    client.force_login(rows.make_user())
    settle()
    Account.objects.filter(account_id=GONE).update(left_at=rows.THEN)
    page = client.get("/").content.decode()
    public = re.search(r'aria-label="Public: (\d+) grant', page)
    listed = re.findall(r'<tr data-edge="public[^"]*" data-url="([^"]+)"', page)
    assert public
    assert public[1] == "2"
    assert f"to={GONE}" in " ".join(listed)
    table = client.get("/map/table").content.decode()
    assert len(re.findall("<tr data-edge", page)) == table.count("</tr>") - 1
    assert "no place on this map" not in page


def test_many_who_left_are_one_place_that_leads_to_all_of_them() -> None:
    settle()
    Account.objects.exclude(account_id=IDS["payments-prod"]).update(left_at=rows.THEN)
    for number in range(40):
        account = rows.make_account(f"{number:012}", left_at=rows.THEN)
        rows.make_grant(rows.make_resource(account))
    found = Grant.objects.current().cross_account()
    picture = draw(Seen(found), organization())
    [rest] = [each for each in picture["parties"] if each["id"] == "rest:left"]
    lines = edge_lines(picture)
    told = sum(line["count"] for line in lines)
    assert told + picture["counted"]["absent"] == found.count()
    [tanuki] = [
        line for line in lines if line["id"].endswith(">rest:left")
        and line["from"]["name"] == "Tanuki Observability"
    ]  # fmt: skip
    behind = parse_qs(urlsplit(tanuki["url"]).query)["to"]
    assert behind == rest["members"]


def test_who_stands_there_is_told_with_what_it_lets_in(client: Client) -> None:
    client.force_login(rows.make_user())
    settle()
    Account.objects.filter(account_id=GONE).update(left_at=rows.THEN)
    text = client.get("/map/parties", {"party": [GONE, KAPPA]}).content.decode()
    assert "2 parties stand here" in text
    assert f'data-account="{GONE}"' in text
