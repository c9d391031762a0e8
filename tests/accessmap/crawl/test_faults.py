"""After each fault: what was not read is a gap, and nothing real is called absent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings

from accessmap.aws import assume
from accessmap.aws.collector import all_collectors
from accessmap.aws.session import own_caller
from accessmap.models import Account, Coverage, Crawl, Gap, Grant
from tests.accessmap.aws_world import (
    REGION,
    World,
    answer,
    denied,
    denied_json,
    denied_s3,
    fault,
)
from tests.accessmap.crawl.crawling import coverage, crawl, nothing_ended

pytestmark = [pytest.mark.aws, pytest.mark.fault]
Make = Callable[[Any], Any]


def html(_request: Any) -> Any:
    return answer(200, "<html>Sign in</html>", "text/html", request_id="")


def of(account_id: str, make: Make) -> Make:
    """Answer only the AssumeRole that asks for one account."""

    def picky(request: Any) -> Any:
        body = request.body or b""
        text = body.decode() if isinstance(body, bytes) else str(body)
        return make(request) if account_id in text else None

    return picky


def test_a_refused_account_is_a_gap_and_its_grants_stay(world: World) -> None:
    crawl()
    assert Grant.objects.current().filter(resource__account_id=world.payments).exists()

    refuse = of(world.payments, lambda _: denied("is not authorized to perform"))
    assume.forget()
    with fault("sts", "AssumeRole", refuse):
        second = crawl()

    assert second.state == Crawl.State.PARTIAL
    rows = Coverage.objects.filter(crawl=second, account_id=world.payments)
    own = {n for n, each in all_collectors().items() if not each.is_organization_wide}
    assert {row.collector for row in rows} == own
    types = {row.resource_type for row in rows}
    assert {"AWS::IAM::User", "AWS::S3::AccountPublicAccessBlock"} <= types
    assert {row.outcome for row in rows} == {"denied"}
    assert {row.denied_by for row in rows} == {"assume-role"}
    assert "role/AccessMapReadOnly" in rows[0].reason
    assert coverage(second, world.shop, "iam").is_complete
    assert nothing_ended()


@pytest.mark.parametrize(
    ("message", "denied_by"),
    [
        (
            "is not authorized to perform: iam:GetAccountAuthorizationDetails",
            "identity",
        ),
        ("with an explicit deny in a service control policy", "scp"),
        ("because no session policy allows the action", "session"),
    ],
)
def test_a_refused_list_says_who_refused(
    world: World, message: str, denied_by: str
) -> None:
    crawl()

    with fault("iam", "GetAccountAuthorizationDetails", lambda _: denied(message)):
        second = crawl()

    row = coverage(second, world.payments, "iam")
    assert (row.outcome, row.denied_by) == ("denied", denied_by)
    assert row.operation == "GetAccountAuthorizationDetails"
    assert "iam:GetAccountAuthorizationDetails" in row.reason
    assert nothing_ended()


def test_one_refused_bucket_of_many_is_one_gap(world: World) -> None:
    crawl()

    def refuse(request: Any) -> Any:
        return denied_s3() if "payments-logs" in request.url else None

    with fault("s3", "GetBucketPolicy", refuse):
        second = crawl()

    row = coverage(second, world.payments, "s3")
    assert (row.outcome, row.gap_count) == ("complete", 1)
    gap = Gap.objects.get(coverage=row)
    assert gap.arn == "arn:aws:s3:::payments-logs"
    assert gap.outcome == "denied"
    assert nothing_ended()


def test_one_bucket_whose_policy_is_no_policy_is_one_gap(world: World) -> None:
    crawl()

    def broken(request: Any) -> Any:
        is_it = "payments-logs" in request.url
        return answer(200, "{}", "application/json") if is_it else None

    with fault("s3", "GetBucketPolicy", broken):
        second = crawl()

    row = coverage(second, world.payments, "s3")
    assert (row.outcome, row.gap_count) == ("complete", 1)
    assert Gap.objects.get(coverage=row).arn == "arn:aws:s3:::payments-logs"
    assert nothing_ended()


def test_throttling_for_ever_ends_as_throttled(world: World) -> None:
    crawl()

    def slow(_request: Any) -> Any:
        return denied_json("Rate exceeded", code="ThrottlingException")

    with fault("kms", "ListKeys", slow) as hits:
        second = crawl()

    row = coverage(second, world.payments, "kms")
    assert row.outcome == "throttled"
    assert len(hits) == 9  # three accounts, three attempts each
    assert nothing_ended()


def test_throttling_that_passes_leaves_no_trace(world: World) -> None:
    crawl()
    left = [2]

    def slow(_request: Any) -> Any:
        left[0] -= 1
        return denied_json(code="ThrottlingException") if left[0] >= 0 else None

    with fault("kms", "ListKeys", slow):
        second = crawl()

    assert coverage(second, world.payments, "kms").outcome == "complete"
    assert nothing_ended()


@pytest.mark.parametrize(
    ("service", "operation", "collector"),
    [
        ("organizations", "ListAccounts", "organization"),
        ("organizations", "ListAccountsForParent", "organization-units"),
        ("organizations", "ListPolicies", "organization-policies"),
        ("organizations", "ListTagsForResource", "organization-tags"),
        ("iam", "GetAccountAuthorizationDetails", "iam"),
        ("s3", "ListBuckets", "s3"),
        ("kms", "ListKeys", "kms"),
    ],
)
def test_a_login_page_instead_of_a_list_is_no_empty_list(
    world: World, service: str, operation: str, collector: str
) -> None:
    crawl()
    tags = Account.objects.get(account_id=world.payments).tags

    with fault(service, operation, html):
        second = crawl()

    account = world.management if service == "organizations" else world.payments
    row = coverage(second, account, collector)
    assert row.outcome == "failed"
    assert row.code in {"AnswerRefused", "KeyError"}
    assert "proxy or a login page" in row.reason.replace("A proxy", "proxy")
    assert nothing_ended()
    after = Account.objects.get(account_id=world.payments)
    assert (after.tags, after.unit is None) == (tags, False)


def test_a_truncated_list_without_a_token_is_no_whole_list(world: World) -> None:
    crawl()

    def cut(_request: Any) -> Any:
        body = json.dumps({"Keys": [], "Truncated": True})
        return answer(200, body, "application/x-amz-json-1.1")

    with fault("kms", "ListKeys", cut):
        second = crawl()

    row = coverage(second, world.payments, "kms")
    assert row.outcome == "failed"
    assert "there is more, and not where" in row.reason
    assert nothing_ended()


def test_pages_that_go_round_in_circles_are_no_whole_list(world: World) -> None:
    crawl()
    tokens = iter(["a", "b"] * 100)

    def around(_request: Any) -> Any:
        page = {"Keys": [], "Truncated": True, "NextMarker": next(tokens)}
        return answer(200, json.dumps(page), "application/x-amz-json-1.1")

    with fault("kms", "ListKeys", around):
        second = crawl()

    assert coverage(second, world.payments, "kms").outcome == "failed"
    assert nothing_ended()


def test_credentials_of_another_account_are_not_used(world: World) -> None:
    crawl()
    assume.forget()
    stranger = (
        "<GetCallerIdentityResponse><GetCallerIdentityResult>"
        "<Arn>arn:aws:sts::447199021835:assumed-role/AccessMapReadOnly/x</Arn>"
        "<UserId>x</UserId><Account>447199021835</Account>"
        "</GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId>"
        "</ResponseMetadata></GetCallerIdentityResponse>"
    )

    def wrong(_request: Any) -> Any:
        return answer(200, stranger)

    own_caller()
    with fault("sts", "GetCallerIdentity", wrong):
        second = crawl()

    row = coverage(second, world.payments, "iam")
    assert (row.outcome, row.code) == ("failed", "WrongAccount")
    assert "447199021835" in row.reason
    assert nothing_ended()


def test_a_region_without_the_service_is_no_empty_region(world: World) -> None:
    crawl()

    with fault(
        "kms", "ListKeys", lambda _: denied_json(code="UnrecognizedClientException")
    ):
        second = crawl()

    assert coverage(second, world.payments, "kms").outcome == "failed"
    assert nothing_ended()


def test_a_region_that_is_off_is_told_apart_and_is_no_loss(world: World) -> None:
    regions = [{"RegionName": REGION, "RegionOptStatus": "ENABLED"}]
    listed = answer(200, json.dumps({"Regions": regions}), "application/json")

    with fault("account", "ListRegions", lambda _: listed):
        done = crawl({"regions": [REGION, "me-central-1"], "services": ["kms"]})

    rows = done.coverage.filter(account_id=world.payments, collector="kms")
    assert {row.region: row.outcome for row in rows} == {
        REGION: "complete",
        "me-central-1": "region-off",
    }
    assert done.state == Crawl.State.COMPLETE


def test_regions_that_cannot_be_listed_are_a_gap(world: World) -> None:
    with (
        override_settings(REGIONS=()),
        fault("account", "ListRegions", lambda _: denied_json()),
        fault("ec2", "DescribeRegions", lambda _: denied()),
    ):
        done = crawl({"services": ["kms"]})

    row = coverage(done, world.payments, "kms")
    assert (row.region, row.outcome) == ("", "denied")
    assert "ACCESSMAP_REGIONS" in row.reason
