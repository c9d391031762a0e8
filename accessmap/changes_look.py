"""How each change between two dates is called and drawn, wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessmap.graph.changes import SAME, Change, Doubt
from accessmap.policy.width import Width


@dataclass(frozen=True, slots=True)
class Sign:
    """How a change looks: sign, word and colour say the same."""

    slug: str
    sign: str
    word: str | Promise
    icon: str
    tone: str


SIGNS: Mapping[str, Sign] = MappingProxyType(
    {
        each.slug: each
        for each in (
            Sign(Change.ADDED, "+", _("Added"), "plus", "bad"),
            Sign(Change.CHANGED, "~", _("Changed"), "refresh", "warn"),
            Sign(Change.REMOVED, "−", _("Removed"), "minus", "good"),
            Sign(Change.UNKNOWN, "?", _("Unknown"), "unknown", ""),
        )
    }
)
# What did not change has no part in the list of changes, but a line in the legend.
UNCHANGED = Sign(SAME, "=", _("The same"), "", "")
DOUBTS: Mapping[str, str | Promise] = MappingProxyType(
    {
        Doubt.NONE: "",
        Doubt.THEN: _("Not readable at the earlier date: it may be older."),
        Doubt.NOW: _("Not readable at the later date: it may still be as it was."),
    }
)
# What became of a changed grant; nothing is said of one that lets in the same.
WIDTHS: Mapping[str, Sign] = MappingProxyType(
    {
        each.slug: each
        for each in (
            Sign(Width.WIDER, "+", _("Wider"), "plus", "bad"),
            Sign(Width.NARROWER, "−", _("Narrower"), "minus", "good"),
            Sign(Width.OTHERWISE, "~", _("Other access"), "refresh", "warn"),
        )
    }
)
