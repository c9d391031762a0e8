"""We suggest something only with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from reviews.recommendation import Advice, Change, Suggestion, Usage, recommend

FLAG = {"en": "No external ID", "ja": "外部 ID なし"}
USED = Usage(is_known=True, unused_days=3, was_ever_used=True)


def suggest(usage: Usage = USED, **more: Any) -> Suggestion:
    beside = {"high_flags": [], "change": Change.UNCHANGED, "was_confirmed": True}
    return recommend(usage, **{**beside, **more})


def test_it_suggests_to_revoke_what_nobody_used_for_90_days() -> None:
    found = suggest(Usage(is_known=True, unused_days=214, was_ever_used=True))
    assert found.advice is Advice.REVOKE
    assert found.reason["en"] == "Nobody has used this role for 214 days."
    assert "214日間" in found.reason["ja"]


def test_it_waits_until_the_ninetieth_day() -> None:
    usage = Usage(is_known=True, unused_days=89, was_ever_used=True)
    assert suggest(usage).advice is Advice.CONFIRM
    usage = Usage(is_known=True, unused_days=90, was_ever_used=True)
    assert suggest(usage).advice is Advice.REVOKE


def test_it_adds_the_flags_to_the_reason() -> None:
    found = suggest(Usage(is_known=True, unused_days=200), high_flags=[FLAG])
    assert found.reason["en"].endswith("We flag it: No external ID.")
    assert found.reason["ja"].endswith("注意点：外部 ID なし。")


def test_a_flag_alone_asks_for_a_second_look() -> None:
    assert suggest(high_flags=[FLAG]).advice is Advice.LOOK


def test_it_suggests_to_confirm_what_is_unchanged_and_used() -> None:
    found = suggest()
    assert found.advice is Advice.CONFIRM
    assert "3 days ago" in found.reason["en"]


@pytest.mark.parametrize(
    "more",
    [
        {"change": Change.CHANGED},
        {"change": Change.NEW, "was_confirmed": False},
        {"was_confirmed": False},
        {"usage": Usage()},
        {"usage": Usage(is_known=True, unused_days=3, was_ever_used=False)},
    ],
)
def test_without_a_reason_it_suggests_nothing(more: dict[str, Any]) -> None:
    found = suggest(**more)
    assert found.advice is Advice.NONE
    assert found.reason == {"en": "", "ja": ""}


@pytest.mark.parametrize(("days", "ago"), [(0, "today"), (1, "1 day ago")])
def test_it_counts_days_as_people_do(days: int, ago: str) -> None:
    found = suggest(Usage(is_known=True, unused_days=days, was_ever_used=True))
    assert ago in found.reason["en"]
