from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings

from accessmap.models import Crawl, Grant, Role
from reviews.models import Notice
from reviews.operations.tell_first_uses import tell_first_uses
from tests import rows, sightings
from tests.cast import KUMO, MAKOTO, PAYMENTS, RIN, TANUKI

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant() -> Grant:
    """Tanuki may become a role, and Aiko watches."""
    rows.make_user()
    rows.make_user(RIN, Role.REVIEWER)
    rows.make_user(MAKOTO, Role.AUDITOR)
    rows.make_counterparty()
    return rows.make_grant()


def read(crawl: Crawl | None = None) -> Crawl:
    """A crawl that read the history of payments-prod."""
    crawl = crawl or rows.make_crawl()
    rows.make_coverage(crawl, collector="event_history", region="eu-west-1")
    return crawl


def test_what_was_usual_before_anybody_looked_is_not_told(grant: Grant) -> None:
    sightings.make_use(grant.resource, crawl=read())
    assert tell_first_uses() == 0


def test_the_first_use_by_an_account_is_told_to_analysts_once(grant: Grant) -> None:
    read()
    tell_first_uses()
    sightings.make_use(grant.resource, crawl=read())

    assert tell_first_uses() == 1
    assert tell_first_uses() == 0

    notice = Notice.objects.get()
    assert notice.recipient is not None
    assert notice.recipient.role == Role.ANALYST
    assert notice.kind == "first-use"
    assert (
        notice.subject
        == f"First use of {grant.resource.name} in payments-prod (" + (f"{PAYMENTS})")
    )
    assert notice.text.startswith(
        f"Tanuki Observability ({TANUKI}) used {grant.resource.name} in payments-prod"
    )
    assert "AROA3TANUKIPOLLER" in notice.text
    assert notice.text.endswith(grant.get_absolute_url())


def test_a_new_caller_of_a_known_account_is_told_as_such(grant: Grant) -> None:
    sightings.make_use(grant.resource, crawl=read())
    sightings.make_use(grant.resource, "AROA3SUPPORT", crawl=read())
    tell_first_uses()
    assert "Others of that account had, this caller never." in (
        Notice.objects.get().text
    )


def test_all_that_a_crawl_saw_is_one_mail_an_account_a_line(
    grant: Grant,
) -> None:
    read()
    crawl = read()
    sightings.make_use(grant.resource, crawl=crawl)
    sightings.make_use(grant.resource, "AROA3SUPPORT", crawl=crawl)
    sightings.make_use(grant.resource, "AROA5KUMO", account=KUMO, crawl=crawl)
    assert tell_first_uses() == 1
    notice = Notice.objects.get()
    assert notice.subject == "2 roles were used for the first time"
    assert notice.text.count("for the first time, on") == 2
    assert notice.html.count("<a href=") == 2


def test_the_same_caller_by_another_region_is_no_news(grant: Grant) -> None:
    sightings.make_use(grant.resource, crawl=read())
    rows.make_coverage(collector="event_history", region="us-east-1")
    sightings.make_use(grant.resource, region="us-east-1", crawl=read())
    assert tell_first_uses() == 0


def test_a_new_provider_is_told_by_its_name(grant: Grant) -> None:
    okta = f"arn:aws:iam::{PAYMENTS}:saml-provider/okta"
    read()
    sightings.make_use(grant.resource, okta, account="", crawl=read())
    tell_first_uses()
    text = Notice.objects.get().text
    assert text.startswith(f"Someone came by {okta} and became")
    assert text.endswith(f"?resource={grant.resource.arn}")


def test_the_webhook_hears_of_it_too(grant: Grant, settings: LazySettings) -> None:
    settings.WEBHOOK_URL = "https://hooks.slack.example/services/secret"
    read()
    sightings.make_use(grant.resource, crawl=read())
    assert tell_first_uses() == 2
    told = Notice.objects.get(channel=Notice.Channel.WEBHOOK)
    assert told.address == "hooks.slack.example"


def test_a_crawl_that_still_runs_waits_for_its_end(grant: Grant) -> None:
    read()
    running = read(rows.make_crawl(Crawl.State.RUNNING))
    sightings.make_use(grant.resource, crawl=running)
    assert tell_first_uses() == 0
    running.state = Crawl.State.COMPLETE
    running.finished_at = running.started_at + timedelta(hours=1)
    running.save()
    assert tell_first_uses() == 1
