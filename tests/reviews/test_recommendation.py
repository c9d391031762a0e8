"""We suggest something only with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reviews.recommendation import (
    Advice,
    Change,
    OwnUse,
    Suggestion,
    Usage,
    recommend,
)

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


def test_what_aws_forgot_is_not_said_of_the_days_since_it_was_made() -> None:
    found = suggest(Usage(is_known=True, unused_days=400))
    assert found.advice is Advice.REVOKE
    assert found.reason["en"] == (
        "AWS saw no use of this role in the 400 days that it remembers."
    )
    assert "作成から" not in found.reason["ja"]
    young = suggest(Usage(is_known=True, unused_days=120))
    assert "in the 120 days since it was made" in young.reason["en"]


NEVER = OwnUse(is_known=True, times=0, days=90, is_whole=True, is_sure=True)


def test_a_grant_that_nobody_used_goes_although_others_use_the_role() -> None:
    found = suggest(own=NEVER, high_flags=[FLAG])
    assert found.advice is Advice.REVOKE
    assert found.reason["en"] == (
        "CloudTrail saw no use of this grant in 90 days. "
        "The role was used 3 days ago, by somebody else. "
        "We flag it: No external ID."
    )
    assert "3日前にほかの誰か" in found.reason["ja"]
    untold = suggest(Usage(), own=NEVER)
    assert untold.reason["en"] == "CloudTrail saw no use of this grant in 90 days."


def test_a_grant_without_use_is_not_confirmed_where_it_is_too_early_to_revoke() -> None:
    found = suggest(own=replace(NEVER, is_sure=False))
    assert found.advice is Advice.LOOK
    assert "no use of this grant" in found.reason["en"]


def test_where_not_all_was_read_no_use_says_nothing() -> None:
    assert suggest(own=replace(NEVER, is_whole=False)).advice is Advice.CONFIRM


def test_a_use_that_was_seen_outweighs_what_aws_forgot_of_the_role() -> None:
    used = replace(NEVER, times=4)
    found = suggest(Usage(is_known=True, unused_days=214), own=used)
    assert found.advice is Advice.NONE


@pytest.mark.parametrize("own", [OwnUse(), replace(NEVER, times=2)])
def test_what_is_used_and_lacks_a_condition_is_to_be_reduced(own: OwnUse) -> None:
    found = suggest(own=own, high_flags=[FLAG], missing=[FLAG])
    assert found.advice is Advice.REDUCE
    assert found.reason["en"] == "It is used, and lacks something: No external ID."
    assert "外部 ID なし" in found.reason["ja"]


def test_what_is_wrong_beyond_that_is_looked_at_twice() -> None:
    more = [FLAG, {"en": "Administrator", "ja": "管理者"}]
    assert suggest(high_flags=more, missing=[FLAG]).advice is Advice.LOOK


def test_what_lacks_something_and_is_not_known_to_be_used_is_not_reduced() -> None:
    found = suggest(Usage(), high_flags=[FLAG], missing=[FLAG])
    assert found.advice is Advice.LOOK
    partly = replace(NEVER, is_whole=False)
    assert suggest(own=partly, missing=[FLAG]).advice is Advice.CONFIRM
