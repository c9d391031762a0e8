"""Each new or widened external grant is told once, whatever runs twice."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client

from accessmap.models import Crawl, Grant, Outcome, Role, User
from accessmap.policy.explain import plain
from accessmap.policy.grant import Blocker, Condition, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from accessmap.spoken import Speaker
from reviews.models import Notice
from reviews.operations import tell_new_grants as operation
from reviews.operations.tell_new_grants import tell_new_grants
from tests import rows
from tests.cast import MAKOTO, PAYMENTS, RIN, TANUKI

pytestmark = pytest.mark.django_db
ASSUME = "sts:AssumeRole"


@pytest.fixture(autouse=True)
def watched() -> None:
    """Aiko watches; payments-prod was read once, and that was looked at."""
    rows.make_user()
    rows.make_user(RIN, Role.REVIEWER)
    rows.make_user(MAKOTO, Role.AUDITOR)
    rows.make_counterparty()
    rows.make_account()
    rows.make_grant(rows.make_resource(name="old"), crawl=read())
    assert tell_new_grants() == 0


def read(outcome: str = Outcome.COMPLETE) -> Crawl:
    crawl = rows.make_crawl()
    rows.make_coverage(crawl, outcome=outcome)
    return crawl


def edited(before: dict[str, Any], after: dict[str, Any]) -> None:
    """A role that said ``before`` says ``after``; what came before is told."""
    role = rows.make_resource(name="edited")
    old = rows.make_grant(role, crawl=read(), **before)
    tell_new_grants()
    Notice.objects.all().delete()
    crawl = read()
    rows.end_grant(old, crawl)
    rows.make_grant(role, crawl=crawl, **after)


def test_a_new_external_grant_is_told_to_analysts_once() -> None:
    grant = rows.make_grant(rows.make_resource(name="new"), crawl=read())
    assert tell_new_grants() == 1
    assert tell_new_grants() == 0
    read()
    assert tell_new_grants() == 0
    notice = Notice.objects.get()
    assert notice.recipient is not None
    assert notice.recipient.role == Role.ANALYST
    assert notice.subject == f"New external grant in payments-prod ({PAYMENTS})"
    assert "Tanuki Observability" in notice.text
    assert notice.text.endswith(grant.get_absolute_url())


def test_the_webhook_is_told_too_where_there_is_one(settings: LazySettings) -> None:
    settings.WEBHOOK_URL = "https://hooks.example/accessmap"
    crawl = read()
    new = [rows.make_grant(rows.make_resource(name=n), crawl=crawl) for n in "ab"]
    assert tell_new_grants() == 3
    assert tell_new_grants() == 0
    told = Notice.objects.filter(channel=Notice.Channel.WEBHOOK).order_by("pk")
    assert [each.key for each in told] == [f"new-grant:{e.pk}:webhook" for e in new]
    assert [
        each.text.split()[-1].endswith(e.get_absolute_url())
        for each, e in zip(told, new, strict=True)
    ] == [True, True]


def test_all_that_a_crawl_saw_is_one_mail_in_text_and_html() -> None:
    crawl = read()
    new = [rows.make_grant(rows.make_resource(name=n), crawl=crawl) for n in "abc"]
    assert tell_new_grants() == 1
    notice = Notice.objects.get()
    assert notice.subject == "3 external grants are new or wider"
    for grant in new:
        assert grant.get_absolute_url() in notice.text
        assert f'{grant.get_absolute_url()}"' in notice.html
    assert notice.text.count("New external grant in payments-prod") == 3
    assert "See it in AccessMap" in notice.html


def test_it_is_said_in_the_language_of_who_is_told() -> None:
    User.objects.update(language="ja")
    crawl = read()
    rows.make_grant(rows.make_resource(name="a"), crawl=crawl)
    rows.make_grant(rows.make_resource(name="b"), crawl=crawl)
    tell_new_grants()
    notice = Notice.objects.get()
    assert "2件" in notice.subject
    assert 'lang="ja"' in notice.html
    assert (
        f"payments-prod（{PAYMENTS}）に外部への許可が新しくできました：" in notice.text
    )


def test_a_mail_says_each_heading_once() -> None:
    rows.make_grant(rows.make_resource(name="new"), crawl=read())
    tell_new_grants()
    assert Notice.objects.get().html.count("New external grant in payments-prod") == 1


def test_what_a_policy_says_is_no_markup_in_a_mail() -> None:
    rows.make_grant(rows.make_resource(name="<b>x</b>"), crawl=read())
    tell_new_grants()
    assert "<b>x" not in Notice.objects.get().html


@pytest.mark.parametrize(
    "quiet",
    [
        {"verdict": Verdict.IN_ORG, "zone": Zone.ORGANIZATION},
        {"verdict": Verdict.SERVICE},
    ],
)
def test_what_is_not_external_is_not_told(quiet: dict[str, Any]) -> None:
    rows.make_grant(crawl=read(), **quiet)
    assert tell_new_grants() == 0


def test_a_widened_grant_is_told_with_what_it_said_before() -> None:
    edited({"actions": (ASSUME,)}, {"actions": (ASSUME, "sts:TagSession")})
    assert tell_new_grants() == 1
    notice = Notice.objects.get()
    assert notice.subject.startswith("Widened external grant")
    assert "Before: " in notice.text


def test_what_a_role_can_do_is_not_told_as_if_it_were_new() -> None:
    role = rows.make_resource(name="edited")
    readable = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [readable]}
    rows.make_snapshot(role, document, kind=PolicyKind.INLINE, name="reading")
    before = rows.make_grant(role, crawl=read())
    tell_new_grants()
    assert "and with it" in plain(Speaker("en").sentence(before))
    crawl = read()
    rows.end_grant(before, crawl)
    rows.make_grant(role, crawl=crawl, actions=(ASSUME, "sts:TagSession"))
    tell_new_grants()
    assert "and with it" not in Notice.objects.get(subject__startswith="Wid").text


def test_the_webhook_is_told_of_each_widened_grant(settings: LazySettings) -> None:
    settings.WEBHOOK_URL = "https://hooks.example/accessmap"
    edited({"actions": (ASSUME,)}, {"actions": (ASSUME, "sts:TagSession")})
    tell_new_grants()
    told = Notice.objects.get(channel=Notice.Channel.WEBHOOK)
    newest = Grant.objects.latest("pk")
    assert told.key == f"new-grant:{newest.pk}:webhook"
    assert told.text.startswith("Widened external grant")
    assert "Before: " in told.text


def test_a_grant_that_nothing_stops_any_more_is_told() -> None:
    edited({"blocked_by": (Blocker("rcp", "only-our-org"),)}, {})
    assert tell_new_grants() == 1


def test_a_condition_that_is_taken_away_widens() -> None:
    asked = (Condition("StringEquals", "sts:ExternalId", ("k",)),)
    edited({"conditions": asked}, {"conditions": ()})
    assert tell_new_grants() == 1


def test_what_was_ours_and_is_now_external_is_widened() -> None:
    edited({"verdict": Verdict.IN_ORG, "zone": Zone.ORGANIZATION}, {})
    assert tell_new_grants() == 1


def test_a_narrowed_grant_is_not_told() -> None:
    asked = (Condition("StringEquals", "sts:ExternalId", ("k",)),)
    edited({"conditions": ()}, {"conditions": asked})
    assert tell_new_grants() == 0


def test_one_role_in_place_of_its_whole_account_is_not_told() -> None:
    one = Principal(PrincipalKind.ROLE, f"arn:aws:iam::{TANUKI}:role/poller", TANUKI)
    edited({}, {"principal": one})
    assert tell_new_grants() == 0


def test_a_whole_account_in_place_of_one_role_is_widened() -> None:
    one = Principal(PrincipalKind.ROLE, f"arn:aws:iam::{TANUKI}:role/poller", TANUKI)
    edited({"principal": one}, {})
    assert tell_new_grants() == 1
    assert Notice.objects.get().subject.startswith("Widened external grant")


def test_all_of_a_resource_in_place_of_a_part_is_widened() -> None:
    edited({"objects": ("arn:aws:s3:::b/a/*",)}, {"objects": ()})
    assert tell_new_grants() == 1


def test_another_role_of_the_account_is_told_as_changed() -> None:
    names = [f"arn:aws:iam::{TANUKI}:role/{each}" for each in "ab"]
    one, other = (Principal(PrincipalKind.ROLE, each, TANUKI) for each in names)
    edited({"principal": one}, {"principal": other})
    assert tell_new_grants() == 1
    assert Notice.objects.get().subject.startswith("Changed external grant")


def test_what_could_not_be_read_before_is_told_as_perhaps_older() -> None:
    read(Outcome.DENIED)
    rows.make_grant(crawl=read())
    assert tell_new_grants() == 1
    assert "it may be older" in Notice.objects.get().text


def test_very_many_at_once_are_told_as_one_with_the_list_of_them(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(operation, "MOST", 2)
    crawl = read()
    for _each in range(3):
        rows.make_grant(crawl=crawl)
    rows.make_grant(crawl=crawl, verdict=Verdict.SERVICE)
    client.force_login(User.objects.get(role=Role.ANALYST))
    assert tell_new_grants() == 1
    notice = Notice.objects.get()
    assert notice.subject == "3 external grants are new at once"
    (address,) = re.findall(r"http\S+", notice.text)
    page = client.get(urlsplit(address)._replace(scheme="", netloc="").geturl())
    assert "<strong>3 grants</strong>" in page.content.decode()
