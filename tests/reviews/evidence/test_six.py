"""The page's rows and the bundle's files say the same, whatever happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from reviews.answers import Answer, answers
from reviews.evidence.six import six
from reviews.evidence.verify import Bundle
from reviews.lifecycle import AtClose, Reduction, Verdict
from reviews.models import Campaign, Exemption
from reviews.operations.answer_exception import answer_exception
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.except_removal import except_removal
from reviews.operations.override_conflict import override_conflict
from reviews.operations.settle_dispute import settle_dispute
from reviews.operations.verify_removals import verify_removals
from reviews.tallies import tallies
from tests import sightings
from tests.reviews.evidence.bundles import bundle, decided
from tests.reviews.operations.test_apply_deadlines import AFTER, unanswered
from tests.reviews.operations.test_carry_forward import quarter
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    daichi,
    ken,
    later_crawl,
    reopened,
    revoke,
    rin,
    two_sided,
)
from tests.rows import end_grant

pytestmark = pytest.mark.django_db
Story = Callable[[], Campaign]


def nothing_yet() -> Campaign:
    return campaign(2)


def nobody_answered() -> Campaign:
    """At close the closer revokes what nobody answered."""
    found = campaign(2)
    return close_campaign(
        found, closed_by=aiko(), at_close=AtClose.REVOKE, reason="Time is over."
    )


def nobody_answered_and_all_stays() -> Campaign:
    found = campaign(2)
    return close_campaign(
        found, closed_by=aiko(), at_close=AtClose.KEEP, reason="Time is over."
    )


def the_deadline_answered() -> Campaign:
    found = unanswered(middling=1)
    apply_deadlines(AFTER)
    confirm(found.items.get(state="open"))
    return close_campaign(found, closed_by=aiko())


def carried() -> Campaign:
    first = quarter()
    confirm(first.items.get())
    return close_campaign(reopened(first), closed_by=aiko())


def ruled() -> Campaign:
    granting, using = two_sided()
    confirm(granting)
    decide_item(using, reviewer=daichi(), verdict=Verdict.REVOKE, reason="Unneeded.")
    told = {"settled_by": ken(), "reason": "Nobody uses it."}
    settle_dispute(granting, verdict=Verdict.REVOKE, **told)
    return granting.campaign


def one_gone_and_one_excepted() -> Campaign:
    found = campaign(2)
    first, second = found.items.all()
    revoke(first)
    revoke(second)
    close_campaign(found, closed_by=aiko())
    end_grant(first.grant, crawl=later_crawl())
    except_removal(
        second,
        requested_by=aiko(),
        reason="The vendor's contract runs.",
        control="The key is rotated weekly.",
        expires_on=timezone.localdate() + timedelta(days=7),
    )
    answer_exception(Exemption.objects.get(), answered_by=ken(), is_approved=True)
    later_crawl()
    verify_removals()
    return found


def every_verdict() -> Campaign:
    """Reduced, excepted, waiting, taken back, given back, changed, and gone before."""
    found = campaign(7)
    one, two, three, four, five, six_, seven = found.items.all()
    decide_item(
        one,
        reviewer=rin(),
        verdict=Verdict.REDUCE,
        reason="It reads one bucket.",
        reduce_to=Reduction.USED,
    )
    ask_exception(two)
    answer_exception(Exemption.objects.get(), answered_by=ken(), is_approved=True)
    ask_exception(three)
    confirm(four)
    decide_item(four, reviewer=rin(), verdict=Verdict.WITHDRAW, reason="Not yet.")
    confirm(five)
    revoke(five, reason="On second thoughts.")
    end_grant(six_.grant, crawl=later_crawl())
    verify_removals()
    confirm(seven)
    return found


def allowed_in_conflict() -> Campaign:
    asked = campaign().items.get()
    sightings.make_span()
    sightings.make_writing(asked.grant.resource, rin().email)
    override_conflict(asked, granted_by=aiko(), reason="Nobody else knows it.")
    confirm(asked)
    return asked.campaign


STORIES: tuple[Story, ...] = (
    nothing_yet,
    decided,
    nobody_answered,
    nobody_answered_and_all_stays,
    the_deadline_answered,
    carried,
    ruled,
    one_gone_and_one_excepted,
    every_verdict,
    allowed_in_conflict,
)


def page(found: Campaign) -> list[Answer]:
    [counted] = tallies([Campaign.objects.get(pk=found.pk)])
    return answers(counted)


@pytest.mark.parametrize("story", STORIES)
def test_the_page_and_the_bundle_say_the_same(story: Story, tmp_path: Path) -> None:
    found = story()
    path = tmp_path / "b.zip"
    path.write_bytes(bundle(Campaign.objects.get(pk=found.pk)))
    assert six(Bundle(path)) == page(found)


def test_what_nobody_looked_at_is_not_reviewed() -> None:
    found = page(nobody_answered())
    assert [each.holds for each in found[1:5]] == [False] * 4
    assert "2 by rule, for want of an answer" in found[1].because
    assert "2 decided by no person." in found[2].because


def test_what_was_kept_unanswered_was_answered_neither_in_time_nor_with_a_reason() -> (
    None
):
    found = page(nobody_answered_and_all_stays())
    assert [each.holds for each in found[1:5]] == [False] * 4
    assert "2 never answered" in found[3].because


def test_a_deadline_is_no_reviewer() -> None:
    found = page(the_deadline_answered())
    said = "1 answered by people, 0 carried forward and not asked, 0 gone before; 1 by"
    assert said in found[1].because
    assert found[1].holds is False


def test_what_is_carried_forward_is_counted_by_itself() -> None:
    found = page(carried())
    assert "0 answered by people, 1 carried forward and not asked" in found[1].because
    assert found[1].holds is True


def test_what_stays_by_exception_was_not_seen_to_be_gone() -> None:
    removed = page(one_gone_and_one_excepted())[5]
    assert removed.holds is False
    assert removed.because == (
        "1 of 2 seen to be gone by a later complete reading. "
        "1 of the others may stay by exception."
    )


def test_a_conflict_that_somebody_allowed_is_no_plain_yes() -> None:
    assert page(allowed_in_conflict())[2].holds is False


def test_a_reduction_and_an_exception_need_a_reason_too() -> None:
    assert "3 need a reason, 0 have none." in page(every_verdict())[4].because


@pytest.mark.parametrize(
    ("zone", "holds"), [("Etc/GMT+12", True), ("Pacific/Kiritimati", False)]
)
def test_in_time_is_told_by_the_clock_by_which_it_is_due(
    zone: str, holds: bool, tmp_path: Path
) -> None:
    """It is never the same day in these two places."""
    opener = aiko()
    opener.time_zone = zone
    opener.save()
    found = campaign()
    confirm(found.items.get())
    close_campaign(found, closed_by=opener)
    due_on = datetime.now(ZoneInfo("Etc/GMT+12")).date()
    Campaign.objects.filter(pk=found.pk).update(due_on=due_on)
    found = Campaign.objects.get(pk=found.pk)
    path = tmp_path / "b.zip"
    path.write_bytes(bundle(found))
    assert page(found)[3].holds is holds
    assert six(Bundle(path))[3] == page(found)[3]
    assert zone in page(found)[3].because
