"""What is known around grants shown together: whose they are, what was decided.

Asked once for all of them, however many stand on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accessmap.models import Grant
from reviews.lifecycle import Purpose
from reviews.models import Decision
from reviews.naming import Owner, owners_of_grants


@dataclass(frozen=True, slots=True)
class Judged:
    """One grant's owner, the newest decision about its text, and what it is for."""

    owner: Owner | None
    decision: Decision | None
    purpose: Decision | None


def judged(grants: Sequence[Grant]) -> dict[int, Judged]:
    """Return what is known around each of ``grants``, by its key."""
    owners = owners_of_grants(grants)
    said = Decision.objects.filter(
        fingerprint__in={each.fingerprint for each in grants}
    )
    said = said.select_related("reviewer", "item__campaign").defer("shown")
    newest: dict[str, Decision] = {}
    purposes: dict[str, Decision] = {}
    for decision in said.order_by("pk"):
        newest[decision.fingerprint] = decision
        if decision.purpose != Purpose.UNSAID:
            purposes[decision.fingerprint] = decision
    return {
        pk: Judged(owners[pk], newest.get(text), purposes.get(text))
        for pk, text in ((each.pk, each.fingerprint) for each in grants)
    }
