"""The lifecycle's words as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.lifecycle import (
    CampaignState,
    ItemState,
    Purpose,
    Removal,
    Risk,
    Rule,
    Verdict,
)

Words = Mapping[str, str | Promise]

CAMPAIGN: Words = {
    CampaignState.OPENING: _("Opening"),
    CampaignState.OPEN: _("Open"),
    CampaignState.VERIFYING: _("Decided, removals not all seen"),
    CampaignState.CLOSED: _("Closed"),
}
ITEM: Words = {
    ItemState.OPEN: _("Undecided"),
    ItemState.CONFIRMED: _("Confirmed"),
    ItemState.REVOKED: _("Revoked"),
    ItemState.ENDED: _("Gone before anybody decided"),
    ItemState.UNDECIDED: _("Closed undecided"),
}
# The kinds of the bar of decisions, in its order.
BAR: Mapping[str, tuple[ItemState, ...]] = {
    "confirmed": (ItemState.CONFIRMED,),
    "revoked": (ItemState.REVOKED,),
    "carried": (ItemState.ENDED,),
    "undecided": (ItemState.OPEN, ItemState.UNDECIDED),
}
BAR_WORDS: Words = {
    "confirmed": _("Confirmed"),
    "revoked": _("Revoked"),
    "carried": _("Gone before"),
    "undecided": _("Undecided"),
}
VERDICT: Words = {
    Verdict.CONFIRM: _("Confirmed"),
    Verdict.REVOKE: _("Revoked"),
}
REMOVAL: Words = {
    Removal.NONE: _("No crawl has looked yet"),
    Removal.REMOVED: _("Removed"),
    Removal.STILL_THERE: _("Still there"),
    Removal.CANNOT_BE_SEEN: _("Cannot be seen"),
    Removal.CAME_BACK: _("Came back"),
}
REMOVAL_ICON: Mapping[str, str] = {
    Removal.NONE: "clock",
    Removal.REMOVED: "check",
    Removal.STILL_THERE: "clock",
    Removal.CANNOT_BE_SEEN: "hatch",
    Removal.CAME_BACK: "cross",
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
    Purpose.OTHER: pgettext_lazy("purpose", "Something else"),
}
RULE: Words = {
    Rule.RESOURCE_TAG: _("owner tag of the resource"),
    Rule.ACCOUNT_TAG: _("owner tag of the account"),
    Rule.FALLBACK: _("fallback, no owner tag"),
    Rule.REASSIGNED: _("reassigned"),
}
ADVICE: Words = {
    "confirm": _("We suggest: confirm"),
    "revoke": _("We suggest: revoke"),
    "look": _("We suggest: look twice"),
}
