from __future__ import annotations

import json

import pytest

from accessmap.graph.elements import draw
from accessmap.graph.organization import organization
from accessmap.graph.seen import Seen
from accessmap.graph.table import edge_lines, hub_lines
from accessmap.models import Grant
from accessmap.policy.kinds import Verdict
from tests.cast import MANAGEMENT, OLD_POS, PAYMENTS, TANUKI
from tests.kitsune import IDS, cross_account, let_in, settle
from tests.rows import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> dict:
    settle()
    return draw(Seen(Grant.objects.current().cross_account()), organization())


def test_every_account_is_drawn_at_home(picture: dict) -> None:
    assert len(picture["towns"]) == 24
    payments = next(each for each in picture["towns"] if each["id"] == PAYMENTS)
    assert payments["name"] == "payments-prod"
    assert payments["tags"] == ["PCI"]
    assert payments["reading"] == "complete"


def test_no_grant_is_lost_between_rows_and_edges(picture: dict) -> None:
    counted = sum(
        sum(edge["held"].values()) + sum(edge["blocked"].values())
        for edge in picture["edges"]
    )
    assert counted == cross_account()


def test_every_edge_has_a_way_between_its_ends(picture: dict) -> None:
    ends = {each["id"]: (each["x"], each["y"]) for each in picture["towns"]}
    ends.update((each["id"], (each["x"], each["y"])) for each in picture["parties"])
    for edge in picture["edges"]:
        assert tuple(edge["way"][-1]) == ends[edge["target"]]
        if edge["source"] in ends:
            assert tuple(edge["way"][0]) == ends[edge["source"]]


def test_only_edges_that_leave_the_everyday_carry_badges(picture: dict) -> None:
    for edge in picture["edges"]:
        is_plain = set(edge["held"]) == {"in-org"} and not edge["blocked"]
        assert edge["badge"] is None or not is_plain


def test_every_edge_of_several_grants_carries_its_badge(picture: dict) -> None:
    for edge in picture["edges"]:
        if set(edge["held"]) - {"in-org"} and sum(edge["held"].values()) > 1:
            assert edge["badge"] is not None


def test_badges_stand_clear_of_each_other(picture: dict) -> None:
    spots = [edge["badge"] for edge in picture["edges"] if edge["badge"]]
    for index, (x, y) in enumerate(spots):
        for other_x, other_y in spots[index + 1 :]:
            assert abs(x - other_x) >= 30 or abs(y - other_y) >= 18


def test_edges_are_ordered_worst_first(picture: dict) -> None:
    first, last = picture["edges"][0], picture["edges"][-1]
    assert first["held"] == {"public": 1}
    assert last["blocked"] == {"public": 1}


def test_an_account_that_refuses_us_says_so(picture: dict) -> None:
    old_pos = next(each for each in picture["towns"] if each["id"] == OLD_POS)
    assert old_pos["reading"] == "unread"
    assert old_pos["note"] == "never read"


def test_the_management_account_is_tagged(picture: dict) -> None:
    root = next(each for each in picture["towns"] if each["id"] == MANAGEMENT)
    assert root["tags"] == ["Management"]


def test_the_more_is_granted_the_larger_the_town(picture: dict) -> None:
    radius = {each["name"]: each["r"] for each in picture["towns"]}
    assert radius["payments-prod"] > radius["loyalty-prod"] == 6
    assert max(radius.values()) == 13


def test_the_picture_is_json_and_the_same_every_time(picture: dict) -> None:
    again = draw(Seen(Grant.objects.current().cross_account()), organization())
    assert json.dumps(picture, default=str) == json.dumps(again, default=str)


def test_one_unit_alone_shows_what_reaches_it_from_outside() -> None:
    settle()
    picture = draw(Seen(Grant.objects.all()), organization("ou-k1t5-production"))
    assert len(picture["towns"]) == 6
    assert TANUKI in {each["id"] for each in picture["parties"]}
    assert picture["edges"]


def test_an_organization_of_nobody_is_an_empty_picture() -> None:
    picture = draw(Seen(Grant.objects.all()), organization())
    assert picture["towns"] == picture["edges"] == []


def test_a_name_of_sixty_letters_is_dropped_whole() -> None:
    make_account(PAYMENTS, "p" * 60)
    [town] = draw(Seen(Grant.objects.all()), organization())["towns"]
    assert town["fits"] is False


def test_whom_most_accounts_trust_is_one_line_and_all_are_still_listed() -> None:
    settle()
    audit = IDS["security-audit"]
    for name in IDS.keys() - {"security-audit"}:
        let_in(audit, Verdict.IN_ORG, name)
    picture = draw(Seen(Grant.objects.current().cross_account()), organization())
    [hub] = [edge for edge in picture["edges"] if edge["parts"]]
    assert hub["id"] == f"{audit}>unit:r-k1ts"
    assert (hub["label"], len(hub["parts"])) == ("×23", 23)
    assert hub["badge"]
    assert hub["way"]
    listed = {line["id"] for line in edge_lines(picture)}
    assert set(hub["parts"]) < listed
    assert hub["id"] not in listed
    assert [line["count"] for line in hub_lines(picture)] == [23]
