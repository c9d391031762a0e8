from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.models import Grant
from accessmap.policy.grant import Condition, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from tests import rows
from tests.cast import DAICHI, KUMO, PAYMENTS, RIN, SHOP, TANUKI

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


def test_an_owner_is_found_by_the_name_that_pages_show() -> None:
    rin = rows.make_user(RIN)
    shop = rows.make_account(SHOP)
    grant = rows.make_grant(rows.make_resource(shop, tags={"Owner": rin.email}))
    for written in ("Rin Takeda", "rin takeda", RIN, rin.email, rin.email.upper()):
        assert found(owner=written) == [grant]
    assert found(owner="Rin Tak") == []


def test_a_grant_with_two_flags_is_found_once() -> None:
    grant = rows.make_grant(flags=("confused-deputy", "long-session"))
    rows.make_grant()
    assert found(flag="any") == [grant]
    assert found(flag=["long-session", "confused-deputy"]) == [grant]


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


@pytest.mark.parametrize("word", ["workloads", "production", "rin", "pci", "支払い"])
def test_a_search_finds_units_and_tags_too(word: str) -> None:
    above = rows.make_unit("Workloads")
    unit = rows.make_unit("Production", parent=above)
    rows.make_account(PAYMENTS, unit=unit, tags={"Owner": "Rin Takeda"})
    shop = rows.make_account(SHOP, unit=rows.make_unit("Staging"))
    tags = {"Scope": "PCI", "Team": "支払い"}
    wanted = rows.make_grant(rows.make_resource(tags=tags))
    rows.make_grant(rows.make_resource(shop, name="Other"))
    assert found(search=word) == [wanted]


def test_it_finds_what_was_held_on_a_day() -> None:
    grant = rows.make_grant()
    later = rows.make_crawl()
    rows.end_grant(grant, later)
    assert found(at=rows.THEN.isoformat()) == [grant]
    assert found(at=later.started_at.isoformat()) == []
    assert found(since=later.started_at.isoformat(), state="all") == []


def test_it_finds_by_the_tag_of_resource_or_account() -> None:
    tagged = rows.make_account(tags={"Environment": "production"})
    by_account = rows.make_grant(rows.make_resource(tagged))
    shop = rows.make_account(SHOP)
    by_tag = rows.make_grant(rows.make_resource(shop, tags={"env__name": "x=y"}))
    rows.make_grant(rows.make_resource(shop, tags={"Environment": "staging"}))
    assert found(tag="Environment=production") == [by_account]
    assert found(tag="env__name=x=y") == found(tag="env__name") == [by_tag]
    assert len(found(tag="Environment")) == 2
    assert found(tag="Environment__contains=prod") == []


def role_used(last: str | None, made: str = "2020-01-01T00:00:00+00:00") -> Grant:
    facts = {"last_used_at": last, "created_at": made}
    return rows.make_grant(rows.make_resource(facts=facts))


def test_unused_is_what_aws_says_was_not_used() -> None:
    long_ago = role_used("2026-01-15T08:00:00+00:00")
    never = role_used(None)
    role_used("2026-10-01T08:00:00+00:00")
    role_used(None, made="2026-10-01T08:00:00+00:00")  # it had no time yet
    rows.make_grant()  # AWS tells nothing of it
    assert found(unused="2026-06-01") == [long_ago, never]


def test_unused_counts_days_back_from_now() -> None:
    ago = (timezone.now() - timedelta(days=100)).isoformat()
    grant = role_used(ago)
    assert found(unused="90") == [grant]
    assert found(unused="120") == []


def test_what_lacks_a_condition_is_only_what_could_ask_for_it() -> None:
    asked = Condition("StringEquals", "sts:externalid", ("abc",))
    safe = rows.make_grant(conditions=(asked,))
    bare = rows.make_grant()
    okta = Principal(PrincipalKind.FEDERATED, "arn:aws:iam::1:saml-provider/okta")
    rows.make_grant(principal=okta, zone=Zone.FEDERATED, verdict=Verdict.FEDERATED)
    rows.make_grant(rows.make_bucket(), policy_kind=PolicyKind.RESOURCE)
    assert found(condition="external-id") == [safe]
    assert found(missing="external-id") == [bare]
    assert found(missing="external-id,mfa") == [bare]
    assert found(missing="mfa") == [safe, bare]
