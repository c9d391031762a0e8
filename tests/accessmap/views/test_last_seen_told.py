"""What could not be read since is told as it was last seen, wherever it is told."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from accessmap.models import Account, Grant, Outcome
from accessmap.policy.grant import Blocker
from tests import rows
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db
TAG = "As last seen on 23 November 2026"
ADDRESSES = (
    "/grants/",
    f"/accounts/{PAYMENTS}/",
    f"/accounts/{TANUKI}/",
    f"/map/account/{PAYMENTS}",
    f"/map/edge?from={TANUKI}&to={PAYMENTS}",
)


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


@pytest.fixture
def grant() -> Grant:
    """A role of payments-prod that Tanuki may become, read by the first crawl."""
    boundary = "arn:aws:iam::204411803391:policy/edge"
    role = rows.make_resource(facts={"boundary": boundary})
    found = rows.make_grant(role, blocked_by=(Blocker("rcp", "x", is_total=False),))
    rows.make_coverage()
    return found


def refuse() -> None:
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)


def leave() -> None:
    Account.objects.update(left_at=rows.make_crawl().started_at)


def page(client: Client, address: str, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_our_side_is_told_as_of_then(aiko: Client, grant: Grant) -> None:
    text = page(aiko, grant.get_absolute_url())
    assert ">Our side <" in text
    assert "Lets it pass" in text
    refuse()
    text = page(aiko, grant.get_absolute_url())
    assert "Our side, as last seen on 23 November 2026 <" in text
    ours = text.split("Our side, as last seen on")[1].split("</ul>")[0]
    assert "Let it pass" in ours
    assert "Stopped a part" in ours
    assert 'class="passes then"' in ours
    for now in ("Lets it pass", "Stops a part", "Stops it"):
        assert now not in ours


def test_whoever_left_has_a_side_of_its_own(aiko: Client, grant: Grant) -> None:
    leave()
    text = page(aiko, grant.get_absolute_url())
    assert "Its side, as last seen on 23 November 2026 <" in text
    assert "Below, the side of the account that left is as it was last seen" in text
    assert "our side" not in text.lower()
    text = page(aiko, grant.get_absolute_url(), "ja")
    assert "離れたアカウントの側（2026年11月23日に最後に見たまま）" in text


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("goes", [refuse, leave])
def test_every_list_marks_it_with_the_day(
    aiko: Client, grant: Grant, address: str, goes: object
) -> None:
    assert TAG not in page(aiko, address)
    assert callable(goes)
    goes()
    assert page(aiko, address).count(TAG) == 1
    assert "2026年11月23日に最後に見たまま" in page(aiko, address, "ja")


@pytest.mark.parametrize(
    ("address", "works", "worked"),
    [
        ("/grants/", "lets somebody in", "let somebody in when last seen: unknown now"),
        (ADDRESSES[1], "lets others in by 1", "let others in by 1 grant when it was"),
        (ADDRESSES[2], "It is let in by", "It was let in by <strong>1 grant</strong>"),
        (ADDRESSES[3], "It lets others in", "It let others in by <strong>1 grant"),
    ],
)
def test_no_sentence_claims_that_it_works(
    aiko: Client, grant: Grant, address: str, works: str, worked: str
) -> None:
    text = page(aiko, address)
    assert works in text
    assert worked not in text
    refuse()
    text = page(aiko, address)
    assert works not in text
    assert worked in text


def test_a_sentence_of_several_says_how_many_are_as_last_seen(
    aiko: Client, grant: Grant
) -> None:
    refuse()
    shop = rows.make_resource(rows.make_account(SHOP))
    rows.make_grant(shop)
    rows.make_coverage(rows.make_crawl(), account_id=SHOP)
    said = "let somebody in from another account, 1 of them only as last seen."
    text = page(aiko, "/grants/")
    assert f"<strong>2 grants</strong> {said}" in text
    assert text.count(TAG) == 1
    said = "うち1件は最後に見たままで、現在は不明です。"
    assert said in page(aiko, "/grants/", "ja")
    day = rows.THEN.date().isoformat()
    assert "1 of them only as last seen before." in page(aiko, f"/grants/?at={day}")
    within = page(aiko, "/grants/?within=yes")
    assert "or the same one, 1 of them only as last seen." in within
    text = page(aiko, f"/accounts/{TANUKI}/")
    assert "<strong>2 grants</strong> of ours, 1 of them only as last seen." in text


def test_what_was_blocked_is_not_said_to_be_closed(aiko: Client, grant: Grant) -> None:
    rows.make_grant(grant.resource, blocked_by=(Blocker("scp", "only-our-org"),))
    said = "Of what is blocked, 1 was so when last seen: unknown now."
    assert "1 closed" in page(aiko, "/grants/")
    refuse()
    for address in ("/grants/", "/grants/?blocked=yes", ADDRESSES[1]):
        text = page(aiko, address)
        assert said in text
        assert "1 closed" not in text


def test_the_csv_says_when_it_was_seen_last(aiko: Client, grant: Grant) -> None:
    def seen() -> str:
        answer = aiko.get("/grants/?format=csv")
        told = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        read = csv.DictReader(io.StringIO(told.decode("utf-8-sig")))
        return next(read)["last_seen_at"]

    assert seen() == ""
    refuse()
    assert seen() == "2026-11-23T06:11:00Z"
