from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.models import Outcome, Role
from accessmap.policy.grant import Blocker
from tests import rows
from tests.cast import PAYMENTS, RIN, SHOP, TANUKI
from tests.kitsune import settle
from tests.reviews import story

pytestmark = pytest.mark.django_db
HERE = f"/map/account/{PAYMENTS}"
UNFOLD = "/map/opened"


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    client.force_login(story.aiko())
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_tells_an_account_in_the_panel(aiko: Client) -> None:
    rows.make_account(tags={"Owner": RIN}, unit=rows.make_unit("Production"))
    rows.make_coverage()
    rows.make_grant()
    text = page(aiko, HERE)
    for said in ("payments-prod", PAYMENTS, RIN, "Production", "1 grant", "Complete"):
        assert said in text
    assert "Never reviewed" in text
    answer = aiko.get(HERE, headers={"hx-request": "true"})
    assert b"<html" not in answer.content


def test_it_tells_the_last_review_and_how_far_it_came(aiko: Client) -> None:
    campaign = story.campaign(2)
    story.confirm(campaign.items.first(), reason="Needed.")
    text = page(aiko, HERE)
    assert "Fourth quarter" in text
    assert "1 of 2 decided" in text


def test_an_exception_that_nobody_answered_is_not_decided(aiko: Client) -> None:
    story.ask_exception(story.campaign(2).items.first())
    assert "0 of 2 decided" in page(aiko, HERE)


def test_of_an_account_that_was_not_read_nothing_is_told_as_none(aiko: Client) -> None:
    rows.make_account()
    rows.make_coverage(outcome=Outcome.DENIED)
    text = " ".join(page(aiko, HERE).split())
    assert "<dt>Roles</dt><dd>Unknown</dd>" in text
    assert "<dt>Resources</dt><dd>Unknown</dd>" in text


def test_it_keeps_to_the_filter_of_the_map(aiko: Client) -> None:
    rows.make_coverage()
    rows.make_grant()
    text = page(aiko, HERE + "?verdict=public")
    assert "It lets nobody in who fits these filters." in text
    assert f"verdict=external&amp;target={PAYMENTS}" in page(
        aiko, HERE + "?verdict=external"
    )
    assert aiko.get(HERE + "?verdict=publik").status_code == 400


def test_what_is_blocked_or_gone_is_counted_apart(aiko: Client) -> None:
    rows.make_coverage()
    rows.make_grant(blocked_by=(Blocker("scp", "only-our-org"),))
    text = page(aiko, HERE)
    assert "It lets nobody else in." in text
    assert "1 more would, but is blocked." in text
    gone = rows.end_grant(rows.make_grant(), rows.make_crawl())
    rows.make_grant()
    assert gone.ended_at
    day = (gone.ended_at - timedelta(minutes=1)).isoformat().replace("+", "%2B")
    text = page(aiko, f"{HERE}?before={day}")
    assert "It lets others in by <strong>1 grant</strong>" in text
    assert "1 more is gone." in text


def test_on_a_date_it_counts_what_was_there_then_and_says_what_is_of_now(
    aiko: Client,
) -> None:
    gone = rows.make_resource(ended_at=rows.THEN + timedelta(days=9))
    rows.end_grant(
        rows.make_grant(gone), rows.make_crawl(started_at=rows.THEN + timedelta(days=9))
    )
    rows.make_bucket(first_seen_at=rows.THEN + timedelta(days=9))
    text = page(aiko, HERE + "?at=2026-11-25")
    assert "owner, unit and last review are as they are now" in text
    assert "AWS::<wbr>IAM::<wbr>Role</th>" in text
    assert "AWS::<wbr>S3::<wbr>Bucket" not in text
    now = page(aiko, HERE)
    assert "as they are now" not in now
    assert "AWS::<wbr>IAM::<wbr>Role</a>" not in now
    assert "AWS::<wbr>S3::<wbr>Bucket" in now


def test_an_account_that_was_not_read_is_unknown(aiko: Client) -> None:
    rows.make_account()
    assert "whom it lets in is unknown" in page(aiko, HERE)


def test_only_who_sees_everything_gets_it(client: Client) -> None:
    client.force_login(rows.make_user(RIN, Role.REVIEWER))
    rows.make_account()
    for address in (HERE, f"{UNFOLD}?home={PAYMENTS}"):
        assert client.get(address).status_code == 403


def test_the_list_beside_the_map_has_every_account_of_the_picture(
    aiko: Client,
) -> None:
    settle()
    text = page(aiko, "/")
    towns = aiko.get("/map/elements").json()["towns"]
    assert towns
    assert text.count("data-account=") == len(towns) + 1  # the canvas has a pattern


def test_an_account_is_unfolded_and_each_line_leads_to_its_grants(
    aiko: Client,
) -> None:
    rows.make_counterparty()
    grant = rows.make_grant()
    rows.make_grant()
    told = aiko.get(UNFOLD, {"home": PAYMENTS}).json()
    assert told["name"] == f"payments-prod {PAYMENTS}"
    assert len(told["picture"]["things"]) == 2
    edge = told["picture"]["edges"][0]
    text = aiko.get("/map/edge", edge["words"]).content.decode()
    assert grant.get_absolute_url() in text
    assert text.count("<article") == 1


def test_an_edge_is_unfolded_alone(aiko: Client) -> None:
    rows.make_account(SHOP)
    rows.make_grant()
    told = aiko.get(UNFOLD, {"from": TANUKI, "to": PAYMENTS}).json()
    assert len(told["picture"]["edges"]) == 1
    told = aiko.get(UNFOLD, {"from": SHOP, "to": PAYMENTS}).json()
    assert told["picture"]["edges"] == []


def test_beyond_the_budget_it_says_so_and_where_the_list_is(aiko: Client) -> None:
    account = rows.make_account()
    for _each in range(301):
        rows.make_grant(rows.make_resource(account))
    told = aiko.get(UNFOLD, {"home": PAYMENTS, "verdict": "external"}).json()
    assert "More than 300" in told["says"]
    assert told["list"] == f"/grants/?verdict=external&account={PAYMENTS}"
    assert "301 grants" in page(aiko, told["list"])
    told = aiko.get(UNFOLD, {"from": TANUKI, "to": PAYMENTS}).json()
    assert f"source={TANUKI}&target={PAYMENTS}" in told["list"]


def test_a_filter_we_do_not_know_is_refused(aiko: Client) -> None:
    rows.make_account()
    answer = aiko.get(UNFOLD, {"home": PAYMENTS, "verdict": "publik"})
    assert answer.status_code == 400
    assert "Did you mean" in answer.json()["says"]
    assert aiko.get(UNFOLD, {"home": "1"}).status_code == 404
