"""The six questions that an auditor asks, answered from the rows, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.lifecycle import PENDING, ItemState, Risk, Rule, Verdict
from reviews.models import Campaign, ConflictOverride, Decision
from reviews.standing import Standing


@dataclass(frozen=True, slots=True)
class Answer:
    """One question; ``holds`` is None where it is too early to say."""

    question: str
    holds: bool | None
    because: str
    files: str


def answers(campaign: Campaign) -> list[Answer]:
    """Return the six answers."""
    return [question(campaign) for question in QUESTIONS]


def complete(campaign: Campaign) -> Answer:
    """Was the population complete and accurate?"""
    standing = Standing(campaign.crawl)
    written = campaign.items.count()
    because = ngettext(
        "%(written)d grant counted and asked about. %(read)d of %(all)d accounts read "
        "completely.",
        "%(written)d grants counted and asked about. %(read)d of %(all)d accounts read "
        "completely.",
        written,
    ) % {
        "written": written,
        "read": standing.complete_count,
        "all": len(standing.places),
    }
    if campaign.limitation:
        because += " " + _("%(person)s signed the limit.") % {
            "person": campaign.limitation_by
        }
    return Answer(
        _("Was the population complete and accurate?"),
        written == campaign.population_count and standing.is_complete,
        because,
        "population, coverage",
    )


def reviewed(campaign: Campaign) -> Answer:
    """Was every item reviewed?"""
    undecided = campaign.items.filter(state__in=[*PENDING, ItemState.UNDECIDED]).count()
    ended = campaign.items.filter(state=ItemState.ENDED).count()
    because = _("%(decided)d decided, %(ended)d gone before, %(undecided)d not.") % {
        "decided": campaign.population_count - undecided - ended,
        "ended": ended,
        "undecided": undecided,
    }
    holds = undecided == 0 or (None if campaign.is_open else False)
    return Answer(_("Was every item reviewed?"), holds, because, "decisions")


def right_person(campaign: Campaign) -> Answer:
    """Was it the right person, and not about themself?"""
    by_hand = campaign.items.filter(resolved_by=Rule.REASSIGNED).count()
    fallback = campaign.items.filter(resolved_by=Rule.FALLBACK).count()
    allowed = ConflictOverride.objects.filter(item__campaign=campaign).count()
    known = campaign.items.filter(is_author_known=True).count()
    because = _(
        "%(rule)d by a rule that names the owner, %(fallback)d by fallback, %(hand)d "
        "reassigned with a reason. Nobody decides where they could become the "
        "principal, or last wrote the policy; %(allowed)d allowed by a second person. "
        "Who last wrote it could not be checked for %(unchecked)d of %(all)d."
    ) % {
        "unchecked": campaign.population_count - known,
        "all": campaign.population_count,
        "rule": campaign.population_count - by_hand - fallback,
        "fallback": fallback,
        "hand": by_hand,
        "allowed": allowed,
    }
    question = _("By the right person, not by themselves?")
    return Answer(question, fallback == 0, because, "population")


def in_time(campaign: Campaign) -> Answer:
    """Was it in time?"""
    last = Decision.objects.filter(item__campaign=campaign).order_by("-pk").first()
    question = _("In time?")
    if last is None:
        return Answer(question, None, _("Nothing is decided yet."), "decisions")
    day = last.decided_at.date()
    because = _("Last decision on %(day)s; due on %(due)s.") % {
        "day": day.isoformat(),
        "due": campaign.due_on.isoformat(),
    }
    holds = day <= campaign.due_on
    is_early = campaign.is_open and holds
    return Answer(question, None if is_early else holds, because, "decisions")


def reasoned(campaign: Campaign) -> Answer:
    """Was there a reason?"""
    made = Decision.objects.filter(item__campaign=campaign).effective()
    risky = made.filter(Q(verdict=Verdict.REVOKE) | Q(item__risk=Risk.HIGH))
    silent = risky.filter(reason="").count()
    because = ngettext(
        "%(count)d revocation or risky confirmation; %(silent)d without a reason.",
        "%(count)d revocations and risky confirmations; %(silent)d without a reason.",
        risky.count(),
    ) % {"count": risky.count(), "silent": silent}
    return Answer(_("With a reason?"), silent == 0, because, "decisions")


def removed(campaign: Campaign) -> Answer:
    """Was what was revoked really removed?"""
    promised = campaign.items.revoked().count()
    waiting = campaign.items.outstanding().count()
    because = _(
        "%(seen)d of %(promised)d seen to be gone by a later complete reading."
    ) % {"seen": promised - waiting, "promised": promised}
    holds = None if waiting and campaign.is_open else waiting == 0
    question = _("Was what was revoked really removed?")
    return Answer(question, holds, because, "verification")


QUESTIONS: tuple[Callable[[Campaign], Answer], ...] = (
    complete,
    reviewed,
    right_person,
    in_time,
    reasoned,
    removed,
)
