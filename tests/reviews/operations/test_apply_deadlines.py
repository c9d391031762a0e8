"""When the due date has passed, a campaign does what it opened with, and says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accessmap.policy.kinds import Verdict as Verdict_
from accessmap.policy.kinds import Zone
from reviews.deadline import Plan
from reviews.errors import NotAllowed, NothingToApprove, ReasonRequired
from reviews.errors import SecondPersonNeeded as NotAlone
from reviews.lifecycle import AtDeadline, CampaignState, ItemState, Verdict
from reviews.models import Campaign, DeadlineApproval, Decision, Event
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.approve_deadline import approve_deadline
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.open_campaign import Policy
from tests.reviews.story import aiko, campaign, confirm, grants, ken, revoke, rin
from tests.rows import end_grant

pytestmark = pytest.mark.django_db

DUE = datetime(2100, 1, 1, 23, tzinfo=UTC)
AFTER = DUE + timedelta(hours=2)
REVOKES_RISKY = Policy(
    at_due_high=AtDeadline.REVOKE, at_due_low=AtDeadline.KEEP, revoke_limit=2
)


def unanswered(risky: int = 1, harmless: int = 1, middling: int = 0) -> Campaign:
    """Nobody answered: the risky are revoked, the harmless kept, the rest chased."""
    grants(risky, verdict=Verdict_.PUBLIC, zone=Zone.PUBLIC)
    grants(harmless, verdict=Verdict_.IN_ORG, zone=Zone.ORGANIZATION)
    grants(middling)
    return campaign(0, policy=REVOKES_RISKY)


def states(found: Campaign) -> list[str]:
    return sorted(found.items.values_list("state", flat=True))


def test_each_risk_gets_its_own_end_and_what_escalates_stays_open() -> None:
    found = unanswered(middling=1)
    assert +apply_deadlines(AFTER) == {"kept": 1, "revoked": 1}
    assert states(found) == ["open", "revoked", "undecided"]


def test_the_rule_is_the_actor_and_its_reason_names_it() -> None:
    found = unanswered()
    apply_deadlines(AFTER)
    decision = Decision.objects.get()
    event = Event.objects.get(kind="deadline-applied")
    assert decision.origin == "deadline"
    assert "By the rule of this review for risk “High”" in decision.reason
    assert (event.actor, event.person) == ("system:deadline", None)
    assert event.says["decisions"] == [decision.pk]
    client = Client()
    client.force_login(rin())
    shown = client.get(decision.item.get_absolute_url()).content.decode()
    told = shown.partition('class="decided"')[2].partition("</p>")[0]
    assert "by the deadline&#x27;s rule" in told
    assert str(decision.reviewer) not in told
    assert event.says["chosen_by"] == found.opened_by.username


def test_the_due_day_itself_is_still_for_answering() -> None:
    found = unanswered()
    assert not apply_deadlines(DUE)
    assert states(found) == ["open", "open"]


def test_whatever_runs_twice_does_it_once() -> None:
    unanswered()
    apply_deadlines(AFTER)
    assert not +apply_deadlines(AFTER)
    assert Decision.objects.count() == 1
    assert Event.objects.filter(kind="deadline-applied").count() == 1


def test_by_default_nothing_is_decided_for_anybody() -> None:
    found = campaign(2)
    assert not +apply_deadlines(AFTER)
    assert states(found) == ["open", "open"]


def test_what_was_answered_or_has_ended_is_left_alone() -> None:
    found = unanswered(risky=2)
    answered, gone = found.items.filter(risk="high")
    confirm(answered, reason="It is a public download.")
    end_grant(gone.grant)
    apply_deadlines(AFTER)
    assert states(found) == ["confirmed", "ended", "undecided"]


def test_the_dry_run_counts_what_will_happen() -> None:
    plan = Plan(unanswered(risky=2, harmless=3))
    counted = (plan.revoked_count, plan.kept_count)
    done = apply_deadlines(AFTER)
    assert counted == (done["revoked"], done["kept"]) == (2, 3)


def test_more_than_the_limit_waits_for_a_second_person() -> None:
    found = unanswered(risky=3, harmless=0)
    assert apply_deadlines(AFTER)["waits"] == 1
    apply_deadlines(AFTER)
    assert states(found) == ["open"] * 3
    assert Event.objects.filter(kind="deadline-waits").count() == 1
    approve_deadline(found, approved_by=ken(), most=3, reason="Announced in May.")
    assert apply_deadlines(AFTER)["revoked"] == 3


def test_who_chose_the_rule_does_not_approve_it() -> None:
    found = unanswered(risky=3)
    with pytest.raises(NotAlone):
        approve_deadline(found, approved_by=aiko(), most=3, reason="Mine.")
    with pytest.raises(NotAllowed):
        approve_deadline(found, approved_by=rin(), most=3, reason="Mine.")
    with pytest.raises(IntegrityError, match="Another person"), transaction.atomic():
        DeadlineApproval.objects.create(
            campaign=found, most=3, approved_by=aiko(), approved_at=DUE, reason="Mine."
        )


def test_an_approval_is_of_as_many_as_were_read_and_says_why() -> None:
    found = unanswered(risky=3)
    with pytest.raises(NothingToApprove, match="3 items would be revoked by now"):
        approve_deadline(found, approved_by=ken(), most=2, reason="Yes.")
    with pytest.raises(ReasonRequired):
        approve_deadline(found, approved_by=ken(), most=3, reason=" ")
    approve_deadline(found, approved_by=ken(), most=3, reason="Yes.")
    with pytest.raises(NothingToApprove, match="nobody need"):
        approve_deadline(found, approved_by=ken(), most=3, reason="Again.")


def test_what_was_kept_can_be_answered_late_until_the_close() -> None:
    found = unanswered(risky=0)
    apply_deadlines(AFTER)
    asked = found.items.get()
    confirm(asked)
    asked.refresh_from_db()
    assert asked.state == ItemState.CONFIRMED


def test_what_the_rule_revoked_can_be_superseded_by_who_was_asked() -> None:
    found = unanswered(harmless=0)
    apply_deadlines(AFTER)
    asked = found.items.get()
    decide_item(asked, reviewer=rin(), verdict=Verdict.CONFIRM, reason="I was ill.")
    assert [each.origin for each in asked.decisions.all()] == ["deadline", "answer"]


def test_it_closes_over_what_was_kept_without_another_word() -> None:
    found = unanswered(risky=0)
    apply_deadlines(AFTER)
    assert close_campaign(found, closed_by=aiko()).state == CampaignState.CLOSED


def test_the_rule_holds_when_who_chose_it_has_left() -> None:
    found = unanswered(harmless=0)
    opener = found.opened_by
    opener.is_active = False
    opener.save()
    assert apply_deadlines(AFTER)["revoked"] == 1


def test_the_database_holds_a_deadline_to_its_campaign() -> None:
    found = unanswered()
    harmless = found.items.get(risk="low")
    made = revoke(harmless)
    refused = pytest.raises(IntegrityError, match="what its campaign opened with")
    with refused, transaction.atomic():
        Decision.objects.create(
            item=harmless,
            fingerprint=harmless.fingerprint,
            reviewer=aiko(),
            verdict=Verdict.REVOKE,
            reason="A rule that nobody chose.",
            origin="deadline",
            language="en",
            shown=made.shown,
            shown_sha256=made.shown_sha256,
            decided_at=made.decided_at,
            supersedes=made,
        )
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Campaign.objects.filter(pk=found.pk).update(at_due_low=AtDeadline.REVOKE)
