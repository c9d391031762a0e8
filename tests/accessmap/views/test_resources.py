"""The rows behind every count of an account's resources."""

from __future__ import annotations

import html
from urllib.parse import quote

import pytest
from django.test import Client

from accessmap.models import Outcome, Role
from tests import rows
from tests.cast import PAYMENTS, RIN

pytestmark = pytest.mark.django_db
ADDRESS = f"/accounts/{PAYMENTS}/resources/"


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def told(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == status
    return " ".join(html.unescape(answer.content.decode()).split())


def test_it_lists_what_there_is_with_the_grants_of_each(aiko: Client) -> None:
    account = rows.make_account()
    role, bucket = rows.make_resource(account), rows.make_bucket(account)
    rows.make_coverage()
    rows.make_grant(role)
    text = told(aiko)
    assert "2 resources were read here." in text
    assert role.arn in text
    assert bucket.arn in text
    assert f"/grants/?resource={quote(role.arn, safe='')}" in text


def test_it_is_narrowed_to_a_type(aiko: Client) -> None:
    account = rows.make_account()
    role, bucket = rows.make_resource(account), rows.make_bucket(account)
    text = told(aiko, "?type=AWS::S3::Bucket")
    assert bucket.arn in text
    assert role.arn not in text
    assert "Show all resources" in text


def test_what_was_not_read_is_unknown_and_not_none(aiko: Client) -> None:
    rows.make_account()
    rows.make_coverage(outcome=Outcome.DENIED)
    assert "What is there is unknown, not zero." in told(aiko)


def test_a_date_that_is_none_is_refused(aiko: Client) -> None:
    rows.make_account()
    assert "yesterday" in told(aiko, "?at=yesterday", status=400)


def test_whoever_reviews_does_not_get_it(client: Client) -> None:
    rows.make_account()
    client.force_login(rows.make_user(RIN, Role.REVIEWER))
    assert client.get(ADDRESS).status_code == 403


def test_the_account_links_its_counts_to_the_rows(aiko: Client) -> None:
    account = rows.make_account()
    rows.make_grant(rows.make_resource(account))
    rows.make_coverage()
    page = aiko.get(f"/accounts/{PAYMENTS}/").content.decode()
    assert f'href="{ADDRESS}?type=AWS::IAM::Role">1</a>' in page
    assert f'/grants/?target={PAYMENTS}&amp;type=AWS::IAM::Role">1</a>' in page
    panel = aiko.get(f"/map/account/{PAYMENTS}").content.decode()
    assert f'href="{ADDRESS}">1</a>' in panel
    assert f'href="{ADDRESS}?type=AWS::IAM::Role">1</a>' in panel
