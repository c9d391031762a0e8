"""How each verdict is called and drawn: one place for pages, map, mail and evidence.

Hue stands in ``static/css/tokens.css`` under the slug; line and icon say it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessmap.policy.kinds import Severity, Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """The word, the icon and the line of one verdict."""

    slug: str
    word: str | Promise
    icon: str
    line: str


# Worst first: this is the order of every list, legend and comparison.
LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        look.slug: look
        for look in (
            Look(Verdict.PUBLIC, _("Public"), "globe", "line-public"),
            Look(
                Verdict.ANY_ACCOUNT,
                _("Any account, with condition"),
                "asterisk",
                "line-any-account",
            ),
            Look(Verdict.EXTERNAL, _("External"), "diamond", "line-external"),
            Look(Verdict.UNKNOWN, _("Unknown"), "unknown", "line-unknown"),
            Look(Verdict.FEDERATED, _("Federated"), "hexagon", "line-federated"),
            Look(Verdict.SERVICE, _("AWS service"), "cog", "line-service"),
            Look(
                Verdict.ORGANIZATION, _("Organization"), "squares", "line-organization"
            ),
            Look(Verdict.IN_ORG, _("Our account"), "square", "line-in-org"),
            Look(Verdict.SAME_ACCOUNT, _("Same account"), "square", "line-in-org"),
        )
    }
)
RANK: Mapping[str, int] = MappingProxyType(
    {slug: rank for rank, slug in enumerate(LOOKS)}
)
SEVERITY_TONE: Mapping[str, str] = MappingProxyType(
    {Severity.HIGH: "bad", Severity.MEDIUM: "warn", Severity.LOW: ""}
)


def look(slug: str) -> Look:
    """Return how ``slug`` looks; a word we do not know is unknown, not nothing."""
    return LOOKS.get(slug, LOOKS[Verdict.UNKNOWN])
