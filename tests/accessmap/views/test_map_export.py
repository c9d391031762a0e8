"""What is taken away: of two dates too, stamped, and harmless whatever AWS says."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.graph.export import FORMATS
from accessmap.models import Account, Crawl
from accessmap.policy.grant import Blocker, Principal
from accessmap.policy.kinds import PrincipalKind
from tests import rows
from tests.browser.poison import FIVE_HUNDRED, poisoned
from tests.cast import PAYMENTS, STRANGER, TANUKI

pytestmark = pytest.mark.django_db
DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    client.force_login(rows.make_user())
    return client


def taken(client: Client, wanted: str, **asked: str) -> bytes:
    answer = client.get(f"/map/export/{wanted}", asked)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


@pytest.fixture
def dates(aiko: Client) -> dict[str, str]:
    """Two crawls; between them one grant came, and one went."""
    first, second = rows.make_crawl(), rows.make_crawl()
    for crawl in (first, second):
        rows.make_coverage(crawl)
    rows.make_grant(rows.make_resource(), crawl=second)
    rows.end_grant(rows.make_grant(rows.make_resource(), crawl=first), second)
    moments = {"before": first.started_at, "at": second.started_at}
    return {name: each.isoformat() for name, each in moments.items()}


@pytest.mark.parametrize("wanted", [each for each in FORMATS if each != "png"])
def test_a_comparison_is_taken_away_with_both_its_crawls(
    aiko: Client, dates: dict[str, str], wanted: str
) -> None:
    text = taken(aiko, wanted, **dates).decode()
    if wanted in {"json", "opengraph"}:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    earlier = "23 November 2026, 06:10 UTC" if wanted == "svg" else dates["before"][:19]
    assert earlier in text
    assert "Every account was read completely." in text
    assert "+1 −1" in text
    plain = taken(aiko, wanted).decode()
    assert "crawl" in plain.lower()
    assert earlier not in plain


def test_the_columns_of_a_comparison_name_its_earlier_date(
    aiko: Client, dates: dict[str, str]
) -> None:
    sheet = taken(aiko, "csv", **dates).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(sheet))
    # To the second: the whole of the one that was named.
    assert line["compared_with"].startswith(dates["before"][:19])
    assert "; crawl " in line["compared_with"]
    assert line["crawl"]
    assert line["coverage"]
    assert line["asked"].startswith("before=")


def test_an_address_that_is_none_is_refused_in_words(aiko: Client) -> None:
    answer = aiko.get("/map/export/csv", {"before": "then"})
    assert answer.status_code == 400
    assert "is no date" in answer.content.decode()
    assert aiko.get("/map/export/exe").status_code == 404


def test_each_edge_names_the_grants_that_it_stands_for(aiko: Client) -> None:
    rows.make_coverage()
    role = rows.make_resource()
    both = [rows.make_grant(role), rows.make_grant(role, actions=("sts:*",))]
    keys = [each.pk for each in both]
    plain = json.loads(taken(aiko, "json"))
    assert plain["edges"][0]["grants"] == keys
    assert plain["stamp"]["grant_address"].endswith("/grants/{id}/")
    assert plain["stamp"]["crawl"] == rows.first_crawl().pk
    graph = json.loads(taken(aiko, "opengraph"))["graph"]
    assert graph["edges"][0]["properties"]["grant_ids"] == keys
    sheet = taken(aiko, "csv").decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(sheet))
    assert line["grant_ids"] == " ".join(map(str, keys))
    text = taken(aiko, "graphml").decode()
    assert f">{' '.join(map(str, keys))}</data>" in text


@pytest.mark.parametrize("wanted", ["csv", "json", "graphml", "opengraph"])
def test_what_is_hidden_or_not_looked_for_is_in_no_file(
    aiko: Client, wanted: str
) -> None:
    rows.make_unit()
    rows.make_account(unit=rows.make_unit())
    rows.make_counterparty()
    rows.make_grant()
    rows.make_grant(principal=Principal(PrincipalKind.ACCOUNT, STRANGER, STRANGER))

    def edges(**asked: str) -> int:
        text = taken(aiko, wanted, **asked).decode()
        if wanted == "csv":
            return len([e for e in csv.DictReader(io.StringIO(text)) if e["to"]])
        signs = {"json": '"source"', "graphml": "<edge ", "opengraph": '"start"'}
        return text.count(signs[wanted])

    assert edges() == 2
    assert edges(hide=STRANGER) == 1
    assert edges(typed="tanuki") == 1
    assert edges(only=TANUKI, hide=PAYMENTS) == 0


SAID = (
    f"Tanuki Observability {TANUKI} is trusted in payments-prod {PAYMENTS} "
    "by 2 grants: External. 1 more is blocked."
)


def test_an_edge_is_a_sentence_and_carries_nothing_that_means_nothing(
    aiko: Client,
) -> None:
    rows.make_account()
    rows.make_counterparty()
    role = rows.make_resource()
    keys = [rows.make_grant(role, actions=(each,)).pk for each in ("sts:*", "*")]
    keys.append(rows.make_grant(role, blocked_by=(Blocker("rcp", "only-our-org"),)).pk)
    (edge,) = json.loads(taken(aiko, "json"))["edges"]
    ends = {"source": TANUKI, "target": PAYMENTS, "kind": "external"}
    told = {"sentence": SAID, "doubts": "", "count": 3, "grants": keys}
    assert edge == {**ends, **told}
    (edge,) = json.loads(taken(aiko, "opengraph"))["graph"]["edges"]
    told = {"sentence": SAID, "doubts": "", "grants": 3, "grant_ids": keys}
    assert edge["properties"] == told
    graph = ElementTree.fromstring(taken(aiko, "graphml"))
    said = [each.get("key") for each in graph.iter() if each.get("key")]
    assert not {"edge-steps", "edge-accounts", "edge-grant"} & set(said)


def _counted_external(text: str) -> str:
    """Return the number beside the legend's word for external grants."""
    said = [each.text or "" for each in ElementTree.fromstring(text).iter()]
    return said[said.index("External") + 1]


