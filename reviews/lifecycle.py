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
    REVOKED = "revoked"
    ENDED = "ended"  # AWS stopped granting it before anybody decided
    UNDECIDED = "undecided"  # the campaign closed over it, and says so


class Verdict(StrEnum):
    """What a reviewer may say."""

    CONFIRM = "confirm"
    REVOKE = "revoke"


class Removal(StrEnum):
    """What a crawl saw of a promise to remove."""

    NONE = ""  # nothing was promised, or no crawl has looked yet
    REMOVED = "removed"
    STILL_THERE = "still-there"
    CANNOT_BE_SEEN = "cannot-be-seen"
    CAME_BACK = "came-back"


class AtClose(StrEnum):
    """What happens at close to what nobody decided."""

    REFUSE = "refuse"  # the campaign does not close
    KEEP = "keep"  # the grant stays, and the evidence says that nobody decided
    REVOKE = "revoke"  # the closer revokes it, with a reason


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
    OTHER = "other"


class Rule(StrEnum):
    """Which rule gave an item its reviewer."""

    RESOURCE_TAG = "resource-tag"
    ACCOUNT_TAG = "account-tag"
    FALLBACK = "fallback"
    REASSIGNED = "reassigned"


# Until the campaign closes a decision may be superseded; both stay.
AFTER: dict[tuple[ItemState, Verdict], ItemState] = {
    (ItemState.OPEN, Verdict.CONFIRM): ItemState.CONFIRMED,
    (ItemState.OPEN, Verdict.REVOKE): ItemState.REVOKED,
    (ItemState.CONFIRMED, Verdict.CONFIRM): ItemState.CONFIRMED,
    (ItemState.CONFIRMED, Verdict.REVOKE): ItemState.REVOKED,
    (ItemState.REVOKED, Verdict.CONFIRM): ItemState.CONFIRMED,
    (ItemState.REVOKED, Verdict.REVOKE): ItemState.REVOKED,
}
DECIDED = frozenset({ItemState.CONFIRMED, ItemState.REVOKED})

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
    return is_change or verdict is Verdict.REVOKE or risk is Risk.HIGH
