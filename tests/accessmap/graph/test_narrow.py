from __future__ import annotations

from typing import Any

import pytest

from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.models import Grant
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from tests import rows
from tests.cast import DAICHI, KUMO, PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db

ANYONE = {
    "principal": Principal(PrincipalKind.PUBLIC, "*"),
    "zone": Zone.PUBLIC,
    "verdict": Verdict.PUBLIC,
}


def found(**words: Any) -> list[Grant]:
    return list(matching(GrantFilter.of(words)))


def test_without_a_word_it_finds_what_is_held_now_across_accounts() -> None:
    grant = rows.make_grant()
    rows.end_grant(rows.make_grant())
    rows.make_grant(zone=Zone.SAME_ACCOUNT, verdict=Verdict.SAME_ACCOUNT)
    assert found() == [grant]


def test_it_finds_what_has_ended_and_what_stays_within() -> None:
    ended = rows.end_grant(rows.make_grant())
    within = rows.make_grant(zone=Zone.SAME_ACCOUNT, verdict=Verdict.SAME_ACCOUNT)
    assert found(state="ended") == [ended]
    assert found(state="all", within="yes") == [ended, within]


def test_values_of_one_word_widen_and_words_narrow() -> None:
    tanuki = rows.make_grant()
    public = rows.make_grant(rows.make_bucket(), **ANYONE)
    assert found(verdict="public,external") == [tanuki, public]
    assert found(verdict="public,external", type="AWS::S3::Bucket") == [public]


def test_it_finds_a_unit_with_all_units_below() -> None:
    workloads = rows.make_unit("Workloads")
    production = rows.make_unit("Production", parent=workloads)
    grant = rows.make_grant(rows.make_resource(rows.make_account(unit=production)))
    rows.make_grant(rows.make_resource(rows.make_account(SHOP)))
    assert found(ou="Workloads") == [grant]
    assert found(ou="ou-k1t5-production") == [grant]
    assert found(ou="Nowhere") == []


def test_it_finds_an_owner_by_the_tag_of_resource_or_account() -> None:
    of_account = rows.make_account(tags={"Owner": DAICHI})
    by_account = rows.make_grant(rows.make_resource(of_account))
    shop = rows.make_account(SHOP)
    by_tag = rows.make_grant(rows.make_resource(shop, tags={"owner": DAICHI}))
    rows.make_grant(rows.make_resource(shop))
    assert found(owner=DAICHI) == [by_account, by_tag]


def test_a_grant_with_two_flags_is_found_once() -> None:
    grant = rows.make_grant(flags=("no-external-id", "never-used"))
    rows.make_grant()
    assert found(flag="any") == [grant]
    assert found(flag=["never-used", "no-external-id"]) == [grant]


def test_it_finds_an_account_at_either_end() -> None:
    grant = rows.make_grant()
    assert found(account=TANUKI) == found(account=PAYMENTS) == [grant]
    assert found(source=PAYMENTS) == found(target=TANUKI) == []


def test_every_word_of_a_search_is_found_somewhere() -> None:
    rows.make_counterparty()
    role = rows.make_resource(name="TanukiIntegration")
    grant = rows.make_grant(role)
    rows.make_grant(principal=Principal(PrincipalKind.ACCOUNT, KUMO, KUMO))
    assert found(search="observability payments-prod") == [grant]
    assert found(search="tanukiintegration") == [grant]
    assert found(search="observability nothing") == []


def test_it_finds_what_was_held_on_a_day() -> None:
    grant = rows.make_grant()
    later = rows.make_crawl()
    rows.end_grant(grant, later)
    assert found(at=rows.THEN.isoformat()) == [grant]
    assert found(at=later.started_at.isoformat()) == []
    assert found(since=later.started_at.isoformat(), state="all") == []
