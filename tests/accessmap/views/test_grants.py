from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accessmap.models import Account, Grant, Outcome, Role
from accessmap.policy.grant import Blocker, Condition, Principal
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from tests import rows
from tests.cast import MAKOTO, PAYMENTS, RIN, SHOP, TANUKI

pytestmark = pytest.mark.django_db
QUERIES = 17  # one for units to choose from, one for saved views


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_how_many_and_what_is_unknown(aiko: Client) -> None:
    rows.make_account(SHOP)
    rows.make_grant()
    rows.make_coverage()
    text = page(aiko, "/grants/")
    assert "<strong>1 grant</strong> lets somebody in" in text
    assert "not read completely" in text
    assert PAYMENTS in text


def test_what_is_blocked_or_gone_lets_nobody_in(aiko: Client) -> None:
    stopped = Blocker("scp", "only-our-org")
    rows.make_grant(blocked_by=(stopped,))
    text = page(aiko, "/grants/?blocked=yes")
    assert "<strong>1 grant</strong> would let somebody in, but is blocked." in text
    rows.make_grant()
    rows.make_coverage()
    gone = rows.end_grant(rows.make_grant(), rows.make_crawl())
    text = page(aiko, "/grants/?state=ended")
    assert "<strong>1 grant</strong> is gone." in text
    assert "lets somebody in" not in text
    text = page(aiko, "/grants/?state=all")
    assert "<strong>1 grant</strong> lets somebody in from another account." in text
    assert "1 more would, but is blocked." in text
    assert "External 3, 2 closed" in text
    assert "1 more is gone." in text
    assert gone.ended_at
    day = (gone.ended_at - timedelta(minutes=1)).isoformat().replace("+", "%2B")
    text = page(aiko, f"/grants/?at={day}")
    assert "<strong>2 grants</strong> let somebody in." in text
    # Of two crawls on one day each has a number of its own.
    assert re.search(r"On \d+ \w+ \d{4}, \d\d:\d\d UTC <strong>2 grants", text)


def test_the_same_account_is_not_called_another(aiko: Client) -> None:
    rows.make_grant()
    rows.make_coverage()
    text = page(aiko, "/grants/?within=yes")
    assert "lets somebody in, from another account or the same one." in text


def test_the_address_is_the_filter(aiko: Client) -> None:
    rows.make_grant()
    assert "No grant is as you ask" in page(aiko, "/grants/?verdict=public")
    assert "1 grant" in page(aiko, "/grants/?verdict=external&search=role")


def test_words_the_form_does_not_have_are_kept_in_it(aiko: Client) -> None:
    text = page(aiko, f"/grants/?target={SHOP}")
    assert f'<input type="hidden" name="target" value="{SHOP}">' in text


def test_what_is_said_can_be_taken_out_word_by_word(aiko: Client) -> None:
    text = page(aiko, f"/grants/?target={SHOP}&unused=90&decision=undecided")
    assert "for 90 days" in text
    assert "Nobody has decided" in text
    assert f'href="/grants/?target={SHOP}&amp;decision=undecided"' in text
    assert 'value="90" selected' in text


def test_more_than_one_value_of_a_list_is_kept_unseen(aiko: Client) -> None:
    text = page(aiko, "/grants/?zone=public,external&unused=45")
    assert '<input type="hidden" name="zone" value="public">' in text
    assert 'id="id_zone"' not in text
    assert '<option value="45" selected>' in text


def test_the_map_is_asked_what_the_list_was_asked(aiko: Client) -> None:
    rows.make_grant()
    text = page(aiko, "/grants/?missing=mfa")
    assert 'href="/?missing=mfa"' in text


def test_htmx_gets_the_list_alone(aiko: Client) -> None:
    rows.make_grant()
    answer = aiko.get("/grants/", headers={"hx-request": "true"})
    assert b"<html" not in answer.content
    assert b"1 grant" in answer.content


def test_an_address_that_says_nothing_is_refused_in_a_sentence(aiko: Client) -> None:
    answer = aiko.get("/grants/?verdict=pubic")
    assert answer.status_code == 400
    assert "Did you mean “public”?" in answer.content.decode()


def test_the_csv_holds_what_the_filter_leaves(aiko: Client) -> None:
    rows.make_grant(rows.make_resource(name="=evil"))
    answer = aiko.get("/grants/?format=csv&verdict=external")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    found = list(csv.DictReader(io.StringIO(text)))
    assert [each["name"] for each in found] == ["'=evil"]
    assert found[0]["asked"] == "verdict=external"
    assert found[0]["crawl"]
    assert found[0]["coverage"]


