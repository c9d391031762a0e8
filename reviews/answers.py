"""The six questions that an auditor asks, answered from the rows, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.tallies import Tally


@dataclass(frozen=True, slots=True)
class Answer:
    """One question; ``holds`` is None where it is too early to say."""

    question: str
    holds: bool | None
    because: str
    files: str
    is_limited: bool = False  # nothing speaks against it, and not all was checked


def answers(tally: Tally) -> list[Answer]:
    """Return the six answers."""
    return [question(tally) for question in QUESTIONS]


def complete(tally: Tally) -> Answer:
    """Was the population complete and accurate?"""
    campaign, written = tally.campaign, tally.written
    read = sum(place.is_complete for place in tally.places)
    because = ngettext(
        "%(written)d grant counted and asked about. %(read)d of %(all)d accounts read "
        "completely.",
        "%(written)d grants counted and asked about. %(read)d of %(all)d accounts read "
        "completely.",
        written,
    ) % {
        "written": written,
        "read": read,
        "all": len(tally.places),
    }
    if campaign.limitation:
        because += " " + _("%(person)s signed the limit.") % {
            "person": campaign.limitation_by
        }
    return Answer(
        _("Was the population complete and accurate?"),
        written == campaign.population_count and 0 < read == len(tally.places),
        because,
        "population, coverage",
    )


def reviewed(tally: Tally) -> Answer:
    """Was every item reviewed?"""
    campaign, undecided, ended = tally.campaign, tally.undecided, tally.ended
    because = _("%(decided)d decided, %(ended)d gone before, %(undecided)d not.") % {
        "decided": campaign.population_count - undecided - ended,
        "ended": ended,
        "undecided": undecided,
    }
    holds = undecided == 0 or (None if campaign.is_open else False)
    return Answer(_("Was every item reviewed?"), holds, because, "decisions")


def right_person(tally: Tally) -> Answer:
    """Was it the right person, and not about themself?"""
    population = tally.campaign.population_count
    because = _(
        "%(rule)d by a rule that names the owner, %(fallback)d by fallback, %(hand)d "
        "reassigned with a reason. Nobody decides where they could become the "
        "principal, or last wrote the policy; %(allowed)d allowed by a second person. "
        "Who last wrote it could not be checked for %(unchecked)d of %(all)d."
    ) % {
        "unchecked": population - tally.known,
        "all": population,
        "rule": population - tally.by_hand - tally.fallback,
        "fallback": tally.fallback,
        "hand": tally.by_hand,
        "allowed": tally.allowed,
    }
    question = _("By the right person, not by themselves?")
    is_limited = tally.known < population
    holds = tally.fallback == 0
    return Answer(question, holds, because, "population", is_limited=is_limited)


def in_time(tally: Tally) -> Answer:
    """Was it in time?"""
    campaign = tally.campaign
    question = _("In time?")
    if tally.last_at is None:
        return Answer(question, None, _("Nothing is decided yet."), "decisions")
    day = tally.last_at.date()
    because = _("Last decision on %(day)s; due on %(due)s.") % {
        "day": day.isoformat(),
        "due": campaign.due_on.isoformat(),
    }
    holds = day <= campaign.due_on
    is_early = campaign.is_open and holds
    return Answer(question, None if is_early else holds, because, "decisions")


def reasoned(tally: Tally) -> Answer:
    """Was there a reason?"""
    because = ngettext(
        "%(count)d revocation or risky confirmation; %(silent)d without a reason.",
        "%(count)d revocations and risky confirmations; %(silent)d without a reason.",
        tally.risky,
    ) % {"count": tally.risky, "silent": tally.silent}
    holds = None if tally.last_at is None else tally.silent == 0
    return Answer(_("With a reason?"), holds, because, "decisions")


def removed(tally: Tally) -> Answer:
    """Was what was revoked really removed?"""
    promised, waiting = tally.promised, tally.waiting
    because = _(
        "%(seen)d of %(promised)d seen to be gone by a later complete reading."
    ) % {"seen": promised - waiting, "promised": promised}
    is_early = tally.campaign.is_open and (waiting or not promised)
    holds = None if is_early else waiting == 0
    question = _("Was what was revoked really removed?")
    return Answer(question, holds, because, "verification")


QUESTIONS: tuple[Callable[[Tally], Answer], ...] = (
    complete,
    reviewed,
    right_person,
    in_time,
    reasoned,
    removed,
)
