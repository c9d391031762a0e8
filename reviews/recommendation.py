"""What we suggest to a reviewer, with the reason, or nothing. Pure.

A suggestion is frozen into the item when the campaign opens, in both languages: it is
part of what the reviewer read. Without a reason there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accessmap.policy.use import REMEMBERED_DAYS
from reviews.lifecycle import Reduction

UNUSED_DAYS = 90  # not used for as long: nothing is expected to break
# What a flag says is missing, and so what a grant that is used would be reduced to.
MISSING = {"confused-deputy": Reduction.EXTERNAL_ID, "no-mfa": Reduction.MFA}


class Advice(StrEnum):
    """What we suggest."""

    NONE = ""
    CONFIRM = "confirm"
    REVOKE = "revoke"
    REDUCE = "reduce"  # it is used, and what it lacks can be asked for
    LOOK = "look"  # something is wrong with it, and we cannot say that it is unneeded


class Change(StrEnum):
    """What became of the grant since somebody last decided about it."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    RETURNED = "returned"  # the same, after it was gone


@dataclass(frozen=True, slots=True)
class Usage:
    """When the granted role was last used, if AWS tells.

    AWS tells when a role was last used, not by whom, and looks back 400 days.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
    """

    is_known: bool = False
    # Since last use; since it was made, if AWS remembers none, and 400 at most.
    unused_days: int = 0
    was_ever_used: bool = False

    @property
    def is_current(self) -> bool:
        """Say whether the role is in use, by whomever."""
        return self.is_known and self.was_ever_used and self.unused_days < UNUSED_DAYS


@dataclass(frozen=True, slots=True)
class OwnUse:
    """What CloudTrail saw of this very grant; nothing where it was not asked.

    A role that one uses daily may be granted to another who never came.
    """

    is_known: bool = False
    times: int = 0
    days: int = 0
    is_whole: bool = False  # every region was read, for all of these days
    is_sure: bool = False  # it was granted all the while, to who can be told apart

    @property
    def is_unused(self) -> bool:
        """Say whether no use was seen, and all of it would have been."""
        return self.is_known and self.is_whole and not self.times


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The advice and its reason, language → one sentence or two."""

    advice: Advice
    reason: Mapping[str, str]


NO_SUGGESTION = Suggestion(Advice.NONE, {"en": "", "ja": ""})


def recommend(  # noqa: PLR0913
    usage: Usage,
    *,
    high_flags: Sequence[Mapping[str, str]],
    change: Change,
    was_confirmed: bool,
    own: OwnUse = OwnUse(),
    missing: Sequence[Mapping[str, str]] = (),
) -> Suggestion:
    """Return what we suggest, or nothing.

    ``high_flags`` are titles by language, as are ``missing``, of flags in MISSING.
    """
    if idle := _idle(usage, own):
        return Suggestion(Advice.REVOKE, joined(idle, flagged(high_flags)))
    is_used = own.times > 0 or (not own.is_known and usage.is_current)
    # Where more is wrong than what can be asked for, that would mend too little.
    if missing and is_used and all(each in missing for each in high_flags):
        return Suggestion(Advice.REDUCE, lacking(missing))
    if high_flags:
        return Suggestion(Advice.LOOK, flagged(high_flags))
    if not (usage.is_current and was_confirmed and change is Change.UNCHANGED):
        return NO_SUGGESTION
    if own.is_unused:
        return Suggestion(Advice.LOOK, unused_grant(own, usage))
    return Suggestion(Advice.CONFIRM, unchanged(usage))


def _idle(usage: Usage, own: OwnUse) -> dict[str, str] | None:
    """Say why nothing is expected to break without it; None where something may."""
    if usage.is_known and usage.unused_days >= UNUSED_DAYS and not own.times:
        return unused(usage)
    return unused_grant(own, usage) if own.is_unused and own.is_sure else None


def unused(usage: Usage) -> dict[str, str]:
    """Say for how long nobody used it."""
    days = usage.unused_days
    if usage.was_ever_used:
        return {
            "en": f"Nobody has used this role for {days} days.",
            "ja": f"このロールは{days}日間使われていません。",
        }
    if days >= REMEMBERED_DAYS:
        return {
            "en": f"AWS saw no use of this role in the {days} days that it remembers.",
            "ja": f"AWS が覚えている{days}日の間、このロールは使われていません。",
        }
    return {
        "en": f"AWS saw no use of this role in the {days} days since it was made.",
        "ja": f"このロールは作成から{days}日間、一度も使われていません。",
    }


def unused_grant(own: OwnUse, usage: Usage) -> dict[str, str]:
    """Say that the role may be used, but not by this grant."""
    told = {
        "en": f"CloudTrail saw no use of this grant in {own.days} days.",
        "ja": f"この許可は、CloudTrail では{own.days}日間使われていません。",
    }
    if not usage.is_current:
        return told
    ago, before = _ago(usage.unused_days)
    others = {
        "en": f"The role was used {ago}, by somebody else.",
        "ja": f"ロールは{before}ほかの誰かに使われています。",
    }
    return joined(told, others)


def lacking(titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Say what is missing of something that is needed."""
    return {
        "en": f"It is used, and lacks something: {_titles(titles, 'en')}.",
        "ja": f"使われていますが、足りないものがあります：{_titles(titles, 'ja')}。",
    }


def flagged(titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Say which flags are raised on it."""
    if not titles:
        return {"en": "", "ja": ""}
    return {
        "en": f"We flag it: {_titles(titles, 'en')}.",
        "ja": f"注意点：{_titles(titles, 'ja')}。",
    }


def unchanged(usage: Usage) -> dict[str, str]:
    """Say that it is as it was, and in use."""
    ago, before = _ago(usage.unused_days)
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


def _titles(titles: Sequence[Mapping[str, str]], language: str) -> str:
    return {"en": ", ", "ja": "、"}[language].join(each[language] for each in titles)


def _ago(days: int) -> tuple[str, str]:
    """Return how long ago that was, in English and in Japanese."""
    if days == 0:
        return "today", "今日"
    return f"{days} {'day' if days == 1 else 'days'} ago", f"{days}日前に"
