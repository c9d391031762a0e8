"""The map at a date, and of two dates: signs on edges, members as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accessmap.graph.elements import draw
from accessmap.graph.export.of_map import extract
from accessmap.graph.filters import BadFilter
from accessmap.graph.marks import Marks
from accessmap.graph.organization import organization
from accessmap.graph.seen import Seen
from accessmap.models import Crawl
from tests import rows
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db


def two_crawls() -> tuple[Crawl, Crawl]:
    """Between them one role was opened to Tanuki, one was closed, one stayed."""
    first, second = rows.make_crawl(), rows.make_crawl()
    for crawl in (first, second):
        rows.make_coverage(crawl)
    rows.make_grant(rows.make_resource(), crawl=second)
    rows.end_grant(rows.make_grant(rows.make_resource(), crawl=first), second)
    rows.make_grant(rows.make_resource(), crawl=first)
    return first, second


def compared(first: Crawl, second: Crawl) -> Seen:
    dates = {"before": first.started_at, "at": second.started_at}
    return Seen.of({name: each.isoformat() for name, each in dates.items()})


def test_an_edge_tells_what_came_and_what_went() -> None:
    seen = compared(*two_crawls())
    picture = draw(seen, organization(at=seen.at))
    [edge] = picture["edges"]
    assert picture["is_compared"]
    assert edge["changes"] == {"added": 1, "removed": 1}
    assert edge["label"] == "+1 −1"
    assert edge["held"] == {"external": 3}


def test_a_file_of_it_says_so_too() -> None:
    [link] = extract(compared(*two_crawls()), "before=…", "Map", Marks()).links
    assert (link.source, link.target) == (TANUKI, PAYMENTS)
    ends = f"Not known to us {TANUKI} in payments-prod {PAYMENTS}"
    assert link.sentence == f"{ends} changed between the two dates: +1 −1."


def test_the_map_of_a_date_has_the_grants_and_the_members_of_then() -> None:
    first, second = two_crawls()
    rows.make_account(SHOP, first_seen_at=second.started_at)
    seen = Seen.of({"at": first.started_at.isoformat()})
    assert seen.grants.count() == 2
    assert not seen.is_compared
    towns = draw(seen, organization(at=seen.at))["towns"]
    assert [town["id"] for town in towns] == [PAYMENTS]


def test_a_date_means_all_of_its_day() -> None:
    crawl = rows.make_crawl()
    rows.make_grant(rows.make_resource(), crawl=crawl)
    day = crawl.started_at.date()
    assert Seen.of({"at": day.isoformat()}).grants.count() == 1
    before = day - timedelta(days=1)
    assert Seen.of({"at": before.isoformat()}).grants.count() == 0


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(BadFilter, match="Write it like"):
        Seen.of({"before": "last spring"})
