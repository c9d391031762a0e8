from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accessmap.models import Gap, Hold, Outcome, Role
from accessmap.models.coverage import VANISHED
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db
QUERIES = 15


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def page(client: Client) -> str:
    answer = client.get("/coverage/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_lies_in_many_services_is_counted_first(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    services = ["iam", "kms", "s3", "sns", "sqs", "ecr", "efs", "eks", "ram", "rds"]
    for service in [*services, "ssm_documents", "kafka", "ses"]:
        rows.make_coverage(collector=service, service=service, outcome=Outcome.DENIED)
    text = page(aiko)
    assert "Not read: 13 services." in text
    assert "ECR, EFS, EKS, IAM, KMS, MSK, RAM" in text


def test_it_opens_with_how_much_was_read(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_account(SHOP)
    rows.make_coverage()
    rows.make_coverage(account_id=SHOP, outcome=Outcome.DENIED, denied_by="scp")
    rows.make_grant(rows.make_resource(rows.make_account(SHOP)))
    text = page(aiko)
    assert "1 of 2 accounts were read completely." in text
    assert "unknown, not empty" in text
    assert "an SCP denies the call" in text
    assert "We keep 1 grant as it was last seen." in text


def test_before_the_first_crawl_it_says_what_to_do(aiko: Client) -> None:
    assert "Nothing has been read yet." in page(aiko)


def test_a_document_that_nobody_understands_is_named(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    snapshot = rows.make_snapshot()
    snapshot.document.error = "The policy is not JSON."
    snapshot.document.save()
    text = page(aiko)
    assert "Documents we do not understand" in text
    assert "The policy is not JSON." in text
    assert f"sha256 {snapshot.document.sha256}" in text


def test_the_whole_matrix_is_taken_away_as_it_is_narrowed(aiko: Client) -> None:
    """All accounts of the filter, and not those of one page alone."""
    for number in range(205):
        account = rows.make_account(f"{number:012}", f"shop-{number}")
        rows.make_coverage(account_id=account.account_id)
    rows.make_account(PAYMENTS, "=payments", unit=rows.make_unit())
    rows.make_coverage(account_id=PAYMENTS, outcome=Outcome.DENIED)

    def taken(words: str) -> list[list[str]]:
        answer = aiko.get(f"/coverage/?format=csv{words}")
        text = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        return list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))

    unread = taken("&only=unread")
    assert [each[:4] for each in unread] == [
        ["Account", "Name", "Unit", "IAM"],
        [PAYMENTS, "'=payments", "Production", "Could not be read: unknown, not empty"],
    ]
    assert unread[0][4:] == ["asked", "crawl", "read_at", "coverage"]
    assert "not read completely" in unread[1][7]
    everything = taken("")
    assert len(everything) == 207
    assert {line[3] for line in everything[1:]} == {
        "Could not be read: unknown, not empty",
        "Complete, and older than a day",
    }


def test_a_cell_leads_to_the_calls_behind_it(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_coverage(
        collector="kms",
        region="eu-west-1",
        resource_type="AWS::KMS::Key",
        item_count=1204,
        call_count=77,
        page_count=13,
        first_request_id="req-first",
        last_request_id="req-last",
    )
    rows.make_coverage()
    assert f'href="{PAYMENTS}/?collector=kms"' in page(aiko)

    answer = aiko.get(f"/coverage/{PAYMENTS}/?collector=kms")

    shown = answer.content.decode()
    [line] = answer.context["page"]
    assert line.resource_type == "AWS::KMS::Key"
    for words in ("req-first", "req-last", "1,204", ">77<", ">13<", "eu-west-1"):
        assert words in shown, words


def test_what_several_kinds_cost_together_is_told_once(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_coverage(resource_type="AWS::IAM::Role", call_count=7)
    rows.make_coverage(resource_type="AWS::IAM::User")
    shown = aiko.get(f"/coverage/{PAYMENTS}/").content.decode()
    assert shown.count("By the same calls as the line above") == 1


def test_of_an_account_the_unread_alone_is_shown_with_the_reason(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_coverage()
    rows.make_coverage(
        collector="s3", outcome=Outcome.DENIED, reason="AWS refused s3:ListAllMyBuckets"
    )
    answer = aiko.get(f"/coverage/{PAYMENTS}/?only=unread")
    assert [row.collector for row in answer.context["page"]] == ["s3"]
    assert "AWS refused s3:ListAllMyBuckets" in answer.content.decode()
    assert "No answer of AWS" in answer.content.decode()


def test_an_account_of_which_nothing_was_asked_is_unknown(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    shown = aiko.get(f"/coverage/{PAYMENTS}/").content.decode()
    assert "all of it is unknown" in shown
    assert aiko.get(f"/coverage/{SHOP}/").status_code == 404


def test_who_owns_roles_alone_sees_no_calls(client: Client) -> None:
    rows.make_account(PAYMENTS)
    client.force_login(rows.make_user("daichi", Role.REVIEWER))
    assert client.get(f"/coverage/{PAYMENTS}/").status_code == 403


def test_what_is_held_is_said_here_too(aiko: Client) -> None:
    Hold.objects.create(
        crawl=rows.make_crawl(), account_id=PAYMENTS, missing_count=30, current_count=40
    )
    assert "30 of 40 grants would have ended at once" in page(aiko)


def test_what_is_doubted_stands_and_is_said(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    covered = rows.make_coverage(gap_count=1)
    Gap.objects.create(coverage=covered, arn="arn:x", outcome="failed", code=VANISHED)
    text = page(aiko)
    assert "It is gone when another crawl misses it too" in text
    assert "unknown, not zero" not in text


def test_the_matrix_is_narrowed_by_name_and_by_what_is_missing(aiko: Client) -> None:
    rows.make_account(PAYMENTS, "payments-prod")
    rows.make_account(SHOP, "shop-prod")
    rows.make_coverage()
    rows.make_coverage(account_id=SHOP, outcome=Outcome.THROTTLED)
    for query in ("search=SHOP", f"search={SHOP}", "only=unread"):
        drawn = aiko.get(f"/coverage/?{query}").context["page"]
        assert [each.name for each in drawn] == ["shop-prod"]
    assert not aiko.get("/coverage/?ou=Nowhere").context["page"].object_list


def test_five_thousand_accounts_are_paged(aiko: Client) -> None:
    for number in range(101):
        rows.make_account(f"{number:012}")
    rows.make_coverage(account_id=f"{0:012}")
    assert len(aiko.get("/coverage/?page=2").context["page"]) == 1


@pytest.mark.parametrize("count", [1, 10])
def test_ten_accounts_need_as_many_queries_as_one(
    aiko: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        account = rows.make_account(f"{number:012}")
        rows.make_coverage(account_id=account.account_id, outcome=Outcome.DENIED)
    aiko.get("/coverage/")
    with django_assert_num_queries(QUERIES):
        page(aiko)


def test_a_reader_finds_who_acts_for_the_whole_organization(aiko: Client) -> None:
    rows.make_account(delegated_services=["sso.amazonaws.com"])
    rows.make_coverage()
    assert 'href="/accounts/#delegates"' in aiko.get("/coverage/").content.decode()


def test_what_one_service_lacks_is_listed_alone(aiko: Client) -> None:
    rows.make_account(PAYMENTS)
    rows.make_account(SHOP)
    rows.make_coverage()
    rows.make_coverage(account_id=SHOP)
    denied = {"collector": "kms", "service": "kms", "outcome": Outcome.DENIED}
    rows.make_coverage(account_id=SHOP, **denied)
    rows.make_coverage(collector="kms", service="kms")
    asked = {"collector": "kms", "only": "unread"}
    answer = aiko.get("/coverage/", asked)
    assert [each.account_id for each in answer.context["page"]] == [SHOP]
    text = answer.content.decode()
    assert '<input type="hidden" name="collector" value="kms">' in text
    assert 'href="?only=unread"' in text  # every service again
    sheet = b"".join(aiko.get("/coverage/", {**asked, "format": "csv"}))  # type: ignore[arg-type]
    header, *found = csv.reader(io.StringIO(sheet.decode("utf-8-sig")))
    assert header[2:4] == ["Unit", "KMS"]
    assert [each[0] for each in found] == [SHOP]


def test_a_service_that_nobody_reads_is_not_found(aiko: Client) -> None:
    assert aiko.get("/coverage/?collector=doughnuts").status_code == 404
