"""How much of what was to be read was read, by the rule of ``reviews.standing``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from accessmap.models import Outcome
from reviews.evidence.verify import Bundle


@dataclass(frozen=True, slots=True)
class Read:
    """What a bundle says of its coverage, counted."""

    expected: int  # a region that is switched off has nothing to read
    complete: int
    switched_off: int
    never_looked_at: int  # accounts
    is_complete: bool

    def unseen(self) -> Iterator[str]:
        """Yield that of some accounts not even the scopes are known."""
        if self.never_looked_at:
            yield ngettext(
                "No crawl looked at %(count)d account.",
                "No crawl looked at %(count)d accounts.",
                self.never_looked_at,
            ) % {"count": self.never_looked_at}

    def besides(self) -> Iterator[str]:
        """Yield what the share of the scopes does not tell."""
        yield from self.unseen()
        if self.switched_off:
            yield ngettext(
                "%(count)d more is of a region that the account has switched off.",
                "%(count)d more are of regions that the account has switched off.",
                self.switched_off,
            ) % {"count": self.switched_off}


def read(bundle: Bundle) -> Read:
    """Return how much was read."""
    told = bundle.json("coverage.json")
    accounts = told["accounts"]
    off = sum(each["outcome"] == Outcome.REGION_OFF for each in told["scopes"])
    return Read(
        expected=len(told["scopes"]) - off,
        complete=sum(map(is_read, told["scopes"])),
        switched_off=off,
        never_looked_at=sum(not each["scopes"] for each in accounts),
        is_complete=bool(accounts) and all(each["is_complete"] for each in accounts),
    )


def is_read(scope: Any) -> bool:
    """Say whether all of a scope was read, each resource in it too."""
    return bool(scope["outcome"] == Outcome.COMPLETE and not scope["gaps"])
