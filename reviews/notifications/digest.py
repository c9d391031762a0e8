"""What one person is told: everything that waits for them, in one mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accessmap.language import language_of
from accessmap.models import User
from reviews.calendar.ladder import Step
from reviews.models import Campaign, ReviewItem
from reviews.second_person import Work
from reviews.wording import plain

MOST_OWED = 10  # removals that a mail lists


@dataclass(frozen=True, slots=True)
class Line:
    """One campaign of a digest. ``step`` is None where it only comes along."""

    campaign: Campaign
    open_count: int
    step: Step | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A removal that somebody owes, as a line and an address."""

    campaign: Campaign
    says: str
    address: str

    @classmethod
    def of(cls, item: ReviewItem, language: str) -> Promise:
        """Say what is to be removed, in the words that were asked."""
        says = plain(item.wording[language]["headline"])
        address = settings.PUBLIC_URL + item.get_absolute_url()
        return cls(item.campaign, says, address)


@dataclass(frozen=True, slots=True)
class Ending:
    """An exception whose last day is near, before or after."""

    campaign: Campaign
    says: str
    address: str
    until: date

    @classmethod
    def of(cls, item: ReviewItem, language: str) -> Ending:
        """Say what stays, in the words that were asked."""
        assert item.excepted_until is not None  # noqa: S101 (it is in the register)
        told = Promise.of(item, language)
        return cls(told.campaign, told.says, told.address, item.excepted_until)


@dataclass(frozen=True, slots=True)
class Contents:
    """What waits for one person."""

    lines: Sequence[Line]
    owed: Sequence[Promise]  # removals that nobody has seen, although they are due
    ending: Sequence[Ending]  # exceptions that end soon, or have ended
    work: Work  # for a second person


@dataclass(frozen=True, slots=True)
class Message:
    """A mail, ready to be sent."""

    subject: str
    text: str
    html: str


def inbox_address() -> str:
    """Return the address of everybody's inbox."""
    return settings.PUBLIC_URL + reverse("reviews:inbox-index")


def digest(person: User, today: date, found: Contents) -> Message:
    """Return the one mail to ``person``, most pressing campaign first."""
    ordered = sorted(
        found.lines, key=lambda each: (each.campaign.due_on, each.campaign.pk)
    )
    context = {
        "person": person,
        "lines": ordered,
        "today": today,
        "inbox": inbox_address(),
        "owed": found.owed[:MOST_OWED],
        "more_owed": max(len(found.owed) - MOST_OWED, 0),
        "ending": found.ending[:MOST_OWED],
        "more_ending": max(len(found.ending) - MOST_OWED, 0),
        "work": found.work,
        "security": settings.PUBLIC_URL + reverse("reviews:security-index"),
        "late": [
            (each, settings.PUBLIC_URL + each.get_absolute_url())
            for each in found.work.deadlines
        ],
    }
    with override(language_of(person)):
        return Message(
            subject=_about(found, ordered),
            text=render_to_string("reviews/mail/digest.txt", context),
            html=render_to_string("reviews/mail/digest.html", context),
        )


def _about(found: Contents, lines: Sequence[Line]) -> str:
    """Return the subject: what the reader owes comes before what they may settle."""
    if lines:
        return _subject(lines)
    if found.owed:
        return _owed_subject(len(found.owed))
    if found.ending:
        return _ending_subject(len(found.ending))
    return _work_subject(found.work.count)


def _ending_subject(count: int) -> str:
    return ngettext(
        "%(count)d exception ends soon, or has ended",
        "%(count)d exceptions end soon, or have ended",
        count,
    ) % {"count": count}


def _work_subject(count: int) -> str:
    return ngettext(
        "%(count)d matter waits for a second person",
        "%(count)d matters wait for a second person",
        count,
    ) % {"count": count}


def _owed_subject(count: int) -> str:
    return ngettext(
        "Overdue: %(count)d removal that was decided is not seen",
        "Overdue: %(count)d removals that were decided are not seen",
        count,
    ) % {"count": count}


def _subject(lines: Sequence[Line]) -> str:
    count = sum(each.open_count for each in lines)
    steps = {each.step for each in lines}
    waits = ngettext(
        "%(count)d access grant waits for your answer",
        "%(count)d access grants wait for your answer",
        count,
    ) % {"count": count}
    if Step.OVERDUE in steps:
        return _("Overdue: %(waits)s") % {"waits": waits}
    if Step.DUE in steps:
        return _("Due today: %(waits)s") % {"waits": waits}
    if Step.ONE_DAY in steps:
        return _("Due tomorrow: %(waits)s") % {"waits": waits}
    return waits
