"""The figures behind an auditor's six questions, wherever they were counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from reviews.lifecycle import (
    PENDING,
    PROMISED,
    ItemState,
    Origin,
    Risk,
    Verdict,
    needs_reason,
)

# Of whom a decision says that somebody looked.
BY_PEOPLE = frozenset({Origin.ANSWER, Origin.BULK, Origin.RULING})
# Written for want of an answer: nobody looked.
BY_RULE = frozenset({Origin.DEFAULT, Origin.DEADLINE})
UNDECIDED = frozenset({*PENDING, ItemState.UNDECIDED})
# Of an item in one of these no decision counts here, whatever was said once.
WITHOUT = frozenset({*UNDECIDED, ItemState.ENDED})
ENDING = frozenset({Verdict.CONFIRM, Verdict.REVOKE, Verdict.REDUCE, Verdict.EXCEPTION})


def is_grave(verdict: str, risk: str, *, is_change: bool) -> bool:
    """Say whether a decision should have a reason."""
    return needs_reason(Verdict(verdict), risk=Risk(risk), is_change=is_change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was counted of one review, in its rows or in its bundle."""

    is_open: bool
    observed: int
    grants: int
    population: int  # as the opening said
    items: int = 0  # as they are there
    accounts: int = 0
    accounts_read: int = 0
    limitation: str = ""
    limitation_by: str = ""
    states: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)  # that named the reviewers
    known: int = 0  # of how many it is known who last wrote the policy
    overrides: int = 0
    origins: Mapping[str, int] = field(default_factory=dict)  # of what counts
    due_on: date
    zone: str = "UTC"
    last_on: date | None = None  # of what people answered, on the clock of ``zone``
    late: int = 0
    grave: int = 0
    silent: int = 0
    gone: int = 0
    excepted: int = 0

    @property
    def undecided(self) -> int:
        """How many items nobody and nothing decided."""
        return _of(self.states, UNDECIDED)

    @property
    def ended(self) -> int:
        """How many grants were gone before anybody decided."""
        return self.states.get(ItemState.ENDED, 0)

    @property
    def promised(self) -> int:
        """How many items are to go, or to become narrower."""
        return _of(self.states, PROMISED)

    @property
    def by_people(self) -> int:
        """How many items somebody looked at and answered."""
        return _of(self.origins, BY_PEOPLE)

    @property
    def carried(self) -> int:
        """How many the last answer counted for once more."""
        return self.origins.get(Origin.CARRIED, 0)

    @property
    def by_rule(self) -> int:
        """How many were decided for want of an answer."""
        return _of(self.origins, BY_RULE)

    @property
    def unanswered(self) -> int:
        """How many nobody answered, whatever became of them."""
        return self.undecided + self.by_rule


def _of(counts: Mapping[str, int], among: Iterable[str]) -> int:
    return sum(counts.get(each, 0) for each in among)
