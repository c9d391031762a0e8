from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accessmap.models import OrganizationalUnit, Role
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from accessmap.reach import fresh
from accessmap.views import reach
from tests.cast import AIKO, PAYMENTS, RIN, TANUKI
from tests.kitsune import settle
from tests.rows import (
    make_account,
    make_grant,
    make_resource,
    make_snapshot,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MAY_BECOME = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}],
}
PATH = f"/reach/?from={TANUKI}&to={PAYMENTS}"


@pytest.fixture
def analyst(client: Client) -> Client:
    settle()
    client.force_login(make_user(AIKO))
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    reply = client.get(url)
    assert reply.status_code == status
    return reply.content.decode()


def test_a_path_says_its_sentence_reason_and_what_was_not_read(analyst: Client) -> None:
    page = text(analyst, PATH)
    assert "gets to payments-prod 204411803391 in 1 step" in page
    assert "Read why" in page
    assert "1 of 24 accounts was not read completely" in page


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/reach/", "Third parties by how many"),
        (f"/reach/?to={PAYMENTS}", "From these accounts"),
        (f"/reach/?from={TANUKI}", "In these accounts"),
        ("/reach/?from=shop-prod&to=payments-prod", "Why not"),
    ],
)
def test_each_question_has_its_page(analyst: Client, url: str, said: str) -> None:
    assert said in text(analyst, url)


