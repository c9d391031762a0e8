"""The six questions that an auditor asks, answered from what was counted, and why.

There is one set of rules; the page counts rows (``tallies``), the report, the workbook
and OSCAL count a bundle (``evidence.six``), and all of them say the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.labels import RULE
from reviews.lifecycle import Rule
from reviews.tally import Tally


@dataclass(frozen=True, slots=True)
class Answer:
    """One question; ``holds`` is None where it is too early to say."""

    question: str
    holds: bool | None
    because: str
    files: str
    sheets: str  # of the workbook
    is_limited: bool = False  # nothing speaks against it, and not all was checked

    @property
    def answer(self) -> str:
        """Return the answer in a word or two."""
        if self.holds is None:
            return _("Too early")
        if self.holds and self.is_limited:
            return _("As far as known")
        return _("Yes") if self.holds else _("Not wholly")


def answers(tally: Tally) -> list[Answer]:
    """Return the six answers, in the reader's language."""
    return [question(tally) for question in QUESTIONS]


def complete(tally: Tally) -> Answer:
    """Was the population complete and accurate?"""
    limit = tally.limitation
    if limit and tally.limitation_by:
        limit = _("%(limit)s (signed by %(person)s)") % {
            "limit": limit,
            "person": tally.limitation_by,
        }
    because = _(
        "%(observed)d grants seen, %(grants)d asked about in %(count)d items, "
        "%(excluded)d left out by the filter. %(read)d of %(all)d accounts read "
        "completely. Limit: %(limit)s"
    ) % {
        "count": tally.items,
        "observed": tally.observed,
        "grants": tally.grants,
        "excluded": tally.observed - tally.grants,
        "read": tally.accounts_read,
        "all": tally.accounts,
        "limit": limit or _("none"),
    }
    return Answer(
        _("Was the population complete and accurate?"),
        tally.items == tally.population and 0 < tally.accounts_read == tally.accounts,
        because,
        "population, exclusions, coverage",
        "population, exclusions, coverage, not covered",
    )


def reviewed(tally: Tally) -> Answer:
    """Was every item reviewed?"""
    because = _(
        "%(people)d answered by people, %(carried)d carried forward and not asked, "
        "%(ended)d gone before; %(rule)d by rule, for want of an answer; "
        "%(undecided)d not decided."
    ) % {
        "people": tally.by_people,
        "carried": tally.carried,
        "ended": tally.ended,
        "rule": tally.by_rule,
        "undecided": tally.undecided,
    }
    holds = tally.unanswered == 0 or (None if tally.is_open else False)
    where = "assignments, decisions"
    question = _("Was every item reviewed?")
    return Answer(question, holds, because, where, "population, decisions")


def right_person(tally: Tally) -> Answer:
    """Was it the right person, and not about themself?"""
    rules = sorted((each, n) for each, n in tally.rules.items() if n)
    because = _(
        "By rule: %(rules)s. Conflicts allowed by a second person: %(n)d. Who last "
        "wrote the policy could not be checked for %(unchecked)d of %(all)d."
    ) % {
        "rules": "; ".join(f"{RULE[Rule(rule)]}: {n}" for rule, n in rules),
        "n": tally.overrides,
        "unchecked": tally.items - tally.known,
        "all": tally.items,
    }
    if tally.by_rule:
        because += " " + _("%(rule)d decided by no person.") % {"rule": tally.by_rule}
    is_plain = not (tally.rules.get(Rule.FALLBACK) or tally.overrides or tally.by_rule)
    return Answer(
        _("By the right person, not by themselves?"),
        is_plain and not _nobody(tally),
        because,
        "assignments, overrides",
        "population, overrides",
        is_limited=tally.known < tally.items,
    )


def in_time(tally: Tally) -> Answer:
    """Was it in time?"""
    last = tally.last_on.isoformat() if tally.last_on else "—"
    because = _(
        "Last answer on %(day)s; due on %(due)s (%(zone)s). %(late)d after that day; "
        "%(missing)d never answered."
    ) % {
        "day": last,
        "due": tally.due_on.isoformat(),
        "zone": tally.zone,
        "late": tally.late,
        "missing": tally.unanswered,
    }
    holds: bool | None = not tally.late and not tally.unanswered
    if tally.is_open and not tally.late:
        holds = None
        because = _("Last answer on %(day)s; due on %(due)s (%(zone)s).") % {
            "day": last,
            "due": tally.due_on.isoformat(),
            "zone": tally.zone,
        }
    where = "decisions, campaign"
    return Answer(_("In time?"), holds, because, where, where)


def reasoned(tally: Tally) -> Answer:
    """Was there a reason?"""
    because = _("%(all)d need a reason, %(silent)d have none.") % {
        "all": tally.grave,
        "silent": tally.silent,
    }
    if tally.by_rule:
        because += " " + _("%(rule)d decided by rule have no reviewer’s reason.") % {
            "rule": tally.by_rule
        }
    holds: bool | None = not (tally.silent or tally.by_rule or _nobody(tally))
    if tally.is_open and not tally.silent and tally.last_on is None:
        holds = None
    where = "decisions, exceptions"
    return Answer(_("With a reason?"), holds, because, where, where)


def removed(tally: Tally) -> Answer:
    """Was what was revoked really removed?"""
    because = _(
        "%(seen)d of %(promised)d seen to be gone by a later complete reading."
    ) % {"seen": tally.gone, "promised": tally.promised}
    if tally.excepted:
        because += " " + _("%(excepted)d of the others may stay by exception.") % {
            "excepted": tally.excepted
        }
    is_gone = tally.gone == tally.promised
    is_early = tally.is_open and not (is_gone and tally.promised)
    where = "remediation, verification"
    question = _("Was what was revoked really removed?")
    return Answer(question, None if is_early else is_gone, because, where, where)


def _nobody(tally: Tally) -> bool:
    """Say whether a review is over in which nobody answered anything that was asked."""
    is_answered = tally.by_people or tally.carried
    return not tally.is_open and not is_answered and tally.unanswered > 0


QUESTIONS: tuple[Callable[[Tally], Answer], ...] = (
    complete,
    reviewed,
    right_person,
    in_time,
    reasoned,
    removed,
)
