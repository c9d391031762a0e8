"""What is left of campaigns that were deleted after their time, as the ledger says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accessmap.models import Entry
from accessmap.models.entry import TOMBSTONE

MOST = 100


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One deleted campaign: the entry, and what it says."""

    entry: Entry
    says: Mapping[str, Any]

    @property
    def number(self) -> str:
        """Return the number that the campaign had."""
        return self.entry.about.removeprefix("campaign:")

    @property
    def opened_at(self) -> datetime:
        """Return when it was opened."""
        return datetime.fromisoformat(self.says["opened_at"])

    @property
    def sealed_at(self) -> datetime:
        """Return when it was sealed."""
        return datetime.fromisoformat(self.says["sealed_at"])


def tombstones() -> Sequence[Tombstone]:
    """Return the newest tombstones, the newest first."""
    found = Entry.objects.filter(kind=TOMBSTONE).order_by("-sequence")[:MOST]
    return [Tombstone(each, json.loads(each.body)["says"]) for each in found]
