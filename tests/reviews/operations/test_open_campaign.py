"""Opening a campaign asks about every grant of a filter once, or about none."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accessmap.models import Account, Crawl, Entry, Grant, Outcome, Role
from accessmap.policy.grant import Condition, Principal
from accessmap.policy.kinds import PrincipalKind
from reviews.errors import (
    CoverageIncomplete,
    DateHasPassed,
    FilterUnknown,
    NameRequired,
    NoCrawl,
    NotAllowed,
    NothingToReview,
    Refused,
)
from reviews.evidence.rows import population_root
from reviews.lifecycle import CampaignState
from reviews.models import Campaign, Event, ReviewItem
from reviews.operations.open_campaign import open_campaign
from tests.cast import AIKO, KEN, OLD_POS, PAYMENTS, RIN
from tests.reviews.story import (
    FAR,
    aiko,
    campaign,
    grants,
    owned_resource,
    read_completely,
    rin,
)
from tests.rows import (
    end_grant,
    first_crawl,
    make_account,
    make_bucket,
    make_coverage,
    make_crawl,
    make_gap,
    make_grant,
    make_user,
)

pytestmark = pytest.mark.django_db


def opened(**more: Any) -> Campaign:
    fields = {"name": "Fourth quarter", "query": "", "due_on": FAR}
    return open_campaign(opened_by=aiko(), **{**fields, **more})


def test_it_asks_about_every_grant_once() -> None:
    found = campaign(3)
    assert found.state == CampaignState.OPEN
    assert found.population_count == 3
    assert list(found.items.values_list("number", flat=True)) == [1, 2, 3]
    assert found.items.values("grant").distinct().count() == 3


def test_what_the_filter_left_out_is_noted_and_stays() -> None:
    asked, left_out = grants(2)
    Grant.objects.filter(pk=asked.pk).update(verdict="public")
    found = opened(query="verdict=public")
    (kept,) = found.exclusions.all()
    assert kept.grant == left_out
    assert found.observed_count == found.grant_count + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.delete()


def test_it_freezes_what_a_reviewer_will_read() -> None:
    item = campaign().items.get()
    assert item.fingerprint == item.grant.fingerprint
    assert item.wording["en"]["sentence"] != item.wording["ja"]["sentence"]
    assert '"sts:AssumeRole"' in item.statement
    assert item.document_sha256 == item.grant.snapshot.document.sha256


def test_the_ledger_binds_the_rows_as_the_database_gives_them_back() -> None:
    odd = "ピッチャー \U0001f511 \u202eabc \x7f"
    asked = Condition("StringLike", "aws:PrincipalTag/team", ("a*", odd))
    role = owned_resource()
    Account.objects.filter(account_id=PAYMENTS).update(name=odd)
    make_grant(role, flags=("no-external-id", "no-mfa"), conditions=(asked,))
    make_grant(role, principal=Principal(PrincipalKind.FEDERATED, odd))
    found = opened(limitation="Only this account counts.")
    assert found.population_count == 2
    says = json.loads(Entry.objects.get(kind="campaign-opened").body)["says"]
    assert says["population_root"] == population_root(found)


def test_it_binds_the_newest_finished_crawl() -> None:
    grants()
    newest = read_completely(make_crawl())
    make_crawl(Crawl.State.RUNNING)
    assert opened().crawl == newest


def test_a_crawl_of_one_account_is_no_ground_to_stand_on() -> None:
    grants()
    make_crawl(selection={"accounts": [PAYMENTS]})
    assert opened().crawl == first_crawl()


def test_a_grant_that_a_running_crawl_just_found_waits_for_the_next() -> None:
    grants()
    make_grant(owned_resource(), crawl=make_crawl(Crawl.State.RUNNING))
    assert opened().population_count == 1


def test_a_grant_that_has_ended_is_not_asked_about() -> None:
    end_grant(grants(2)[0], crawl=first_crawl())
    assert opened().population_count == 1


def test_a_filter_narrows_it() -> None:
    grants(2)
    make_grant(make_bucket(tags={"owner": RIN}))
    assert opened(query="type=AWS::S3::Bucket").population_count == 1


def test_it_refuses_a_filter_that_says_nothing_we_know() -> None:
    grants()
    with pytest.raises(FilterUnknown, match="verdict"):
        opened(query="verdict=pubic")


@pytest.mark.parametrize("query", ["state=ended", "state=all", "at=2026-01-01"])
def test_it_refuses_a_filter_over_the_past(query: str) -> None:
    grants()
    with pytest.raises(FilterUnknown, match="current grants"):
        opened(query=query)


def test_it_refuses_to_ask_about_nothing() -> None:
    grants()
    with pytest.raises(NothingToReview):
        opened(query="search=nobody-of-that-name")


def test_it_refuses_before_any_crawl_has_finished() -> None:
    make_crawl(Crawl.State.RUNNING)
    with pytest.raises(NoCrawl, match="Start one"):
        opened()


def test_a_crawl_that_failed_is_no_ground_either() -> None:
    make_crawl(Crawl.State.FAILED)
    with pytest.raises(NoCrawl):
        opened()


def test_an_account_that_refused_us_blocks_the_opening() -> None:
    grants()
    make_account(OLD_POS, "old-pos")
    make_coverage(account_id=OLD_POS, outcome=Outcome.DENIED)
    with pytest.raises(CoverageIncomplete, match=f"old-pos {OLD_POS}"):
        opened()
    assert not Campaign.objects.exists()


def test_an_account_that_the_crawl_never_looked_at_blocks_it_too() -> None:
    grants()
    make_account(OLD_POS, "old-pos")
    with pytest.raises(CoverageIncomplete):
        opened()


def test_one_gap_blocks_it_too() -> None:
    grants()
    make_gap(first_crawl().coverage.get(), "arn:aws:iam::204411803391:role/hidden")
    with pytest.raises(CoverageIncomplete):
        opened()


def test_a_region_that_is_off_is_no_loss() -> None:
    grants()
    make_coverage(region="me-south-1", outcome=Outcome.REGION_OFF)
    assert opened().population_count == 1


def test_a_signed_limitation_opens_it_and_keeps_the_name() -> None:
    grants()
    make_account(OLD_POS, "old-pos")
    found = opened(limitation="old-pos is being shut down.")
    assert found.limitation_by == aiko()
    assert found.limitation_at is not None


def test_a_limitation_of_blanks_is_none() -> None:
    grants()
    make_account(OLD_POS, "old-pos")
    with pytest.raises(CoverageIncomplete):
        opened(limitation="   ")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_only_analysts_open(role: Role) -> None:
    grants()
    opened_by = make_user(KEN, role)
    with pytest.raises(NotAllowed):
        open_campaign(name="x", query="", due_on=FAR, opened_by=opened_by)


def test_it_wants_a_name() -> None:
    with pytest.raises(NameRequired):
        opened(name=" ")


def test_it_wants_a_day_that_has_not_passed() -> None:
    with pytest.raises(DateHasPassed):
        opened(due_on=timezone.localdate() - timedelta(days=1))


def test_a_role_unused_for_long_is_suggested_for_revoking() -> None:
    rin()
    read_completely()
    make_grant(owned_resource(facts={"last_used_at": "2020-01-01T00:00:00+00:00"}))
    item = opened().items.get()
    assert item.suggestion == "revoke"
    assert "Nobody has used this role" in item.wording["en"]["advice"]


def test_the_riskiest_comes_first() -> None:
    grants()
    risky = make_grant(owned_resource(), flags=("confused-deputy",))
    assert opened().items.riskiest_first()[0].grant == risky


def test_it_writes_one_event() -> None:
    found = campaign(2)
    event = Event.objects.get(kind="campaign-opened")
    assert (event.campaign, event.person, event.says["population"]) == (
        found,
        aiko(),
        2,
    )


def test_a_refusal_leaves_nothing_behind() -> None:
    grants()
    ken = make_user(KEN, Role.AUDITOR)
    with pytest.raises(Refused):
        opened(fallback=ken)
    assert not ReviewItem.objects.exists()
    assert not Campaign.objects.exists()
    assert not Event.objects.exists()


def test_it_asks_a_steady_number_of_queries(
    django_assert_max_num_queries: Any,
) -> None:
    aiko()
    grants(30)
    with django_assert_max_num_queries(65):  # PostgreSQL asks 63, to copy rows in
        opened()


def test_the_name_of_the_analyst_is_kept() -> None:
    assert campaign().opened_by.username == AIKO
