"""What goes wrong with the organization itself, or with who we are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accessmap.aws import assume
from accessmap.models import Account, Coverage, Crawl, Grant
from tests.accessmap.aws_world import World, denied, denied_json, fault
from tests.accessmap.crawl.crawling import coverage, crawl, nothing_ended

pytestmark = [pytest.mark.aws, pytest.mark.fault]


def current_grants(account_id: str) -> Iterator[str]:
    grants = Grant.objects.current().filter(resource__account_id=account_id)
    yield from grants.values_list("fingerprint", flat=True)


def test_a_suspended_account_is_no_empty_account(world: World) -> None:
    crawl()
    organizations = world.client("organizations")
    organizations.close_account(AccountId=world.payments)

    second = crawl()

    rows = Coverage.objects.filter(crawl=second, account_id=world.payments)
    assert {row.outcome for row in rows} == {"account-state"}
    assert nothing_ended()


def test_one_account_that_left_is_believed(world: World) -> None:
    crawl()
    world.client("organizations").remove_account_from_organization(AccountId=world.shop)

    second = crawl()

    assert Account.objects.get(account_id=world.shop).left_at == second.started_at


def test_an_account_that_leaves_mid_crawl_is_a_gap_and_then_has_left(
    world: World,
) -> None:
    crawl()
    before = set(current_grants(world.payments))
    organizations = world.client("organizations")
    has_left: list[str] = []

    def leave(request: Any) -> Any:
        if world.payments in str(request.body) and not has_left:
            organizations.remove_account_from_organization(AccountId=world.payments)
            has_left.append(world.payments)
            assume.forget()
        return denied() if has_left and world.payments in str(request.body) else None

    assume.forget()
    with fault("sts", "AssumeRole", leave):
        second = crawl()

    assert has_left
    rows = Coverage.objects.filter(crawl=second, account_id=world.payments)
    assert {row.outcome for row in rows} == {"denied"}
    assert nothing_ended()

    third = crawl()

    assert Account.objects.get(account_id=world.payments).left_at == third.started_at
    assert not Coverage.objects.filter(crawl=third, account_id=world.payments).exists()
    assert set(current_grants(world.payments)) == before  # nobody has seen them go


def test_an_account_that_leaves_while_it_is_read_keeps_what_was_not_read(
    world: World,
) -> None:
    crawl()

    def gone(request: Any) -> Any:
        return denied_json() if "kms" in request.url else denied()

    with fault("kms", "ListKeys", gone), fault("s3", "ListBuckets", gone):
        second = crawl({"accounts": [world.payments], "services": ["iam", "kms", "s3"]})

    told = {
        name: coverage(second, world.payments, name).outcome
        for name in ("iam", "kms", "s3")
    }
    assert told == {"iam": "complete", "kms": "denied", "s3": "denied"}
    assert nothing_ended()


def test_many_accounts_missing_at_once_are_held(world: World) -> None:
    crawl()
    organizations = world.client("organizations")
    for account_id in (world.shop, world.payments):
        organizations.remove_account_from_organization(AccountId=account_id)

    second = crawl()

    row = coverage(second, world.management, "organization")
    assert (row.outcome, row.code) == ("failed", "MassDisappearance")
    assert second.holds.get().missing_count == 2
    assert nothing_ended()


def test_no_permission_for_the_organization_is_a_clear_failure(world: World) -> None:
    crawl()

    with fault("organizations", "DescribeOrganization", lambda _: denied_json()):
        second = crawl()

    assert second.state == Crawl.State.FAILED
    assert second.error.startswith(
        f"AccessMap, in account {world.management}, may not read AWS Organizations."
    )
    assert nothing_ended()


def test_an_account_in_no_organization_reads_itself(world: World) -> None:
    alone = denied_json(code="AWSOrganizationsNotInUseException")

    with fault("organizations", "DescribeOrganization", lambda _: alone):
        done = crawl()

    assert done.organization_id == ""
    assert Account.objects.get().account_id == world.management
    assert coverage(done, world.management, "iam").is_complete


def test_wrong_credentials_are_a_clear_failure(world: World) -> None:
    refused = denied("The security token is invalid", code="InvalidClientTokenId")

    with fault("sts", "GetCallerIdentity", lambda _: refused):
        done = crawl()

    assert done.state == Crawl.State.FAILED
    assert done.error.startswith("AWS does not accept the credentials")


@pytest.mark.parametrize(
    ("refused", "lost", "kept"),
    [
        ("RESOURCE_CONTROL_POLICY", "organization-rcps", "organization-policies"),
        ("SERVICE_CONTROL_POLICY", "organization-policies", "organization-rcps"),
    ],
)
def test_controls_of_one_kind_that_are_refused_leave_the_other(
    world: World, refused: str, lost: str, kept: str
) -> None:
    def refuse(request: Any) -> Any:
        return denied_json() if refused in str(request.body) else None

    with fault("organizations", "ListPolicies", refuse):
        done = crawl({"services": ["kms"]})

    assert coverage(done, world.management, lost).outcome == "denied"
    assert coverage(done, world.management, kept).outcome == "complete"
    has_scps = bool(Account.objects.get(account_id=world.payments).scps)
    assert has_scps is (kept == "organization-policies")
