"""How carefully it was decided: told of the campaign, and of no person."""

from __future__ import annotations

from reviews.evidence.quality import quality_json
from reviews.evidence.tables import Row


def decision(at: str, **more: object) -> Row:
    return {
        "is_effective": True,
        "verdict": "confirm",
        "reason": "",
        "origin": "answer",
        "batch_size": 1,
        "followed_suggestion": None,
        "reviewer": "rin.takeda",
        "decided_at": f"2026-11-24T{at}Z",
        **more,
    }


def test_it_tells_how_soon_one_answer_came_after_the_other() -> None:
    told = quality_json(
        [
            decision("09:00:00"),
            decision("09:00:05"),
            decision("09:00:07", reviewer="daichi.mori"),
            decision("09:00:45"),
            decision("09:30:00"),
        ]
    )
    assert told["by_pace"] == {
        "longer, or the first": 3,
        "within 10 seconds": 1,
        "within a minute": 1,
    }


def test_identical_grants_that_were_answered_as_one_are_one_answer() -> None:
    made = [decision("09:00:00", origin="bulk", batch_size=12) for _each in range(12)]
    told = quality_json([*made, decision("09:00:04")])
    assert told["by_pace"] == {"longer, or the first": 1, "within 10 seconds": 1}
    assert told["by_batch"] == {"11 to 100": 12, "one": 1}


def test_what_nobody_answered_has_no_pace() -> None:
    told = quality_json([decision("09:00:00", origin="carried", verdict="confirm")])
    assert told["by_pace"] == {}
    assert told["confirmed_percent"] == 100


def test_nobody_is_named() -> None:
    assert "rin" not in str(quality_json([decision("09:00:00")]))


def test_a_campaign_of_which_nothing_is_decided_has_rates_too() -> None:
    assert quality_json([])["confirmed_percent"] == 0