def test_a_page_lists_the_first_of_many_accounts_and_leads_to_all(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = f"/reach/?to={PAYMENTS}"
    whole = text(analyst, asked)
    assert "List all" not in whole
    monkeypatch.setattr(reach, "LISTED", 1)
    first = text(analyst, asked)
    count = re.search(r"List all (\d+)", first)
    assert count
    assert _accounts_in(first) == 1
    every = text(analyst, f"{asked}&accounts=all")
    assert _accounts_in(every) == int(count[1]) > 1
    assert "List all" not in every


def _accounts_in(page: str) -> int:
    listed = page.partition('<ul class="accounts-met">')[2].partition("</ul>")[0]
    return listed.count("<li>")


def test_an_unknown_name_offers_what_is_near(analyst: Client) -> None:
    page = text(analyst, "/reach/?to=paymnts-prod", 404)
    assert f"to={PAYMENTS}" in page


def test_only_who_sees_everything_may_ask(client: Client) -> None:
    client.force_login(make_user(RIN, Role.REVIEWER))
    assert client.get("/reach/").status_code == 403
    assert client.get("/reach/search?q=x").status_code == 403
    assert client.get("/map/export/csv").status_code == 403


def test_the_search_answers_as_one_types(analyst: Client) -> None:
    found = json.loads(text(analyst, "/reach/search?q=tanuki"))
    assert found["places"][0]["account"] == TANUKI


def test_many_keys_are_found_for_the_queries_of_one(
    analyst: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        name = "only" if number == 0 else f"one-of-many-{number}"
        key = make_resource(
            make_account(PAYMENTS),
            arn=f"arn:aws:kms:ap-northeast-1:{PAYMENTS}:key/{number}",
            resource_type="AWS::KMS::Key",
            name=name,
        )
        make_grant(
            key,
            principal=Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI),
            policy_kind=PolicyKind.RESOURCE,
        )
    text(analyst, "/reach/search?q=tanuki")  # makes the index
    with CaptureQueriesContext(connection) as of_one:
        assert len(json.loads(text(analyst, "/reach/search?q=only"))["places"]) == 1

    with django_assert_num_queries(len(of_one)):
        found = json.loads(text(analyst, "/reach/search?q=one-of-many"))

    assert len(found["places"]) == 7


def test_answers_are_taken_away_in_every_format(analyst: Client) -> None:
    told = json.loads(text(analyst, f"{PATH}&format=json"))
    assert "1 of 24" in told["stamp"]["coverage"]
    rows = list(csv.DictReader(io.StringIO(text(analyst, f"{PATH}&format=csv")[1:])))
    assert {row["from"] for row in rows} == {TANUKI}
    graph = json.loads(text(analyst, f"{PATH}&format=opengraph"))["graph"]
    known = {node["id"] for node in graph["nodes"]}
    assert all(edge["start"]["value"] in known for edge in graph["edges"])
    for form in ("graphml", "svg"):
        ElementTree.fromstring(text(analyst, f"{PATH}&format={form}"))
    assert analyst.get(f"{PATH}&format=png").content.startswith(b"\x89PNG")


def test_the_map_is_taken_away_as_it_is_filtered(analyst: Client) -> None:
    body = text(analyst, "/map/export/csv?verdict=public")[1:]
    rows = list(csv.DictReader(io.StringIO(body)))
    assert {row["kind"] for row in rows} == {"public"}
    assert {row["asked"] for row in rows} == {"verdict=public"}
    assert analyst.get("/map/export/doc").status_code == 404
    assert analyst.get("/map/export/csv?verdict=none").status_code == 400


def test_poison_is_neither_a_formula_nor_broken_xml(analyst: Client) -> None:
    account = make_account("999911112222", "=cmd|' /C calc'!A1\u202e\x0b<b>")
    make_grant(make_resource(account, name="x"))
    body = text(analyst, "/map/export/csv?account=999911112222")[1:]
    row = next(csv.DictReader(io.StringIO(body)))
    assert row["to_name"].startswith("'=")
    assert "\u202e" not in body
    for form in ("graphml", "svg"):
        written = text(analyst, f"/map/export/{form}?account=999911112222")
        ElementTree.fromstring(written)
        assert "\u202e" not in written


def test_a_path_needs_as_many_queries_however_many_there_are(
    analyst: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    analyst.get(PATH)
    with django_assert_max_num_queries(32):
        analyst.get(PATH)


def beside(client: Client, url: str) -> str:
    reply = client.get(url, headers={"HX-Request": "true"})
    assert reply.status_code == 200
    return reply.content.decode()


def test_beside_the_map_an_answer_says_where_it_goes(analyst: Client) -> None:
    part = beside(analyst, PATH)
    assert "<html" not in part
    assert f"[[&quot;{TANUKI}&quot;" in part
    assert "Read why" in part
    assert "Way 2" in part


def test_whom_else_one_is_let_in_as_is_one_sentence_everywhere(
    analyst: Client,
) -> None:
    asked = f"/reach/?from={TANUKI}"
    said = "It also reaches what is open to:"
    assert said in text(analyst, asked)
    assert said in beside(analyst, asked)


def test_beside_the_map_a_name_of_several_asks_which(analyst: Client) -> None:
    part = beside(analyst, "/reach/?from=prod&to=data-lake")
    assert 'data-side="from"' in part


def test_beside_the_map_it_says_why_not(analyst: Client) -> None:
    assert "Why not" in beside(analyst, "/reach/?from=shop-prod&to=payments-prod")


def test_a_unit_may_be_asked_about_as_the_map_calls_it(analyst: Client) -> None:
    unit = OrganizationalUnit.objects.get(name="Production")
    page = text(analyst, f"/reach/?from=unit:{unit.unit_id}&to=data-lake")
    assert "gets to data-lake" in page


def test_a_long_way_asks_the_database_no_more_than_a_short_one(
    analyst: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Each step is a role that another account lets in, and may do something itself."""
    steps = 9
    roles = []
    for number in range(steps):
        home = make_account(f"{900_000_000_000 + number}", f"step-{number}")
        roles.append(make_resource(home, name="relay"))
        make_snapshot(roles[-1], MAY_BECOME, kind=PolicyKind.INLINE)
    for caller, role in pairwise(roles):
        make_grant(
            role,
            principal=Principal(PrincipalKind.ROLE, caller.arn, caller.account_id),
            zone=Zone.ORGANIZATION,
            verdict=Verdict.IN_ORG,
        )
    fresh.rebuild()
    asked = f"/reach/?from={roles[0].arn}&to={roles[-1].arn}"
    assert f"in {steps - 1} steps" in text(analyst, asked)
    with django_assert_max_num_queries(18):
        text(analyst, asked)


@pytest.mark.parametrize("typed", ["本番", "ｹｲｻﾞｲ", "ou-k1t5-keizai", "環境 本番"])
def test_the_maps_search_finds_units_by_name(analyst: Client, typed: str) -> None:
    make_unit("本番環境", unit_id="ou-k1t5-honban")
    make_unit("ｹｲｻﾞｲ", unit_id="ou-k1t5-keizai")
    wanted = "ou-k1t5-honban" if "本" in typed else "ou-k1t5-keizai"
    asked = f"/reach/search?units&q={typed}"
    found = json.loads(text(analyst, asked))["places"][0]
    assert found["at"][0] == f"unit:{wanted}"
    assert found["word"] == "Organizational unit"
    reply = analyst.get(asked, headers={"accept-language": "ja"})
    assert json.loads(reply.content)["places"][0]["word"] == "OU"
    without = json.loads(text(analyst, f"/reach/search?q={typed}"))
    assert not without["places"]  # a question has no answer about it


def test_a_unit_is_found_once_and_called_by_its_name(
    analyst: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit = OrganizationalUnit.objects.get(name="Production")
    principal = Principal(PrincipalKind.UNIT, unit.path)
    make_grant(make_resource(), principal=principal, zone=Zone.ORGANIZATION)
    fresh.rebuild()
    text(analyst, "/reach/search?units&q=production")
    with django_assert_num_queries(5):
        found = json.loads(text(analyst, "/reach/search?units&q=production"))
    names = [each["name"] for each in found["places"] if each["kind"] == "unit"]
    assert names == ["Production"]
    alone = json.loads(text(analyst, "/reach/search?q=production"))["places"]
    assert "Production" in [each["name"] for each in alone]
