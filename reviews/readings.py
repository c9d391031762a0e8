"""What was read and taken of the evidence, as the ledger says: who, when, what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accessmap.auditors import PAGE_READ
from accessmap.models import Entry, User
from reviews.models import Campaign

READ, TAKEN = "evidence-read", "evidence-exported"


@dataclass(frozen=True, slots=True)
class Reading:
    """One entry of the ledger about reading or taking."""

    entry: Entry
    says: Mapping[str, Any]
    campaign: Campaign | None  # None: of no review, or of one that was deleted

    @property
    def is_taken(self) -> bool:
        """Say whether a file was taken away."""
        return self.entry.kind == TAKEN


def readings_for(person: User, by: str = "") -> QuerySet[Entry]:
    """Return the entries that ``person`` may see, the newest first.

    Auditors see what they read themselves: what another one looks into is not theirs.
    """
    found = Entry.objects.filter(kind__in=[PAGE_READ, READ, TAKEN])
    found = found.select_related("person").order_by("-sequence")
    if not person.is_analyst:
        return found.filter(person=person)
    return found.filter(actor=by) if by else found


def said_of(entries: Iterable[Entry]) -> list[Reading]:
    """Return what each entry says, with the review that it is about."""
    listed = list(entries)
    numbers = {each.about.removeprefix("campaign:") for each in listed if each.about}
    campaigns = {
        str(pk): each for pk, each in Campaign.objects.in_bulk(numbers).items()
    }
    return [
        Reading(
            each,
            json.loads(each.body)["says"],
            campaigns.get(each.about.removeprefix("campaign:")),
        )
        for each in listed
    ]
