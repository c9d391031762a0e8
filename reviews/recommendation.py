"""What we suggest to a reviewer, with the reason, or nothing. Pure.

A suggestion is frozen into the item when the campaign opens, in both languages: it is
part of what the reviewer read. Without a reason there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

UNUSED_DAYS = 90  # not used for as long: nothing is expected to break


class Advice(StrEnum):
    """What we suggest."""

    NONE = ""
    CONFIRM = "confirm"
    REVOKE = "revoke"
    LOOK = "look"  # something is wrong with it, and we cannot say that it is unneeded


class Change(StrEnum):
    """What became of the grant since somebody last decided about it."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Usage:
    """When the granted role was last used, if AWS tells.

    AWS tells when a role was last used, not by whom, and looks back 400 days.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
    """

    is_known: bool = False
    unused_days: int = 0  # since last use; since it was made, if it was never used
    was_ever_used: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The advice and its reason, language → one sentence or two."""

    advice: Advice
    reason: Mapping[str, str]


NO_SUGGESTION = Suggestion(Advice.NONE, {"en": "", "ja": ""})


def recommend(
    usage: Usage,
    *,
    high_flags: Sequence[Mapping[str, str]],
    change: Change,
    was_confirmed: bool,
) -> Suggestion:
    """Return what we suggest, or nothing. ``high_flags`` are titles by language."""
    if usage.is_known and usage.unused_days >= UNUSED_DAYS:
        return Suggestion(Advice.REVOKE, joined(unused(usage), flagged(high_flags)))
    if high_flags:
        return Suggestion(Advice.LOOK, flagged(high_flags))
    is_in_use = usage.is_known and usage.was_ever_used
    if is_in_use and was_confirmed and change is Change.UNCHANGED:
        return Suggestion(Advice.CONFIRM, unchanged(usage))
    return NO_SUGGESTION


def unused(usage: Usage) -> dict[str, str]:
    """Say for how long nobody used it."""
    days = usage.unused_days
    if usage.was_ever_used:
        return {
            "en": f"Nobody has used this role for {days} days.",
            "ja": f"このロールは{days}日間使われていません。",
        }
    return {
        "en": f"AWS saw no use of this role in the {days} days since it was made.",
        "ja": f"このロールは作成から{days}日間、一度も使われていません。",
    }


def flagged(titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Say which flags are raised on it."""
    if not titles:
        return {"en": "", "ja": ""}
    return {
        "en": f"We flag it: {', '.join(each['en'] for each in titles)}.",
        "ja": f"注意点：{'、'.join(each['ja'] for each in titles)}。",
    }


def unchanged(usage: Usage) -> dict[str, str]:
    """Say that it is as it was, and in use."""
    days = usage.unused_days
    ago = "today" if days == 0 else f"{days} {'day' if days == 1 else 'days'} ago"
    before = "今日" if days == 0 else f"{days}日前に"
    return {
        "en": f"It is what was confirmed last time, and the role was used {ago}.",
        "ja": f"前回承認した内容のままで、このロールは{before}使われています。",
    }


def joined(*parts: Mapping[str, str]) -> dict[str, str]:
    """Put sentences together, language by language."""
    return {
        "en": " ".join(each["en"] for each in parts if each["en"]),
        "ja": "".join(each["ja"] for each in parts),
    }
