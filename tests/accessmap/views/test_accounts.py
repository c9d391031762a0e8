from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accessmap.models import Outcome, Role
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from tests import rows, sightings
from tests.cast import KAPPA, PAYMENTS, RIN, SHOP, TANUKI

pytestmark = pytest.mark.django_db
QUERIES = 15


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_accounts_stand_in_their_units_with_owner_and_grants(aiko: Client) -> None:
    unit = rows.make_unit("Production")
    rows.make_account(PAYMENTS, "payments-prod", unit=unit, tags={"Owner": RIN})
    rows.make_coverage()
    rows.make_grant()
    text = page(aiko, "/accounts/")
    assert "<strong>1 account</strong> in 1 units." in " ".join(text.split())
    assert "All of them were read completely." in text
    for word in ("Production", "payments-prod", PAYMENTS, RIN):
        assert word in text


def test_nobody_is_said_only_where_all_was_read(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_coverage()
    assert "Nobody" in page(aiko, "/accounts/")
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    text = page(aiko, "/accounts/")
    assert "Nobody" not in text
    assert "Unknown" in text


def test_a_reader_of_the_organization_sees_who_acts_for_all_of_it(aiko: Client) -> None:
    rows.make_account(PAYMENTS, delegated_services=["sso.amazonaws.com"])
    rows.make_coverage()
    text = page(aiko, "/accounts/")
    assert "Who acts for the whole organization" in text
    assert "whoever controls it controls them" in text
    assert 'href="#delegates">Delegated administrator</a>' in text


def test_what_was_read_alike_is_folded(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_coverage()
    rows.make_coverage(collector="sqs", service="sqs", item_count=0)
    rows.make_coverage(collector="kms", service="kms", outcome=Outcome.DENIED)
    text = page(aiko, f"/accounts/{PAYMENTS}/")
    assert "1 service was read completely; nothing there" in text
    assert "1 service could not be read: unknown, not empty" in text


def test_who_left_is_not_said_to_be_read_in_part(aiko: Client) -> None:
    rows.make_account(KAPPA, left_at=rows.THEN)
    text = page(aiko, f"/accounts/{KAPPA}/")
    assert "left the organization: whom it lets in is not ours to read." in text
    assert "Reading" not in text


def test_without_accounts_it_says_what_to_do(aiko: Client) -> None:
    assert "No account has been read yet" in page(aiko, "/accounts/")


@pytest.mark.parametrize("count", [1, 10])
def test_ten_accounts_need_as_many_queries_as_one(
    aiko: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        account = rows.make_account(f"{number:012}", unit=rows.make_unit(f"u{number}"))
        rows.make_coverage(account_id=account.account_id)
        rows.make_grant(rows.make_resource(account))
    aiko.get("/accounts/")
    with django_assert_num_queries(QUERIES):
        page(aiko, "/accounts/")


def test_an_account_shows_policies_that_name_somebody_deleted(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    snapshot = rows.make_snapshot()
    heading = "Policies that name somebody deleted"
    assert heading not in page(aiko, f"/accounts/{PAYMENTS}/")
    snapshot.document.deleted_principals = "AROAJQABCDEFGHIJKLMNO"
    snapshot.document.save()
    text = page(aiko, f"/accounts/{PAYMENTS}/")
    assert heading in text
    assert "AROAJQABCDEFGHIJKLMNO" in text
    assert snapshot.resource.arn in text
    assert heading not in page(aiko, f"/accounts/{rows.make_account(SHOP).account_id}/")


def test_an_account_shows_whom_it_lets_in_and_where_it_is_let_in(aiko: Client) -> None:
    rows.make_account(PAYMENTS, "payments-prod")
    rows.make_account(SHOP, "shop-prod")
    rows.make_counterparty(TANUKI)
    rows.make_grant()
    rows.make_coverage()
    ours = Principal(PrincipalKind.ACCOUNT, PAYMENTS, PAYMENTS)
    shop = rows.make_resource(rows.make_account(SHOP), name="DeployTarget")
    rows.make_grant(shop, principal=ours)
    text = page(aiko, f"/accounts/{PAYMENTS}/")
    assert "lets others in by 1 grant." in text
    assert "Tanuki Observability" in text
    assert "DeployTarget" in text


def test_an_account_that_was_not_read_lets_in_who_knows_whom(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_coverage(outcome=Outcome.DENIED, reason="AccessDenied from STS.")
    text = page(aiko, f"/accounts/{PAYMENTS}/")
    assert "whom it lets in is unknown" in text
    assert "AccessDenied from STS." in text


def test_an_account_that_left_says_so(aiko: Client) -> None:
    rows.make_account(KAPPA, "kappa-sweets", left_at=rows.THEN)
    assert "It left the organization" in page(aiko, f"/accounts/{KAPPA}/")


def test_no_control_of_ours_is_told_of_an_account_that_left(aiko: Client) -> None:
    rows.make_account(
        rcps={"only-our-org": "{}"},
        scps=[{"no-root": "{}"}],
        left_at=rows.THEN,
        delegated_services=["sso.amazonaws.com"],
    )
    rows.make_grant()
    text = page(aiko, f"/accounts/{PAYMENTS}/")
    assert "let others in by 1 grant when it was last seen: unknown now." in text
    assert "no SCP and no RCP of ours applies to it" in text
    for word in ("only-our-org", "no-root", "No owner is named", "sso.amazonaws.com"):
        assert word not in text


def test_reviewers_do_not_see_the_whole(client: Client) -> None:
    rows.make_account(PAYMENTS)
    client.force_login(rows.make_user(RIN, Role.REVIEWER))
    assert client.get("/accounts/").status_code == 403
    assert client.get(f"/accounts/{PAYMENTS}/").status_code == 403


def test_an_account_shows_whom_its_networks_reach(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_counterparty(TANUKI, "Tanuki")
    sightings.make_link(PAYMENTS, TANUKI)
    sightings.make_link(PAYMENTS, SHOP, state="pending-acceptance")
    text = page(aiko, f"/accounts/{PAYMENTS}/")
    assert "Reached by network" in text
    assert text.count("VPC peering") == 2
    assert "<bdi>Tanuki</bdi>" in text
    assert "Not open" in text


def test_an_account_without_networks_says_nothing_of_them(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    sightings.make_link(PAYMENTS, PAYMENTS)
    assert "Reached by network" not in page(aiko, f"/accounts/{PAYMENTS}/")


def test_an_account_shows_what_it_rules_and_has_and_who_gathers(aiko: Client) -> None:
    rows.make_account(PAYMENTS, delegated_services=["sso.amazonaws.com"])
    rows.make_account(SHOP, "shop-prod")
    rows.make_resource(
        rows.make_account(SHOP),
        name="all-of-it",
        resource_type="AWS::Config::ConfigurationAggregator",
        facts={"is_of_organization": True},
    )
    rows.make_resource(
        name="metrics",
        resource_type="AWS::RAM::ReceivedResourceShare",
        facts={"owner": TANUKI},
    )
    ruler, other = (
        page(aiko, f"/accounts/{PAYMENTS}/"),
        page(aiko, f"/accounts/{SHOP}/"),
    )
    assert "It decides who signs in to every member account" in ruler
    assert "Aggregator all-of-it of AWS Config" in ruler
    assert "Shared with it from outside" in ruler
    assert "This account gathers it from every member" in other
    for words in ("Administers for all", "Shared with it from outside"):
        assert words not in other
