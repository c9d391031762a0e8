"""What may follow what."""

from __future__ import annotations

import pytest

from reviews.lifecycle import (
    AFTER,
    NEXT,
    CampaignState,
    ItemState,
    Risk,
    Verdict,
    needs_reason,
)


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("state", [ItemState.ENDED, ItemState.UNDECIDED])
def test_what_has_ended_cannot_be_decided(state: ItemState, verdict: Verdict) -> None:
    assert (state, verdict) not in AFTER


@pytest.mark.parametrize("state", CampaignState)
def test_a_campaign_never_goes_back_to_open(state: CampaignState) -> None:
    if state is not CampaignState.OPENING:
        assert CampaignState.OPEN not in NEXT[state]


def test_confirming_what_is_harmless_needs_no_reason() -> None:
    assert not needs_reason(Verdict.CONFIRM, risk=Risk.MEDIUM, is_change=False)


@pytest.mark.parametrize(
    ("verdict", "risk", "is_change"),
    [
        (Verdict.REVOKE, Risk.LOW, False),
        (Verdict.CONFIRM, Risk.HIGH, False),
        (Verdict.CONFIRM, Risk.LOW, True),
    ],
)
def test_everything_else_needs_one(
    verdict: Verdict, risk: Risk, is_change: bool
) -> None:
    assert needs_reason(verdict, risk=risk, is_change=is_change)
