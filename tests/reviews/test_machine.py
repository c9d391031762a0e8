"""Whatever people, AWS and crawls do in whatever order: the promises hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    rule,
    run_state_machine_as_test,
)

from reviews.deadline import Plan
from reviews.disputes import disputes
from reviews.errors import Refused
from reviews.lifecycle import (
    BECOMES,
    AtClose,
    AtDeadline,
    Reduction,
    Verdict,
)
from reviews.models import (
    Decision,
    Event,
    Exemption,
    ReviewItem,
)
from reviews.operations.answer_exception import answer_exception
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.approve_deadline import approve_deadline
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.decide_items import decide_items, identical
from reviews.operations.except_removal import except_removal
from reviews.operations.open_campaign import Policy
from reviews.operations.reassign_item import reassign_item
from reviews.operations.return_item import return_item
from reviews.operations.settle_dispute import settle_dispute
from tests.reviews.dying import IN_TIME, PICK, TOO_LATE, Dying
from tests.reviews.looking_twice import LookingTwice
from tests.reviews.promises import Promises
from tests.reviews.reading import Reading
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    daichi,
    grants,
    ken,
    rin,
    two_sided_grant,
)
from tests.rows import make_user

pytestmark = pytest.mark.django_db

# One is revoked by rule without a word, two wait for a second person; the rest is kept.
POLICY = Policy(
    at_due_medium=AtDeadline.REVOKE,
    at_due_low=AtDeadline.KEEP,
    revoke_limit=1,
    second_look_percent=100,
)


class Reviews(Dying, LookingTwice, Reading):
    """One campaign of three grants, one of them with two sides."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        aiko(), ken(), daichi()
        grants(2)
        two_sided_grant()
        self.mei = make_user("mei")
        self.campaign = campaign(0, policy=POLICY)
        self.present = dict.fromkeys(
            self.items().values_list("fingerprint", flat=True), True
        )
        self.clock = timezone.now()
        self.missed, self.edited = {}, {}
        self.made = 0

    def pick(self, which: int) -> ReviewItem:
        return self.items()[which]

    def attempt(self, act: Callable[[], Any], made: int = 1) -> None:
        """Do it, or be refused and leave no trace."""
        before = (Decision.objects.count(), Event.objects.count())
        try:
            with transaction.atomic():
                act()
        except Refused:
            assert before == (Decision.objects.count(), Event.objects.count())
        else:
            self.made += made

    @rule(which=PICK, verdict=st.sampled_from([*BECOMES, Verdict.WITHDRAW]))
    def decide(self, which: int, verdict: Verdict) -> None:
        item = self.pick(which)
        if verdict is Verdict.EXCEPTION and item.reviewer == rin():
            self.attempt(lambda: ask_exception(item))
            return
        to = Reduction.USED if verdict is Verdict.REDUCE else Reduction.NONE
        self.attempt(
            lambda: decide_item(
                item,
                reviewer=item.reviewer,
                verdict=verdict,
                reason="Because.",
                reduce_to=to,
            )
        )

    @rule(which=PICK, verdict=st.sampled_from([Verdict.CONFIRM, Verdict.REVOKE]))
    def decide_alike(self, which: int, verdict: Verdict) -> None:
        item = self.pick(which)
        numbers = [each.number for each in identical(item)]
        self.attempt(
            lambda: decide_items(
                item,
                reviewer=item.reviewer,
                numbers=numbers,
                verdict=verdict,
                reason="Because.",
            ),
            made=len(numbers),
        )

    @rule(which=PICK)
    def give_back(self, which: int) -> None:
        item = self.pick(which)
        self.attempt(
            lambda: return_item(item, returned_by=item.reviewer, reason="No."), made=0
        )

    @rule(which=PICK)
    def delegate(self, which: int) -> None:
        item = self.pick(which)
        self.attempt(
            lambda: reassign_item(item, to=rin(), reassigned_by=aiko(), reason="You."),
            made=0,
        )

    @rule(is_approved=st.booleans())
    def answer(self, is_approved: bool) -> None:
        for asked in Exemption.objects.unanswered():
            self.attempt(
                lambda asked=asked: answer_exception(
                    asked, answered_by=ken(), is_approved=is_approved, reason="So."
                ),
                made=0,
            )

    @rule(verdict=st.sampled_from([Verdict.CONFIRM, Verdict.REVOKE]))
    def settle(self, verdict: Verdict) -> None:
        for found in list(disputes(self.campaign)):
            self.attempt(
                lambda found=found: settle_dispute(
                    found.granting, settled_by=ken(), verdict=verdict, reason="So."
                ),
                made=2,
            )

    @rule(which=PICK)
    def except_promise(self, which: int) -> None:
        item = self.pick(which)
        until = self.campaign.opened_at.date().replace(year=2099)
        self.attempt(
            lambda: except_removal(
                item,
                requested_by=aiko(),
                reason="It runs.",
                control="Logged.",
                expires_on=until,
            ),
            made=0,
        )

    @rule(at_close=st.sampled_from(AtClose))
    def close(self, at_close: AtClose) -> None:
        pending = self.items().pending().count()
        made = pending if at_close is AtClose.REVOKE else 0
        self.attempt(
            lambda: close_campaign(
                self.campaign, closed_by=aiko(), at_close=at_close, reason="Now."
            ),
            made=made,
        )

    @rule(now=st.sampled_from([IN_TIME, TOO_LATE]))
    def deadline(self, now: datetime) -> None:
        self.made += apply_deadlines(now)["revoked"]
        again = apply_deadlines(now)  # whatever runs twice
        assert not again["kept"] + again["revoked"]

    @rule()
    def approve(self) -> None:
        most = Plan(self.campaign).revoked_count
        self.attempt(
            lambda: approve_deadline(
                self.campaign, approved_by=ken(), most=most, reason="So."
            ),
            made=0,
        )


def run(examples: int, steps: int, piece: int = 0) -> None:
    run_state_machine_as_test(
        seed(piece)(type("Reviews", (Reviews,), {})),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            database=None,
            phases=[Phase.generate],  # the seed says it again; shrinking takes long
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_promises_hold_in_any_order() -> None:
    run(examples=6, steps=25)


@pytest.mark.deep
@pytest.mark.parametrize("piece", range(10))
def test_the_promises_hold_for_a_hundred_thousand_steps(piece: int) -> None:
    """Ten pieces of 10,000 steps and more, each with a seed of its own."""
    Promises.steps = 0
    run(examples=125, steps=100, piece=piece + 1)  # some end early
    assert Promises.steps >= 10_000
