"""A planted question shows how a review is done, and touches nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accessmap.models import Entry, Resource, User
from reviews.errors import (
    AlreadySettled,
    CampaignClosed,
    NotYourItem,
    ReadSomethingElse,
    ReasonRequired,
)
from reviews.evidence.quality import planted_json
from reviews.inbox import Inbox
from reviews.lifecycle import AtClose, Verdict
from reviews.models import (
    Campaign,
    Decision,
    Event,
    Notice,
    Planted,
    PlantedAnswer,
    ReviewItem,
    Verification,
)
from reviews.operations.answer_planted import answer_planted
from reviews.operations.close_campaign import close_campaign
from reviews.operations.open_campaign import Policy
from reviews.operations.tell_events import tell_events
from reviews.operations.verify_removals import verify_removals
from reviews.progress import Progress
from reviews.quality import Quality
from reviews.shown import sha256, shown_text
from tests.cast import DAICHI
from tests.reviews.story import aiko, campaign, daichi, grants, later_crawl, rin
from tests.reviews.story import confirm as confirmed
from tests.rows import make_grant, make_resource

pytestmark = pytest.mark.django_db
PLANTED = Policy(is_planted=True)


def planted(**more: Any) -> Planted:
    """Rin is asked six things and Daichi one, and one of them something invented."""
    daichi()
    grants(6)
    make_grant(make_resource(tags={"Owner": DAICHI}))
    return campaign(0, policy=PLANTED, **more).planted


def answer(found: Planted, verdict: Verdict = Verdict.REVOKE, **more: Any) -> Any:
    fields = {"answered_by": found.reviewer, "reason": "Anyone at all!", **more}
    return answer_planted(found, verdict=verdict, **fields)


def page(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address, follow=True).content.decode()


def test_it_is_an_invented_role_that_everybody_may_become() -> None:
    found = planted()
    role = found.circumstances["resource_arn"]
    assert not Resource.objects.filter(arn=role).exists()
    assert found.verdict == "public"
    assert "Anyone" in shown_text(found, "en")
    assert "誰でも" in shown_text(found, "ja")


def test_a_campaign_that_opens_without_has_none() -> None:
    found = campaign(6)
    assert not Planted.objects.exists()
    assert not Event.objects.filter(campaign=found, kind="known-bad-planted").exists()


def test_it_is_in_no_sum_of_the_campaign() -> None:
    asked = planted().campaign
    assert asked.population_count == asked.grant_count == asked.items.count() == 7
    assert asked.observed_count == 7
    assert Progress(asked).total.count == 7
    close_campaign(asked, closed_by=aiko(), at_close=AtClose.REVOKE, reason="Due.")
    assert Decision.objects.count() == asked.items.revoked().count() == 7


@pytest.mark.parametrize("verdict", [Verdict.REVOKE, Verdict.CONFIRM, Verdict.NOT_MINE])
def test_an_answer_is_no_decision_and_promises_nothing(
    verdict: Verdict, settings: Any
) -> None:
    settings.WEBHOOK_URL = "https://hooks.example/x"
    found = planted()
    tell_events()
    said = Notice.objects.count()
    answer(found, verdict)
    later_crawl()
    verify_removals()
    tell_events()
    assert not Decision.objects.exists()
    assert not Verification.objects.exists()
    assert not ReviewItem.objects.revoked().exists()
    assert Notice.objects.count() == said


def test_nothing_but_the_table_itself_says_whom_it_was_asked() -> None:
    found = planted()
    answer(found, Verdict.CONFIRM)
    told = [str(each.body) for each in Entry.objects.all()]
    told = [each for each in told if "known-bad" in each]
    assert len(told) == 2
    assert found.reviewer.username not in str(planted_json(found.campaign))
    events = Event.objects.filter(kind__startswith="known-bad")
    assert [each.person for each in events] == [None, None]
    assert {each.actor for each in events} == {"system:planting"}
    assert not any(found.reviewer.username in each for each in told)


def test_quality_counts_it_apart_once_five_decisions_are_made() -> None:
    found = planted()
    answer(found, Verdict.CONFIRM)
    address = f"{found.campaign.get_absolute_url()}figures/"
    assert "it passed unread" not in page(aiko(), address)
    mine = found.campaign.items.asked_of(rin())
    for each in mine[:5]:
        confirmed(each)
    quality = Quality(found.campaign)
    assert quality.told["effective"] == 5
    assert quality.planted == {
        "is_counted_apart": True,
        "planted": 1,
        "revoked": 0,
        "confirmed": 1,
        "otherwise": 0,
        "unanswered": 0,
    }
    assert "it passed unread" in page(aiko(), address)


def test_of_few_items_or_one_person_none_is_planted_and_that_is_said() -> None:
    grants(9)
    alone = campaign(0, policy=PLANTED)
    assert not Planted.objects.exists()
    planted_event = Event.objects.get(campaign=alone, kind="known-bad-planted")
    assert planted_event.says["count"] == 0
    assert "it would speak of" in page(aiko(), f"{alone.get_absolute_url()}figures/")


def test_who_is_asked_and_what_is_drawn_by_the_seed_that_nobody_knows() -> None:
    found = planted()
    seed = found.campaign.second_look_seed
    assert seed not in str(Event.objects.get(kind="campaign-opened").says)
    assert found.reviewer in {rin(), daichi()}


def test_a_confirm_of_it_needs_a_reason_like_any_risky_one() -> None:
    found = planted()
    with pytest.raises(ReasonRequired):
        answer(found, Verdict.CONFIRM, reason="")
    with pytest.raises(ReadSomethingElse):
        answer(found, shown_sha256=sha256("another text"))
    assert not PlantedAnswer.objects.exists()


def test_it_is_answered_once_by_who_is_asked_and_before_the_close() -> None:
    found = planted()
    with pytest.raises(NotYourItem):
        answer(found, answered_by=aiko())
    answer(found)
    with pytest.raises(AlreadySettled):
        answer(found)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        PlantedAnswer.objects.update(verdict=Verdict.CONFIRM)


def test_nothing_is_answered_after_the_close_by_no_way() -> None:
    found = planted()
    close_campaign(
        found.campaign, closed_by=aiko(), at_close=AtClose.KEEP, reason="Due."
    )
    with pytest.raises(CampaignClosed):
        answer(found)
    late = PlantedAnswer(
        planted=found, verdict=Verdict.REVOKE, answered_at=found.campaign.opened_at
    )
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        late.save()


def test_the_list_holds_it_in_its_turn_and_the_keys_lead_there() -> None:
    found = planted()
    inbox = Inbox(found.reviewer, found.campaign)
    items = list(found.campaign.items.asked_of(found.reviewer).riskiest_first())
    listed = inbox.first_to_decide
    assert inbox.count == inbox.open_count == len(listed) == len(items) + 1
    seen: list[str] = [listed[0].get_absolute_url()]
    now = listed[0]
    for _each in items:
        after = inbox.beside(now, +1)
        assert after
        before = inbox.beside(after, -1)
        assert before
        assert before.get_absolute_url() == now.get_absolute_url()
        seen.append(after.get_absolute_url())
        now = after
    assert seen == [each.get_absolute_url() for each in listed]
    assert [inbox.place_of(each) for each in listed] == list(range(1, len(listed) + 1))


def test_the_page_is_an_item_s_and_says_at_once_that_it_was_planted() -> None:
    found = planted()
    client = Client()
    client.force_login(found.reviewer)
    address = found.get_absolute_url()
    shown = client.get(address)
    body = shown.content.decode()
    assert shown.status_code == 200
    assert "planted" not in body
    assert 'value="revoke"' in body
    sent = {"shown_sha256": sha256(shown_text(found, "en")), "verdict": "revoke"}
    refused = client.post(address, sent)
    assert refused.status_code == 409
    taken = client.post(address, {**sent, "reason": "Open to all."}, follow=True)
    assert "That one was planted" in taken.content.decode()
    assert found.answer.verdict == Verdict.REVOKE
    inbox = Inbox(found.reviewer, found.campaign)
    assert inbox.count == found.campaign.items.asked_of(found.reviewer).count()


def test_nobody_else_may_open_it() -> None:
    found = planted()
    client = Client()
    client.force_login(aiko())
    assert client.get(found.get_absolute_url()).status_code == 403


def test_its_inbox_opens_on_it_where_it_is_the_riskiest() -> None:
    found = planted()
    body = page(found.reviewer, "/reviews/inbox/")
    assert found.circumstances["resource_name"] in body
    assert f'action="{found.get_absolute_url()}"' in body


def test_a_campaign_never_comes_to_plant_after_it_opened() -> None:
    found = campaign(6)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Campaign.objects.update(is_planted=True)
    with pytest.raises(IntegrityError, match="opened without"), transaction.atomic():
        Planted.objects.create(
            campaign=found,
            reviewer=rin(),
            number=1,
            wording={},
            circumstances={},
            rank=0,
        )