@pytest.mark.parametrize("count", [1, 10])
def test_ten_lines_need_as_many_queries_as_one(
    aiko: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(count):
        rows.make_grant(flags=("no-external-id",))
    aiko.get("/grants/")  # what a process reads once
    with django_assert_num_queries(QUERIES):
        page(aiko, "/grants/")


def test_a_grant_is_shown_whole(aiko: Client) -> None:
    rows.make_account(rcps={"only-our-org": "{}"})
    condition = Condition("StringEquals", "sts:externalid", ("abc",))
    blocker = Blocker("rcp", "only-our-org", is_total=False)
    grant = rows.make_grant(conditions=(condition,), blocked_by=(blocker,))
    rows.make_coverage()
    text = page(aiko, grant.get_absolute_url())
    assert f"<u>{TANUKI}</u>" in text
    assert "<mark>" in text
    assert "RCP only-our-org" in text
    assert "Stops a part" in text
    assert "sts:externalid" in text
    assert "A request that would get through" in text
    assert "This grant began" in text


def test_who_is_trusted_and_yet_unable_is_not_said_to_get_in(aiko: Client) -> None:
    rows.make_account(SHOP)
    rows.make_coverage(account_id=SHOP)
    rows.make_coverage()
    gone = Principal(PrincipalKind.ROLE, f"arn:aws:iam::{SHOP}:role/gone", SHOP)
    grant = rows.make_grant(
        principal=gone, zone=Zone.ORGANIZATION, verdict=Verdict.IN_ORG
    )
    text = page(aiko, grant.get_absolute_url())
    assert "There is no such role or user" in text
    assert "the other end stops all of it today" in text
    assert "It works today" not in text
    assert "It works today" not in page(aiko, rows.end_grant(grant).get_absolute_url())


def test_an_ended_grant_says_so_and_tells_of_its_line(aiko: Client) -> None:
    grant = rows.end_grant(rows.make_grant())
    newer = rows.make_grant(grant.resource, actions=("sts:*",))
    assert "This grant is gone" in page(aiko, grant.get_absolute_url())
    assert grant.get_absolute_url() in page(aiko, newer.get_absolute_url())


def test_what_was_not_read_since_is_told_as_last_seen(aiko: Client) -> None:
    grant = rows.make_grant()
    rows.make_coverage()
    assert "As last seen on" not in page(aiko, grant.get_absolute_url())
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    text = page(aiko, grant.get_absolute_url())
    assert "As last seen on 23 November 2026. What it is now is unknown." in text
    assert f'href="/coverage/{PAYMENTS}/?collector=iam"' in text
    assert "A request that would get through" not in text
    assert "In force since" not in text
    assert "Whether it works now is unknown." in text
    assert "It works today" not in text


def test_an_account_that_left_has_no_gates_of_ours(aiko: Client) -> None:
    rows.make_account(rcps={"only-our-org": "{}"}, scps=[{"no-root": "{}"}])
    grant = rows.make_grant()
    rows.make_coverage()
    Account.objects.update(left_at=rows.make_crawl().started_at)
    text = page(aiko, grant.get_absolute_url())
    assert "Its account left the organization" in text
    assert "As last seen on" in text
    assert "only-our-org" not in text
    assert "no-root" not in text
    assert "It works today" not in text


def test_a_document_that_cannot_be_read_is_shown_raw(aiko: Client) -> None:
    role = rows.make_resource()
    snapshot = rows.make_snapshot(role, "<not json>")
    snapshot.document.error = "The policy is not JSON."
    snapshot.document.save()
    text = page(aiko, rows.make_grant(role).get_absolute_url())
    assert "&lt;not json&gt;" in text
    assert "The policy is not JSON." in text


def test_what_aws_says_is_never_markup(aiko: Client) -> None:
    grant = rows.make_grant(rows.make_resource(name="<script>alert(1)</script>"))
    for address in ("/grants/", grant.get_absolute_url()):
        assert "<script>alert" not in page(aiko, address)


def test_an_auditor_reads_all_and_a_reviewer_only_what_is_asked_of_them(
    client: Client,
) -> None:
    grant = rows.make_grant()
    client.force_login(rows.make_user(MAKOTO, Role.AUDITOR))
    assert client.get(grant.get_absolute_url()).status_code == 200
    client.force_login(rows.make_user(RIN, Role.REVIEWER))
    assert client.get("/grants/").status_code == 403
    answer = client.get(grant.get_absolute_url())
    assert answer.status_code == 403
    assert "not in a review of yours" in answer.content.decode()


def test_it_can_be_read_in_japanese(aiko: Client) -> None:
    grant = rows.make_grant()
    answer = aiko.get(grant.get_absolute_url(), headers={"accept-language": "ja"})
    assert "ロール" in answer.content.decode()
    assert Grant.objects.count() == 1


def test_a_request_that_is_stopped_is_not_said_to_get_through(aiko: Client) -> None:
    stopped = Blocker("block-public-access", "RestrictPublicBuckets")
    grant = rows.make_grant(rows.make_bucket(), blocked_by=(stopped,))
    rows.make_coverage(collector="s3", service="s3")
    text = page(aiko, grant.get_absolute_url())
    assert "A request that would get through" not in text
    assert "A request that this policy lets through" in text
    assert "stops it" in text


def test_what_is_no_policy_has_no_statement_and_no_request(aiko: Client) -> None:
    role = rows.make_resource()
    rows.make_snapshot(role, {"AuthorizedAccountId": TANUKI})
    text = page(aiko, rows.make_grant(role).get_absolute_url())
    assert "Statement 1 of" not in text
    assert "A request that" not in text
