"""A reviewer reads one item and decides, with a plain form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessmap.models import Role, User
from reviews.lifecycle import AtClose, ItemState
from reviews.models import ReviewItem
from reviews.operations.close_campaign import close_campaign
from reviews.shown import sha256, shown_text
from tests.cast import KEN, MAKOTO
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    daichi,
    item,
    revoke,
    rin,
    two_sided,
)
from tests.rows import end_grant, make_user

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(asked: ReviewItem, person: User) -> str:
    return signed_in(person).get(asked.get_absolute_url()).content.decode()


def send(asked: ReviewItem, person: User, **more: Any) -> Any:
    sent = {"verdict": "confirm", "shown_sha256": sha256(shown_text(asked, "en"))}
    url = reverse("reviews:items-decide", args=[asked.pk])
    return signed_in(person).post(url, {**sent, **more})


def test_it_shows_the_sentence_the_policy_and_the_form() -> None:
    shown = page(item(), rin())
    assert "Tanuki" in shown or "338812907744" in shown
    assert "sts:AssumeRole" in shown
    assert 'name="verdict" value="confirm"' in shown


def test_a_decision_leads_to_the_next_item() -> None:
    first, second = campaign(2).items.riskiest_first()
    answer = send(first, rin())
    assert answer.status_code == 302
    assert answer.url == second.get_absolute_url()


def test_the_last_decision_leads_back_to_the_inbox() -> None:
    assert send(item(), rin()).url == reverse("reviews:inbox-index")


def test_a_refusal_is_shown_with_the_words_that_were_sent() -> None:
    asked = item()
    confirm(asked)
    answer = send(asked, rin(), purpose="data-sharing")
    assert answer.status_code == 409
    assert "Say why you change the decision" in answer.content.decode()


def test_enter_in_the_field_takes_neither_side() -> None:
    answer = send(item(), rin(), verdict="", reason="Half a thought")
    assert answer.status_code == 409
    assert "Half a thought" in answer.content.decode()


def test_a_page_that_showed_something_else_does_not_decide() -> None:
    asked = item()
    assert send(asked, rin(), shown_sha256="0" * 64).status_code == 409
    assert not asked.decisions.exists()


def test_the_language_that_was_read_is_kept() -> None:
    asked = item()
    client = signed_in(rin())
    client.cookies["django_language"] = "ja"
    url = reverse("reviews:items-decide", args=[asked.pk])
    sha = sha256(shown_text(asked, "ja"))
    client.post(url, {"verdict": "confirm", "shown_sha256": sha})
    assert asked.decisions.get().language == "ja"


def test_a_decided_item_can_be_changed_and_shows_both() -> None:
    asked = item()
    revoke(asked, reason="First thought")
    assert send(asked, rin(), reason="Second thought").status_code == 302
    shown = page(asked, rin())
    assert "First thought" in shown
    assert "Second thought" in shown


def test_another_reviewer_does_not_see_it() -> None:
    ken = make_user(KEN, Role.REVIEWER)
    asked = item()
    assert signed_in(ken).get(asked.get_absolute_url()).status_code == 403
    assert send(asked, ken).status_code == 403


def test_an_auditor_reads_along_and_has_no_form() -> None:
    makoto = make_user(MAKOTO, Role.AUDITOR)
    asked = item()
    shown = page(asked, makoto)
    assert "Rin Takeda is asked about this" in shown
    assert 'name="verdict"' not in shown
    assert 'name="to"' not in shown
    assert send(asked, makoto).status_code == 409


def test_a_closed_review_has_no_form() -> None:
    asked = item()
    close_campaign(asked.campaign, closed_by=aiko(), at_close=AtClose.KEEP, reason="x")
    shown = page(asked, rin())
    assert "This review closed" in shown
    assert 'name="verdict"' not in shown
    assert send(asked, rin()).status_code == 409


def test_an_ended_grant_has_no_form() -> None:
    asked = item()
    end_grant(asked.grant)
    shown = page(asked, rin())
    assert "There is nothing to decide" in shown
    assert 'name="verdict"' not in shown


def test_hostile_words_are_shown_as_words() -> None:
    asked = item()
    revoke(asked, reason="<script>alert(1)</script>")
    shown = page(asked, rin())
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_not_mine_goes_to_somebody_else() -> None:
    asked = item()
    ken = make_user(KEN, Role.REVIEWER)
    url = reverse("reviews:items-reassign", args=[asked.pk])
    answer = signed_in(rin()).post(url, {"to": ken.pk, "reason": "His team runs it."})
    asked.refresh_from_db()
    assert answer.url == reverse("reviews:inbox-index")
    assert asked.reviewer == ken
    assert asked.state == ItemState.OPEN


def test_not_mine_without_a_reason_is_refused() -> None:
    asked = item()
    url = reverse("reviews:items-reassign", args=[asked.pk])
    answer = signed_in(rin()).post(url, {"to": aiko().pk, "reason": ""})
    assert answer.status_code == 409


@pytest.mark.parametrize("act", ["decide", "reassign"])
def test_an_address_alone_changes_nothing(act: str) -> None:
    url = reverse(f"reviews:items-{act}", args=[item().pk])
    assert signed_in(rin()).get(url).status_code == 405


def test_nobody_reads_without_signing_in() -> None:
    answer = Client().get(item().get_absolute_url())
    assert answer.status_code == 302
    assert "sign-in" in answer.url


def test_a_block_that_was_lifted_is_a_change_that_is_shown() -> None:
    from accessmap.policy.grant import Blocker
    from reviews.operations.open_campaign import open_campaign
    from tests.reviews.story import FAR, owned_resource, read_completely
    from tests.rows import make_grant

    rin()
    read_completely()
    blocked = make_grant(owned_resource(), blocked_by=(Blocker("rcp", "only-our-org"),))
    confirm(campaign(0).items.get())
    end_grant(blocked, crawl=blocked.began_crawl)
    make_grant(blocked.resource)
    again = open_campaign(name="Next", query="", due_on=FAR, opened_by=aiko())
    shown = page(again.items.get(), rin())
    assert '<del class="removed">blocked by rcp only-our-org</del>' in shown


def test_to_reduce_is_to_what_is_used_unless_said_otherwise() -> None:
    asked = item()
    send(asked, rin(), verdict="reduce", reason="It reads one bucket.")
    assert asked.decisions.get().reduce_to == "used"


def test_an_exception_opens_what_it_needs_and_is_then_taken() -> None:
    asked = item()
    answer = send(asked, rin(), verdict="exception", reason="The vendor moves.")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "compensating control" in shown
    assert 'id="exception" open' in shown
    assert 'value="The vendor moves."' in shown
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    send(
        asked,
        rin(),
        verdict="exception",
        reason="The vendor moves.",
        control="Logged.",
        expires_on=until,
    )
    asked.refresh_from_db()
    assert asked.state == ItemState.AWAITING
    assert "Until" in page(asked, rin())


def test_not_mine_is_one_of_the_buttons_and_asks_the_next() -> None:
    asked = item()
    answer = send(asked, rin(), verdict="not-mine")
    assert "Say why it is not yours" in answer.content.decode()
    send(asked, rin(), verdict="not-mine", reason="Ask the data team.")
    asked.refresh_from_db()
    assert asked.reviewer == aiko()


def test_a_decision_can_be_taken_back_from_its_page() -> None:
    asked = item()
    confirm(asked)
    assert 'value="withdraw"' in page(asked, rin())
    send(asked, rin(), verdict="withdraw", reason="Wrong one.")
    asked.refresh_from_db()
    assert asked.state == ItemState.OPEN


def test_a_day_that_is_none_is_refused_with_how_to_write_it() -> None:
    answer = send(item(), rin(), verdict="exception", expires_on="tomorrow")
    assert "Write the day like 2026-12-04" in answer.content.decode()


def alike_url(asked: ReviewItem) -> str:
    return reverse("reviews:items-alike", args=[asked.pk])


def test_identical_grants_are_read_once_and_decided_at_once() -> None:
    first, *rest = campaign(4).items.order_by("number")
    client = signed_in(rin())
    assert "4 identical grants" in client.get("/reviews/inbox/").content.decode()
    shown = client.get(alike_url(first)).content.decode()
    assert shown.count('name="numbers"') == 4
    sent = {"verdict": "confirm", "numbers": [first.number, rest[0].number]}
    answer = client.post(alike_url(first), sent, follow=True)
    assert "Kept: 2 decisions." in answer.content.decode()
    assert first.campaign.items.open().count() == 2


def test_at_least_one_is_ticked_and_a_revocation_says_why() -> None:
    first = campaign(2).items.order_by("number")[0]
    client = signed_in(rin())
    answer = client.post(alike_url(first), {"verdict": "revoke"})
    assert "Tick at least" in answer.content.decode()
    answer = client.post(alike_url(first), {"verdict": "revoke", "numbers": [1, 2]})
    assert answer.status_code == 409
    assert first.campaign.items.open().count() == 2


def test_the_other_side_is_not_shown_to_a_side() -> None:
    granting, using = two_sided()
    confirm(granting, reason="We need it.")
    assert "We need it." not in page(using, daichi())
    assert "Do we still need it?" in page(using, daichi())
    assert "Confirmed" in page(using, aiko())
