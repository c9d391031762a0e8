"""Analysts open and close; auditors read; reviewers have their inbox."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessmap.models import Outcome, Role, User
from accessmap.policy.kinds import Verdict as Verdict_
from accessmap.policy.kinds import Zone
from reviews.lifecycle import CampaignState
from reviews.models import Campaign, Notice
from reviews.operations.answer_exception import answer_exception
from reviews.operations.close_campaign import close_campaign
from reviews.operations.except_removal import except_removal
from reviews.operations.verify_removals import verify_removals
from tests.cast import MAKOTO, OLD_POS
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    grants,
    ken,
    later_crawl,
    revoke,
    rin,
    two_sided_grant,
)
from tests.rows import end_grant, make_account, make_coverage, make_user

pytestmark = pytest.mark.django_db
TERMS = {"name": "Fourth quarter", "due_on": "2100-01-01"}


def in_a_month() -> date:
    return timezone.localdate() + timedelta(days=30)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def auditor() -> User:
    return make_user(MAKOTO, Role.AUDITOR)


def test_the_list_says_how_far_each_is() -> None:
    found = campaign(2)
    confirm(found.items.all()[0])
    shown = signed_in(auditor()).get(reverse("reviews:campaigns-index"))
    assert "1 / 2" in shown.content.decode()


def test_an_empty_list_offers_the_next_step() -> None:
    shown = signed_in(aiko()).get(reverse("reviews:campaigns-index")).content.decode()
    assert "No review has been opened yet" in shown
    assert reverse("reviews:campaigns-open") in shown


def test_a_campaign_begins_with_a_sentence() -> None:
    found = campaign(2)
    confirm(found.items.all()[0])
    shown = signed_in(auditor()).get(found.get_absolute_url()).content.decode()
    assert "1 of 2 grants are settled." in shown


def test_a_promise_is_listed_until_it_is_seen() -> None:
    found = campaign()
    revoke(found.items.get())
    close_campaign(found, closed_by=aiko())
    later_crawl(outcome=Outcome.DENIED, reason="AWS refused iam:ListRoles.")
    verify_removals()
    shown = signed_in(auditor()).get(found.get_absolute_url()).content.decode()
    assert "Cannot be seen" in shown
    assert "AWS refused iam:ListRoles." in shown


def test_what_stays_by_an_exception_is_not_said_to_be_gone() -> None:
    found = campaign(2)
    gone, stays = found.items.all()
    revoke(gone), revoke(stays)
    close_campaign(found, closed_by=aiko())
    end_grant(gone.grant, crawl=later_crawl())
    later_crawl()
    verify_removals()
    terms = {"reason": "It runs.", "control": "Logged.", "expires_on": in_a_month()}
    asked = except_removal(stays, requested_by=aiko(), **terms)
    client = signed_in(auditor())
    listed = reverse("reviews:campaigns-index")
    assert '<td class="number">1</td>' in client.get(listed).content.decode()
    answer_exception(asked, answered_by=ken(), is_approved=True)
    shown = client.get(found.get_absolute_url()).content.decode()
    assert "2 grants were revoked; 1 are seen to be removed" in shown
    assert "1 stays for a time, by an exception." in shown
    assert "All of them are gone." not in shown
    assert '<td class="number">0</td>' in client.get(listed).content.decode()


def test_an_analyst_opens_one_over_a_filter() -> None:
    grants(2)
    url = reverse("reviews:campaigns-open")
    answer = signed_in(aiko()).post(url, {**TERMS, "verdict": ["external"]})
    found = Campaign.objects.get()
    assert answer.url == found.get_absolute_url()
    assert (found.query, found.population_count) == ("verdict=external", 2)


def test_who_is_asked_and_how_often_is_chosen_with_the_count_before_it() -> None:
    two_sided_grant()
    client = signed_in(aiko())
    chosen = {
        **TERMS,
        "is_two_sided": "False",
        "carry_limit": "0",
        "exception_days": "30",
        "fallback": str(ken().pk),
    }
    counted = client.get(reverse("reviews:campaigns-preview"), chosen).content.decode()
    assert "1 person is asked." in counted
    again = client.get(reverse("reviews:campaigns-open"), chosen).content.decode()
    assert '<option value="False" selected>' in again
    client.post(reverse("reviews:campaigns-open"), chosen)
    found = Campaign.objects.get()
    assert (found.is_two_sided, found.population_count) == (False, 1)
    assert (found.carry_limit, found.exception_days) == (0, 30)
    assert found.fallback == ken()
    shown = client.get(found.get_absolute_url()).content.decode()
    assert "Only the side that grants is asked." in shown
    assert "Nothing is carried forward." in shown
    assert "An exception lasts 30 days at most." in shown


def test_a_refused_opening_keeps_the_words_and_says_why() -> None:
    grants()
    make_account(OLD_POS, "old-pos")
    make_coverage(account_id=OLD_POS, outcome=Outcome.DENIED)
    url = reverse("reviews:campaigns-open")
    answer = signed_in(aiko()).post(url, TERMS)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "sign a scope limitation" in shown
    assert 'value="Fourth quarter"' in shown


def test_a_filter_that_says_nothing_is_refused_in_words() -> None:
    grants()
    url = reverse("reviews:campaigns-open")
    answer = signed_in(aiko()).post(url, {**TERMS, "verdict": "pubic"})
    assert answer.status_code == 409
    assert "Did you mean" in answer.content.decode()


def test_the_preview_counts_before_anything_is_opened() -> None:
    aiko()
    grants(3)
    url = reverse("reviews:campaigns-preview")
    shown = signed_in(aiko()).get(url, {"verdict": "external"}).content.decode()
    assert "3 grants" in shown
    assert not Campaign.objects.exists()


def test_the_opening_page_needs_no_crawl_to_be_shown() -> None:
    shown = signed_in(aiko()).get(reverse("reviews:campaigns-open")).content.decode()
    assert "No crawl of the whole organization has finished yet" in shown


def test_an_analyst_closes_it_with_a_default() -> None:
    found = campaign()
    url = reverse("reviews:campaigns-close", args=[found.pk])
    signed_in(aiko()).post(url, {"at_close": "keep", "reason": "Year end."})
    found.refresh_from_db()
    assert found.state == CampaignState.CLOSED


def test_a_close_over_open_items_is_refused() -> None:
    found = campaign()
    url = reverse("reviews:campaigns-close", args=[found.pk])
    answer = signed_in(aiko()).post(url, {"at_close": "refuse"})
    assert answer.status_code == 409
    assert "1 item is not decided" in answer.content.decode()


@pytest.mark.parametrize("name", ["campaigns-index", "evidence-index"])
def test_a_reviewer_has_the_inbox_and_not_the_whole(name: str) -> None:
    assert signed_in(rin()).get(reverse(f"reviews:{name}")).status_code == 403


def test_an_auditor_opens_and_closes_nothing() -> None:
    client, found = signed_in(auditor()), campaign()
    close = reverse("reviews:campaigns-close", args=[found.pk])
    assert client.get(reverse("reviews:campaigns-open")).status_code == 403
    assert client.post(reverse("reviews:campaigns-open"), TERMS).status_code == 403
    assert client.post(close, {"at_close": "refuse"}).status_code == 403
    shown = client.get(found.get_absolute_url()).content.decode()
    assert close not in shown


def test_a_page_asks_the_same_for_ten_items_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    found = campaign(10)
    for each in found.items.all():
        revoke(each)
    client = signed_in(auditor())
    with django_assert_max_num_queries(25):
        client.get(found.get_absolute_url())


def test_what_became_of_each_message_stands_on_the_campaigns_page(
    client: Client,
) -> None:
    opened = campaign(1)
    notice = Notice.objects.create(
        key="digest:1",
        channel=Notice.Channel.MAIL,
        kind="digest",
        address="rin@kitsune.example",
        subject="1 access grant waits",
        text="…",
        state=Notice.State.FAILED,
        error="SMTPRecipientsRefused: no such mailbox",
    )
    notice.campaigns.add(opened)
    client.force_login(aiko())
    page = client.get(opened.get_absolute_url()).content.decode()
    assert "Given up" in page
    assert "no such mailbox" in page


def test_the_deadline_is_chosen_at_opening_and_counted_before_it_happens() -> None:
    grants(3, verdict=Verdict_.PUBLIC, zone=Zone.PUBLIC)
    client = signed_in(aiko())
    client.post(
        "/reviews/open/",
        {
            "name": "Public ones",
            "due_on": "2100-01-01",
            "at_due_high": "revoke",
            "revoke_limit": "2",
            "second_look_percent": "100",
        },
    )
    found = Campaign.objects.get()
    assert (found.at_due_high, found.at_due_low) == ("revoke", "escalate")
    assert (found.revoke_limit, found.second_look_percent) == (2, 100)
    page = client.get(found.get_absolute_url()).content.decode()
    assert "3 grants would be marked for revocation now" in page
    assert "Let the rule revoke 3" not in page  # whoever opened it does not say yes
    second = signed_in(ken())
    page = second.get(found.get_absolute_url()).content.decode()
    assert "Let the rule revoke 3" in page
    url = f"{found.get_absolute_url()}approve"
    assert second.post(url, {"most": "2", "reason": "Yes."}).status_code == 409
    second.post(url, {"most": "3", "reason": "Announced in May."})
    assert found.approvals.get().most == 3


def test_the_figures_lead_to_the_items_that_they_count() -> None:
    found = campaign(3)
    confirm(found.items.earliest("number"))
    client = Client()
    client.force_login(aiko())
    page = client.get(found.get_absolute_url()).content.decode()
    assert 'href="?state=confirmed#items">Confirmed 1</a>' in page
    narrow = client.get(f"{found.get_absolute_url()}?state=confirmed")
    assert "<h2>1 item</h2>" in narrow.content.decode()
    assert len(narrow.context["page"].object_list) == 1
