"""What review products got wrong, each as a sentence that holds here.

Where each was found stands in the sentence above it; the products' own pages and issues
are named in the research that this project began with.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accessmap.models import Finding, Outcome, User
from accessmap.policy.kinds import PolicyKind, Zone
from accessmap.policy.kinds import Verdict as Says
from reviews.errors import (
    CampaignClosed,
    CoverageIncomplete,
    InConflict,
    ReasonRequired,
    TermsMissing,
)
from reviews.lifecycle import AtClose, CampaignState, ItemState, Verdict
from reviews.models import Campaign, Decision, Exemption, ReviewItem
from reviews.operations.answer_exception import answer_exception
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.decide_items import decide_items
from reviews.operations.reassign_item import reassign_item
from reviews.operations.remind_reviewers import remind_reviewers
from reviews.operations.verify_removals import verify_removals
from tests.cast import SHOP
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    grants,
    item,
    ken,
    later_crawl,
    reopened,
    revoke,
    rin,
)
from tests.reviews.test_ways import conflicted
from tests.rows import make_account, make_snapshot

pytestmark = pytest.mark.django_db


# midPoint: remediation counts its failures, and closes the campaign anyway.
def test_a_campaign_is_not_closed_while_a_revocation_has_failed() -> None:
    asked = item()
    revoke(asked)
    found = close_campaign(asked.campaign, closed_by=aiko())
    assert found.state == CampaignState.VERIFYING
    later_crawl(outcome=Outcome.DENIED)
    verify_removals()
    found.refresh_from_db()
    assert found.state == CampaignState.VERIFYING


# midPoint: queries were cut at 10,000 rows, in silence.
def test_no_item_is_left_out_however_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reviews.population.BATCH", 7)
    monkeypatch.setattr("reviews.operations.revoke_unanswered.BATCH", 5)
    found = campaign(23)
    assert found.items.count() == found.population_count == found.grant_count == 23
    numbers = found.items.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 24))
    close_campaign(
        found, closed_by=aiko(), at_close=AtClose.REVOKE, reason="Nobody answered."
    )
    assert found.items.revoked().count() == 23


# midPoint: self-review is blocked where the manager is asked, and nowhere else.
def test_self_review_is_blocked_whichever_way_somebody_came_to_be_asked() -> None:
    asked = conflicted()
    with pytest.raises(InConflict):
        confirm(asked)
    with pytest.raises(InConflict):
        decide_items(
            asked, reviewer=rin(), numbers=[asked.number], verdict=Verdict.CONFIRM
        )
    with pytest.raises(InConflict):
        reassign_item(asked, to=rin(), reassigned_by=aiko(), reason="Back to you.")


# probo: a campaign completes with a whole source missing.
def test_a_campaign_does_not_open_with_an_account_unread() -> None:
    grants()
    make_account(SHOP, "shop-prod")
    with pytest.raises(CoverageIncomplete, match=SHOP):
        campaign(0)
    assert not Campaign.objects.exists()


# probo: a user who became an administrator since is tagged UNCHANGED.
def test_a_role_that_became_an_administrator_is_not_unchanged() -> None:
    grants(1, verdict=Says.IN_ORG, zone=Zone.ORGANIZATION)
    first = campaign(0).items.get()
    confirm(first)
    anything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [anything]}
    make_snapshot(first.grant.resource, document, kind=PolicyKind.INLINE, name="all")
    again = reopened(first.campaign).items.get()
    assert again.circumstances["change"] == "changed"
    assert again.is_open


# probo: a decision commits after the close; races are in test_races.py.
def test_nothing_is_decided_after_the_close() -> None:
    asked = item()
    confirm(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    with pytest.raises(CampaignClosed):
        revoke(asked)


# probo: deleting a campaign deletes its "immutable" history by cascade.
def test_nothing_that_a_campaign_references_can_be_deleted() -> None:
    asked = item()
    confirm(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    refused = (ProtectedError, IntegrityError)
    grant = asked.grant
    things = (
        asked.campaign,
        asked,
        asked.decisions.get(),
        grant,
        grant.resource,
        grant.snapshot,
        grant.snapshot.document,
        asked.campaign.crawl,
        rin(),
    )
    for thing in things:
        with pytest.raises(refused), transaction.atomic():
            thing.delete()


# Yuzu: a reviewer overwrites a revoke flag, and the actor collapses to "unknown".
def test_a_revocation_is_never_overwritten_in_silence() -> None:
    asked = item()
    first = revoke(asked)
    with pytest.raises(ReasonRequired):
        confirm(asked)
    confirm(asked, reason="The vendor is back.")
    assert asked.decisions.order_by("pk").first() == first
    event = asked.events.filter(kind="item-decided").order_by("sequence").last()
    assert event
    assert event.says["supersedes"] == first.pk
    assert event.person == rin()


# Teleport: showing a list made a review remove every member of it.
def test_no_answer_removes_more_than_was_listed_and_looking_removes_nothing() -> None:
    found = campaign(5)
    first, second, *_rest = found.items.order_by("number")
    with pytest.raises(TermsMissing):
        decide_items(
            first, reviewer=rin(), numbers=[], verdict=Verdict.REVOKE, reason="All."
        )
    decide_items(
        first,
        reviewer=rin(),
        numbers=[first.number, second.number],
        verdict=Verdict.REVOKE,
        reason="Both unused.",
    )
    assert found.items.revoked().count() == 2
    assert found.items.open().count() == 3


# Okta: decisions are final; a mistake cannot be corrected.
def test_a_mistake_can_be_corrected_until_the_close_and_both_stay() -> None:
    asked = item()
    revoke(asked)
    decide_item(asked, reviewer=rin(), verdict=Verdict.WITHDRAW, reason="Wrong row.")
    confirm(asked, reason="This one is in use.")
    assert asked.decisions.count() == 3
    assert asked.effective.verdict == Verdict.CONFIRM


# Okta: of a larger group ten are picked at random.
def test_the_same_person_is_asked_however_often_it_is_counted() -> None:
    aiko(), ken()
    found = campaign(3)
    asked = [each.reviewer for each in found.items.order_by("number")]
    again = [each.reviewer for each in reopened(found).items.order_by("number")]
    assert asked == again


# Entra: everybody is reminded once, finished or not.
def test_who_is_finished_hears_nothing_and_who_is_not_hears_again() -> None:
    found = campaign(1, due_on=date(2100, 1, 1))
    opened_on = date(2099, 11, 2)
    Campaign.objects.update(opened_at=datetime(2099, 11, 2, tzinfo=UTC))
    User.objects.update(email="somebody@kitsune.example")
    days = [opened_on + timedelta(days=n) for n in range(30)]
    told = [
        remind_reviewers(datetime(each.year, each.month, each.day, 12, tzinfo=UTC))
        for each in days
    ]
    assert sum(told) > 2
    confirm(found.items.get())
    finished = datetime(2099, 12, 31, 12, tzinfo=UTC)
    assert remind_reviewers(finished) == 0


# Drata: access is shown as it is on the day of looking, not as it was reviewed.
def test_what_is_asked_is_what_stood_there_when_the_campaign_opened() -> None:
    asked = item()
    before = (asked.statement, asked.wording, asked.document_sha256)
    make_account().__class__.objects.update(name="renamed")
    asked.grant.resource.name = "renamed"
    asked.grant.resource.save()
    asked = ReviewItem.objects.get(pk=asked.pk)
    assert (asked.statement, asked.wording, asked.document_sha256) == before
    assert asked.account_name == "payments-prod"


# SailPoint: the reports go with the campaign.
def test_a_campaign_cannot_be_deleted_in_any_state() -> None:
    found = campaign()
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        found.delete()
    refused = pytest.raises(IntegrityError, match="never deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reviews_campaign")


# cidaas: a bulk answer is half done when something in it fails.
def test_a_bulk_answer_is_whole_or_not_at_all() -> None:
    found = campaign(4)
    first = found.items.order_by("number")[0]
    with pytest.raises(ReasonRequired):
        decide_items(
            first, reviewer=rin(), numbers=[1, 2, 3, 4], verdict=Verdict.REVOKE
        )
    assert not Decision.objects.exists()
    assert found.items.open().count() == 4


# Access Analyzer: a finding is RESOLVED too when it could no longer be looked for.
def test_a_resolved_finding_verifies_nothing() -> None:
    asked = item()
    revoke(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    Finding.objects.create(
        finding_id="1",
        analyzer_arn="arn",
        account_id=asked.account_id,
        resource_arn=asked.grant.resource.arn,
        status="RESOLVED",
        last_read_at=timezone.now(),
    )
    for _look in range(2):
        later_crawl(outcome=Outcome.DENIED)
        verify_removals()
    asked.refresh_from_db()
    assert asked.removal == "cannot-be-seen"
    later_crawl()
    verify_removals()
    asked.refresh_from_db()
    assert asked.removal == "still-there"


# Access Analyzer: an archive rule hides what comes, with no owner, reason or end.
def test_an_exception_has_an_owner_a_reason_a_control_and_an_end() -> None:
    asked = item()
    ask_exception(asked)
    found = Exemption.objects.get()
    answer_exception(found, answered_by=aiko(), is_approved=True)
    assert found.requested_by == rin()
    assert found.reason
    assert found.control
    assert found.expires_on <= asked.campaign.opened_at.date() + timedelta(days=91)
    again = reopened(asked.campaign).items.get()
    assert again.state == ItemState.OPEN
