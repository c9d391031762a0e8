"""The lifecycle's words as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessmap.graph.writers import Unknown
from reviews.lifecycle import (
    AtDeadline,
    CampaignState,
    ItemState,
    Origin,
    Purpose,
    Reduction,
    Removal,
    Risk,
    Rule,
    Side,
    Verdict,
)

Words = Mapping[str, str | Promise]

CAMPAIGN: Words = {
    CampaignState.OPENING: _("Opening"),
    CampaignState.OPEN: pgettext_lazy("campaign", "Open"),
    CampaignState.VERIFYING: _("Decided, removals not all seen"),
    CampaignState.CLOSED: _("Closed"),
}
ITEM: Words = {
    ItemState.OPEN: _("Undecided"),
    ItemState.CONFIRMED: _("Confirmed"),
    ItemState.CARRIED: _("Carried forward"),
    ItemState.REVOKED: _("Revoked"),
    ItemState.REDUCED: _("To be reduced"),
    ItemState.AWAITING: _("Exception, waits for approval"),
    ItemState.EXCEPTED: _("Exception"),
    ItemState.ENDED: _("Gone before anybody decided"),
    ItemState.UNDECIDED: _("Kept undecided"),
}
# The kinds of the bar of decisions, in its order.
BAR: Mapping[str, tuple[ItemState, ...]] = {
    "confirmed": (ItemState.CONFIRMED,),
    "carried": (ItemState.CARRIED,),
    "reduced": (ItemState.REDUCED,),
    "revoked": (ItemState.REVOKED,),
    "exception": (ItemState.EXCEPTED,),
    "ended": (ItemState.ENDED,),
    "undecided": (ItemState.OPEN, ItemState.AWAITING, ItemState.UNDECIDED),
}
BAR_WORDS: Words = {
    "confirmed": _("Confirmed"),
    "carried": _("Carried forward"),
    "reduced": _("Reduced"),
    "revoked": _("Revoked"),
    "exception": _("Exception"),
    "ended": _("Gone before"),
    "undecided": _("Undecided"),
}
VERDICT: Words = {
    Verdict.CONFIRM: _("Confirmed"),
    Verdict.REVOKE: _("Revoked"),
    Verdict.REDUCE: _("To be reduced"),
    Verdict.EXCEPTION: _("Exception asked for"),
    Verdict.WITHDRAW: _("Taken back"),
}
VERDICT_ICON: Mapping[str, str] = {
    Verdict.CONFIRM: "check",
    Verdict.REVOKE: "cross",
    Verdict.REDUCE: "funnel",
    Verdict.EXCEPTION: "clock",
    Verdict.WITHDRAW: "refresh",
}
ITEM_ICON: Mapping[str, str] = {
    ItemState.CONFIRMED: "check",
    ItemState.CARRIED: "check",
    ItemState.REVOKED: "cross",
    ItemState.REDUCED: "funnel",
    ItemState.AWAITING: "clock",
    ItemState.EXCEPTED: "clock",
}
REDUCTION: Words = {
    Reduction.USED: _("what is used"),
    Reduction.EXTERNAL_ID: _("callers with an external ID"),
    Reduction.ORGANIZATION: _("the organization only"),
    Reduction.MFA: _("callers with multi-factor authentication"),
}
SIDE: Words = {
    Side.GRANTING: _("Do we still allow it?"),
    Side.USING: _("Do we still need it?"),
}
ORIGIN: Words = {
    Origin.ANSWER: "",
    Origin.BULK: _("with identical grants"),
    Origin.CARRIED: _("carried forward, not asked"),
    Origin.RULING: _("settled by security"),
    Origin.DEFAULT: _("at close, for want of an answer"),
    Origin.DEADLINE: _("by the deadline's rule, for want of an answer"),
}
REMOVAL: Words = {
    Removal.NONE: _("No crawl has looked yet"),
    Removal.GONE_ONCE: _("Gone at one look"),
    Removal.REMOVED: pgettext_lazy("removal", "Removed"),
    Removal.STILL_THERE: _("Still there"),
    Removal.OTHER_WAY: _("Another way remains"),
    Removal.CANNOT_BE_SEEN: _("Cannot be seen"),
    Removal.CAME_BACK: _("Came back"),
}
REMOVAL_ICON: Mapping[str, str] = {
    Removal.NONE: "clock",
    Removal.GONE_ONCE: "eye",
    Removal.REMOVED: "check",
    Removal.STILL_THERE: "clock",
    Removal.OTHER_WAY: "warning",
    Removal.CANNOT_BE_SEEN: "hatch",
    Removal.CAME_BACK: "cross",
}
# Why it could not be checked who last wrote a policy; the slot is a day.
UNWRITTEN: Words = {
    Unknown.NOT_FOLLOWED: _("Not known: not followed for this kind of policy"),
    Unknown.NOT_READ: _("Not known: CloudTrail’s event history was not read"),
    Unknown.BEFORE: _("Not known; by nobody since %(day)s"),
    Unknown.LATER: _("Not known: it changed after the last write that AWS told of"),
    Unknown.NO_PERSON: _("Not known whose: a pipeline or service wrote it"),
}
AT_DEADLINE: Words = {
    AtDeadline.ESCALATE: _("Tell the next in line daily"),
    AtDeadline.KEEP: _("Keep, and report as undecided"),
    AtDeadline.REVOKE: _("Mark for revocation"),
}
RISK: Words = {
    Risk.HIGH: pgettext_lazy("risk", "High"),
    Risk.MEDIUM: pgettext_lazy("risk", "Medium"),
    Risk.LOW: pgettext_lazy("risk", "Low"),
}
PURPOSE: Words = {
    Purpose.VENDOR_SERVICE: _("Vendor service"),
    Purpose.JOINT_DEVELOPMENT: _("Joint development"),
    Purpose.DATA_SHARING: _("Data sharing"),
    Purpose.CENTRAL_AUDIT: _("Central audit"),
    Purpose.OPERATIONS: _("Operations"),
    Purpose.OTHER: pgettext_lazy("purpose", "Something else"),
}
RULE: Words = {
    Rule.RESOURCE_TAG: _("owner tag of the resource"),
    Rule.ACCOUNT_TAG: _("owner tag of the account"),
    Rule.UNIT: _("list of owners, by unit"),
    Rule.ACCOUNT_CONTACT: _("contact of the account"),
    Rule.GROUP: _("Identity Center group"),
    Rule.LIST: _("list of owners"),
    Rule.LAST_DECIDER: _("decided last time"),
    Rule.FALLBACK: _("fallback, no rule names who may decide"),
    Rule.REASSIGNED: _("reassigned"),
}
# What acts are called where somebody follows one item; others keep the ledger's name.
ACT: Words = {
    "campaign-opened": _("The review opened"),
    "item-decided": _("Decided"),
    "item-returned": _("Given back: not mine"),
    "item-reassigned": _("Reassigned"),
    "dispute-settled": _("Security settled it"),
    "conflict-overridden": _("A conflict was allowed"),
    "exception-asked": _("An exception was asked for"),
    "exception-answered": _("The exception was answered"),
    "evidence-exported": _("Evidence was taken"),
    "second-look-answered": _("Looked at a second time"),
    "second-look-settled": _("The two looks were settled"),
    **{f"removal-{each}": words for each, words in REMOVAL.items()},
}
# What is taken of a bundle, by the forms of operations.export_derived.
TAKEN: Words = {
    "zip": _("The bundle"),
    "pdf": _("The report"),
    "xlsx": _("The workbook"),
    "oscal": _("The OSCAL file"),
    "csv": _("The tables, as CSV"),
    "csv-bom": _("The tables, as CSV for Excel"),
    "item": _("One item with its proof"),
}
ADVICE: Words = {
    "confirm": _("We suggest: confirm"),
    "revoke": _("We suggest: revoke"),
    "reduce": _("We suggest: reduce"),
    "look": _("We suggest: look twice"),
}
