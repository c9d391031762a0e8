"""States, verdicts and the transition tables of a review: pure.

Three axes, never one: how far the campaign is, what was decided about an item, and what
later crawls saw of a promise to remove.
"""

from __future__ import annotations

from enum import StrEnum


class CampaignState(StrEnum):
    """How far a campaign is."""

    OPENING = "opening"  # its items are being written; seen by nobody outside
    OPEN = "open"  # people decide
    VERIFYING = "verifying"  # deciding is over; a promised removal is not yet seen
    CLOSED = "closed"  # deciding is over, and every promised removal was seen


class ItemState(StrEnum):
    """What was decided about an item."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CARRIED = "carried"  # confirmed last time, equal and of low risk: not asked again
    REVOKED = "revoked"
    REDUCED = "reduced"  # it is to become narrower: a promise too
    AWAITING = "awaiting"  # an exception is asked for; a second person has not answered
    EXCEPTED = "excepted"  # it stays for a time, with something that makes up for it
    ENDED = "ended"  # AWS stopped granting it before anybody decided
    UNDECIDED = "undecided"  # kept without an answer, and reported so


class Verdict(StrEnum):
    """What a reviewer may say."""

    CONFIRM = "confirm"
    REVOKE = "revoke"
    REDUCE = "reduce"
    EXCEPTION = "exception"
    NOT_MINE = "not-mine"  # no end: the item goes to the next by rule
    WITHDRAW = "withdraw"  # takes a decision back: the item is open again


class Reduction(StrEnum):
    """What a grant that is to be reduced should become."""

    NONE = ""
    USED = "used"  # only what was used
    EXTERNAL_ID = "external-id"  # the same, with a condition on sts:ExternalId
    ORGANIZATION = "organization"  # the same, for the organization only
    MFA = "mfa"  # the same, with multi-factor authentication


class Side(StrEnum):
    """Whose question an item is."""

    GRANTING = "granting"  # do we still allow it?
    USING = "using"  # do we still need it?


class Origin(StrEnum):
    """How a decision came about."""

    ANSWER = "answer"  # somebody read it and answered
    BULK = "bulk"  # somebody answered for identical grants at once
    CARRIED = "carried"  # nothing changed since the last answer, and the risk is low
    RULING = "ruling"  # security settled a disagreement of the two sides
    DEFAULT = "default"  # written by closing, for want of an answer
    DEADLINE = "deadline"  # by the rule that the campaign opened with


class Removal(StrEnum):
    """What a crawl saw of a promise to remove."""

    NONE = ""  # nothing was promised, or no crawl has looked yet
    GONE_ONCE = "gone-once"  # one complete read agrees; a second is to come
    REMOVED = "removed"
    STILL_THERE = "still-there"
    OTHER_WAY = "other-way"  # it is gone, and something else lets in to the same
    CANNOT_BE_SEEN = "cannot-be-seen"
    CAME_BACK = "came-back"


class AtClose(StrEnum):
    """What happens at close to what nobody decided."""

    REFUSE = "refuse"  # the campaign does not close
    KEEP = "keep"  # the grant stays, and the evidence says that nobody decided
    REVOKE = "revoke"  # the closer revokes it, with a reason


class AtDeadline(StrEnum):
    """What happens to what nobody decided when the due date has passed."""

    ESCALATE = "escalate"  # nobody decides for anybody; the next in line is told daily
    KEEP = "keep"  # the grant stays, and is reported as undecided
    REVOKE = "revoke"  # it is marked for revocation, by the rule


class Risk(StrEnum):
    """How much an item matters: the worst of its flags and its verdict."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Purpose(StrEnum):
    """What a grant is for, by its owner's word."""

    UNSAID = ""
    VENDOR_SERVICE = "vendor-service"
    JOINT_DEVELOPMENT = "joint-development"
    DATA_SHARING = "data-sharing"
    CENTRAL_AUDIT = "central-audit"
    OPERATIONS = "operations"
    OTHER = "other"


class Rule(StrEnum):
    """Which rule gave an item its reviewer."""

    RESOURCE_TAG = "resource-tag"
    ACCOUNT_TAG = "account-tag"
    UNIT = "unit"
    ACCOUNT_CONTACT = "account-contact"
    GROUP = "group"
    LIST = "list"
    LAST_DECIDER = "last-decider"
    FALLBACK = "fallback"
    REASSIGNED = "reassigned"


# What an item becomes by each verdict. Until the campaign closes a decision may be
# superseded by another, or taken back; all of them stay. What a deadline kept
# undecided may still be answered: late is better than never.
BECOMES: dict[Verdict, ItemState] = {
    Verdict.CONFIRM: ItemState.CONFIRMED,
    Verdict.REVOKE: ItemState.REVOKED,
    Verdict.REDUCE: ItemState.REDUCED,
    Verdict.EXCEPTION: ItemState.AWAITING,
}
DECIDED = frozenset({*BECOMES.values(), ItemState.CARRIED, ItemState.EXCEPTED})
AFTER: dict[tuple[ItemState, Verdict], ItemState] = {
    **{
        (before, verdict): after
        for before in (ItemState.OPEN, ItemState.UNDECIDED, *DECIDED)
        for verdict, after in BECOMES.items()
    },
    **{(before, Verdict.WITHDRAW): ItemState.OPEN for before in DECIDED},
    (ItemState.OPEN, Verdict.NOT_MINE): ItemState.OPEN,
}
# A later crawl must see these to be gone.
PROMISED = frozenset({ItemState.REVOKED, ItemState.REDUCED})
# With one of these no campaign closes.
PENDING = frozenset({ItemState.OPEN, ItemState.AWAITING})
# The two sides of a grant agree if both keep it, or both promise the same.
KEPT = DECIDED - PROMISED

# A campaign never goes back to OPEN. It leaves CLOSED only when something came back.
NEXT: dict[CampaignState, frozenset[CampaignState]] = {
    CampaignState.OPENING: frozenset({CampaignState.OPEN}),
    CampaignState.OPEN: frozenset({CampaignState.VERIFYING, CampaignState.CLOSED}),
    CampaignState.VERIFYING: frozenset({CampaignState.CLOSED}),
    CampaignState.CLOSED: frozenset({CampaignState.VERIFYING}),
}


def needs_reason(verdict: Verdict, *, risk: Risk, is_change: bool) -> bool:
    """Say whether a decision without a written reason is refused.

    Confirming what is harmless and unchanged costs one key; everything else is
    something that an auditor will ask about.
    """
    return is_change or verdict is not Verdict.CONFIRM or risk is Risk.HIGH


def is_agreed(one: ItemState, other: ItemState) -> bool:
    """Say whether the two sides of a grant came to the same."""
    return one is other or {one, other} <= KEPT


def may_carry(
    *, risk: Risk, is_equal: bool, last: ItemState | None, times: int, limit: int
) -> bool:
    """Say whether the last decision counts once more without asking.

    ``times`` is how often in a row it was carried already, ``limit`` how often it may.
    """
    is_kept = last in {ItemState.CONFIRMED, ItemState.CARRIED}
    return is_equal and is_kept and risk is Risk.LOW and times < limit
