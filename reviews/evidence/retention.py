"""How long evidence is kept: by the controls a campaign serves, the longest counts.

No standard among them sets a period for a review of access itself, so each default says
what it follows; ``ACCESSMAP_KEEP_YEARS`` sets another.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from reviews.errors import ControlUnknown
from reviews.evidence.controls import FRAMEWORK_OF

TYPE_2 = "the year that is examined, and the next examination that looks back"
CYCLE = "a cycle of certification is three years"
LOGS = "records of access are kept a year at the least"
FEDERAL = "30 months as US agencies keep logs, in whole years"
PAPERS = "auditors of US issuers keep their papers seven years; J-SOX points to 5"
BOOKS = "as Japanese tax law asks of the papers behind the books"

# Framework → years after the one in which it was sealed, and why so many.
USUAL: Mapping[str, tuple[int, str]] = {
    "SOC 2": (2, TYPE_2),
    "ISO/IEC 27001:2022": (3, CYCLE),
    "PCI DSS 4.0.1": (1, LOGS),
    "NIST SP 800-53": (3, FEDERAL),
    "SOX / J-SOX": (7, PAPERS),
    "FISC": (7, BOOKS),
    "ISMAP": (3, CYCLE),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many whole years, and which controls ask for so many."""

    years: int
    controls: Sequence[str]

    def until(self, sealed_on: date) -> date:
        """Return the last day: the end of a year, so that no year is cut short."""
        return date(sealed_on.year + self.years, 12, 31)


def years_of(control: str) -> int:
    """Return for how many years one control wants its evidence kept."""
    usual, _why = USUAL[FRAMEWORK_OF[control]]
    return int(settings.KEEP_YEARS.get(control, usual))


def served(text: str) -> list[str]:
    """Return the controls that a campaign names, in our order; none named means all.

    Raises:
        ControlUnknown: if one is none of ours.
    """
    named = [each.strip() for each in text.split(",") if each.strip()]
    for each in named:
        refuse_unknown(each)
    return [each for each in FRAMEWORK_OF if each in named or not named]


def refuse_unknown(control: str) -> None:
    """Refuse a control that none of the frameworks has, and say which is near.

    Raises:
        ControlUnknown: if it is none of ours.
    """
    if control not in FRAMEWORK_OF:
        near = difflib.get_close_matches(control, FRAMEWORK_OF, n=1, cutoff=0.4)
        raise ControlUnknown(
            _("There is no control %(name)s. Did you mean %(near)s? All: %(all)s.")
            % {
                "name": control,
                "near": near[0] if near else next(iter(FRAMEWORK_OF)),
                "all": ", ".join(FRAMEWORK_OF),
            }
        )


def kept(text: str) -> Kept:
    """Return how long the evidence of a campaign with these controls is kept."""
    controls = served(text)
    most = max(map(years_of, controls))
    return Kept(most, [each for each in controls if years_of(each) == most])


def controls_json(text: str) -> list[dict[str, object]]:
    """Return the controls that a campaign serves, as its bundle names them."""
    return [
        {
            "id": each,
            "framework": FRAMEWORK_OF[each],
            "keep_years": years_of(each),
            "keep_because": (
                "as ACCESSMAP_KEEP_YEARS says"
                if each in settings.KEEP_YEARS
                else USUAL[FRAMEWORK_OF[each]][1]
            ),
        }
        for each in served(text)
    ]


def refuse_unknown_settings() -> None:
    """Refuse a period for a control that there is none of, when the program starts.

    Raises:
        ControlUnknown: if ``ACCESSMAP_KEEP_YEARS`` names one.
    """
    for each in settings.KEEP_YEARS:
        refuse_unknown(each)
