"""What holds after every step, whatever happened before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from reviews.lifecycle import (
    BECOMES,
    DECIDED,
    CampaignState,
    ItemState,
    Origin,
    Verdict,
)
from reviews.models import Campaign, Decision, Event


class Promises(RuleBasedStateMachine):
    """The invariants of one campaign."""

    steps = 0  # counted, since an example may end early
    campaign: Campaign
    # When complete reads began and ended that missed a grant, since it was last seen.
    missed: dict[str, list[tuple[datetime, datetime]]]
    made: int

    def items(self) -> Any:
        return self.campaign.items.order_by("number")

    @invariant()
    def a_step_was_taken(self) -> None:
        Promises.steps += 1

    @invariant()
    def nothing_is_removed_but_what_two_reads_after_the_promise_missed(self) -> None:
        """The second began 15 minutes or more after the first had ended."""
        for item in self.items().filter(removal="removed"):
            promised = item.effective.decided_at
            reads = [
                each for each in self.missed[item.fingerprint] if each[0] > promised
            ]
            assert reads[-1][0] - reads[0][1] >= timedelta(minutes=15)

    @invariant()
    def no_decision_is_lost_or_doubled_or_late(self) -> None:
        assert Decision.objects.count() == self.made
        found = Campaign.objects.get(pk=self.campaign.pk)
        if found.closed_at:
            late = Decision.objects.filter(decided_at__gt=found.closed_at)
            assert not late.exists()

    @invariant()
    def the_rule_is_the_actor_of_what_a_deadline_revokes(self) -> None:
        by_rule = Decision.objects.filter(origin=Origin.DEADLINE)
        told = Event.objects.filter(kind="deadline-applied", actor="system:deadline")
        assert by_rule.count() == sum(len(each.says["decisions"]) for each in told)

    @invariant()
    def the_sums_tie_out_and_every_state_is_what_was_decided(self) -> None:
        items = list(self.items())
        assert len(items) == self.campaign.population_count == 4
        for item in items:
            newest = item.effective
            if item.state in DECIDED:
                assert newest
                assert item.state in {
                    BECOMES[Verdict(newest.verdict)],
                    ItemState.EXCEPTED,
                }
                by_asked = newest.origin in {Origin.ANSWER, Origin.BULK}
                assert newest.reviewer_id or not by_asked

    @invariant()
    def closed_means_that_nothing_is_pending_or_promised(self) -> None:
        found = Campaign.objects.get(pk=self.campaign.pk)
        if found.state in {CampaignState.VERIFYING, CampaignState.CLOSED}:
            assert not self.items().pending().exists()
        if found.state == CampaignState.CLOSED:
            assert not self.items().outstanding().exists()