def test_what_is_hidden_is_in_no_picture_which_says_so(aiko: Client) -> None:
    rows.make_account(unit=rows.make_unit())
    rows.make_counterparty()
    rows.make_grant()
    rows.make_grant(principal=Principal(PrincipalKind.ACCOUNT, STRANGER, STRANGER))
    whole = taken(aiko, "svg").decode()
    part = taken(aiko, "svg", hide=STRANGER).decode()
    none = taken(aiko, "svg", typed="nobody").decode()
    names = [each.count(f">{STRANGER}<") for each in (whole, part)]
    assert names[0] > names[1] == 0
    assert [_counted_external(each) for each in (whole, part)] == ["2", "1"]
    ways = [each.count('<g fill="none"') for each in (whole, part, none)]
    assert ways == [ways[2] + 2, ways[2] + 1, ways[2]]
    assert f"Hidden: Not known to us {STRANGER}" in part
    assert "Typed: nobody" in none


def test_numbers_are_numbers_and_accounts_tell_whose_they_are(aiko: Client) -> None:
    rows.make_counterparty()
    rows.make_grant()
    stranger = Principal(PrincipalKind.ACCOUNT, STRANGER, STRANGER)
    rows.make_grant(principal=stranger)
    nodes = json.loads(taken(aiko, "json"))["nodes"]
    kinds = {each["id"]: each["kind"] for each in nodes}
    assert kinds == {
        TANUKI: "vendor",
        STRANGER: "unknown-account",
        PAYMENTS: "account",
    }
    keys = ElementTree.fromstring(taken(aiko, "graphml"))
    forms = {each.get("id"): each.get("attr.type") for each in keys}
    assert forms["edge-count"] == forms["graph-crawl"] == "int"
    assert forms["node-name"] == "string"


@pytest.mark.parametrize("wanted", ["csv", "json", "graphml", "opengraph"])
def test_an_empty_map_says_of_when_it_is(aiko: Client, wanted: str) -> None:
    rows.make_account()
    rows.make_coverage()
    text = taken(aiko, wanted, verdict="public").decode()
    assert rows.THEN.isoformat() in text
    assert "Every account was read completely." in text
    assert "verdict=public" in text


@pytest.mark.parametrize("wanted", [each for each in FORMATS if each != "png"])
def test_every_file_says_that_a_crawl_writes_what_it_shows(
    aiko: Client, wanted: str
) -> None:
    rows.make_coverage()
    rows.make_grant()
    running = rows.make_crawl(Crawl.State.RUNNING)
    said = f"Crawl {running.pk} has been running since 23 November 2026, 07:10 UTC"
    assert said in taken(aiko, wanted).decode()


class Trap(HTMLParser):
    """Notes whatever of a page a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.snapped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = dict(attrs)
        is_data = words.get("type") == "application/json" or words.get("src")
        if tag == "script" and not is_data:
            self.snapped.append(f"<{tag}>")
        if tag in {"iframe", "math", "base", "object", "embed"}:
            self.snapped.append(f"<{tag}>")
        for name, value in attrs:
            is_code = name.startswith("on") or (value or "").strip().lower().startswith(
                "javascript:"
            )
            if is_code and name not in {"value", "placeholder", "title", "data-name"}:
                self.snapped.append(f"<{tag} {name}={value}>")


def run_by(text: str) -> list[str]:
    trap = Trap()
    trap.feed(text)
    return trap.snapped


def test_the_trap_would_snap() -> None:
    for each in ("<script>1</script>", "<img onerror=1>", "<a href=' JavaScript:1'>x"):
        assert run_by(each)


def test_five_hundred_attacks_are_text_on_every_page_and_in_every_file(
    aiko: Client,
) -> None:
    assert len(set(FIVE_HUNDRED)) == 500
    poisoned(FIVE_HUNDRED)
    home = Account.objects.order_by("pk")[7].account_id
    before = {"before": (rows.THEN - timedelta(days=1)).isoformat()}
    for asked in ({}, before):
        for wanted in ("svg", "graphml"):
            text = taken(aiko, wanted, **asked)
            for each in ElementTree.fromstring(text).iter():
                assert each.tag.rpartition("}")[2] != "script"
                assert not [name for name in each.attrib if name.startswith("on")]
            assert not DIRECTION.search(text.decode())
        for wanted in ("json", "opengraph"):
            found = taken(aiko, wanted, **asked)
            assert found.isascii()  # marks of direction are written, for machines
            assert json.loads(found)
        sheet = taken(aiko, "csv", **asked).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(sheet, newline="")))
        assert len({len(line) for line in lines}) == 1
        assert not [c for line in lines for c in line if c.startswith(STARTS)]
    for page in (
        *("/grants/", "/grants/?search=script", "/views/", "/accounts/", "/coverage/"),
        *(f"/map/account/{home}", f"/accounts/{home}/", "/charts/"),
        *("/charts/?chart=account-matrix", "/charts/?chart=third-parties", "/changes/"),
        "/?tag=%3Cscript%3E1&owner=%22%3E%3Cimg%20onerror%3D1%3E&search=%3Csvg%2Fonload",
    ):
        answer = aiko.get(page)
        assert answer.status_code == 200, page
        assert run_by(answer.content.decode()) == [], page
    opened = aiko.get("/map/opened", {"home": home})
    assert opened["Content-Type"] == "application/json"
    assert opened.json()["home"] == home
    assert PAYMENTS not in opened.json()["name"]
