"""A question of reach, as an address or a command asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from accessmap.reach.kinds import SWITCHABLE, EdgeKind
from accessmap.reach.questions import BY_PERMISSION

PERMISSION, NETWORK, BOTH = "permission", "network", "both"


@dataclass(frozen=True, slots=True)
class Question:
    """From where, to where; either may be left open. ``without`` are kinds of edges.

    ``by`` says what counts as a way: permissions, the network, or both.
    """

    start: str = ""
    goal: str = ""
    without: tuple[str, ...] = ()
    by: str = PERMISSION

    @classmethod
    def of(cls, params: QueryDict | Mapping[str, Any]) -> Question:
        """Read it from an address."""
        listed = params.getlist("without") if isinstance(params, QueryDict) else ()
        known = {kind.name.lower() for kind in SWITCHABLE}
        return cls(
            str(params.get("from", "")).strip(),
            str(params.get("to", "")).strip(),
            tuple(sorted(known & set(listed))),
            by if (by := params.get("by")) in (NETWORK, BOTH) else PERMISSION,
        )

    @property
    def off(self) -> tuple[EdgeKind, ...]:
        """Return the kinds of edges that are switched off."""
        off = tuple(EdgeKind[each.upper()] for each in self.without)
        if not (self.start and self.goal):
            off = (*off, EdgeKind.ANYBODY)
        if self.by == NETWORK:
            return tuple(each for each in EdgeKind if each is not EdgeKind.NETWORK)
        return off if self.by == BOTH else (*off, *BY_PERMISSION)

    def query(self) -> str:
        """Return it as the part of an address behind the question mark."""
        by = "" if self.by == PERMISSION else self.by
        words = {
            "from": self.start,
            "to": self.goal,
            "without": self.without,
            "by": by,
        }
        return urlencode({k: v for k, v in words.items() if v}, doseq=True)
