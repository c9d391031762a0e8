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
    is_agreed,
    may_carry,
    needs_reason,
)


@pytest.mark.parametrize("verdict", Verdict)
def test_what_has_ended_cannot_be_decided(verdict: Verdict) -> None:
    assert (ItemState.ENDED, verdict) not in AFTER


def test_what_a_deadline_kept_may_still_be_answered_and_not_handed_on() -> None:
    assert AFTER[ItemState.UNDECIDED, Verdict.REVOKE] is ItemState.REVOKED
    assert (ItemState.UNDECIDED, Verdict.NOT_MINE) not in AFTER
    assert (ItemState.UNDECIDED, Verdict.WITHDRAW) not in AFTER


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


def test_not_mine_is_no_end() -> None:
    assert AFTER[ItemState.OPEN, Verdict.NOT_MINE] is ItemState.OPEN


def test_only_a_decision_is_taken_back() -> None:
    assert (ItemState.OPEN, Verdict.WITHDRAW) not in AFTER
    assert AFTER[ItemState.CARRIED, Verdict.WITHDRAW] is ItemState.OPEN


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        (ItemState.CONFIRMED, ItemState.CARRIED, True),
        (ItemState.CONFIRMED, ItemState.EXCEPTED, True),
        (ItemState.REVOKED, ItemState.REVOKED, True),
        (ItemState.REVOKED, ItemState.CONFIRMED, False),
        (ItemState.REVOKED, ItemState.REDUCED, False),
    ],
)
def test_two_sides_agree_if_both_keep_or_both_promise_the_same(
    one: ItemState, other: ItemState, agreed: bool
) -> None:
    assert is_agreed(one, other) is agreed
    assert is_agreed(other, one) is agreed


def test_only_what_is_equal_harmless_and_confirmed_is_carried() -> None:
    fine = {
        "risk": Risk.LOW,
        "is_equal": True,
        "last": ItemState.CONFIRMED,
        "times": 0,
        "limit": 1,
    }
    assert may_carry(**fine)
    for spoiled in (
        {"risk": Risk.MEDIUM},
        {"is_equal": False},
        {"last": ItemState.REVOKED},
        {"last": None},
        {"times": 1},
        {"limit": 0},
    ):
        assert not may_carry(**{**fine, **spoiled})
