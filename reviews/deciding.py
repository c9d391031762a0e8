"""Who may decide about an item: the same for one, for many and for a ruling."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.clearance import Clearance
from reviews.conflicts import Conflicts
from reviews.errors import (
    AlreadySettled,
    GrantHasEnded,
    InConflict,
    NotAllowed,
    NotYourItem,
    ReadSomethingElse,
)
from reviews.lifecycle import AFTER, ItemState, Origin, Verdict
from reviews.models import Decision, Planted, ReviewItem
from reviews.shown import sha256, shown_text


def refuse_others(asked: User, person: User) -> None:
    """Refuse whoever is not asked."""
    if asked.pk != person.pk:
        raise NotYourItem(
            _("%(person)s is asked about this, not you.") % {"person": asked}
        )


def text_read(item: ReviewItem | Planted, language: str, shown_sha256: str) -> str:
    """Return what the item shows, or refuse: the page showed something else.

    Without a hash nothing is compared: who decides by a command has read the item.
    """
    text = shown_text(item, language)
    if shown_sha256 not in {"", sha256(text)}:
        raise ReadSomethingElse(
            _("The page showed another text than the item holds. Read it again.")
        )
    return text


def refuse_ineligible(
    item: ReviewItem, reviewer: User, *, before: Decision | None, conflicts: Conflicts
) -> Clearance:
    """Refuse whoever is not asked, may not decide, or decides about themself.

    Else return on what ground the reviewer may.
    """
    refuse_others(item.reviewer, reviewer)
    if before and before.origin == Origin.RULING:
        raise AlreadySettled(
            _("The two sides disagreed, and %(person)s settled it.")
            % {"person": before.reviewer}
        )
    refuse_unable(reviewer)
    return refuse_conflict(item, reviewer, conflicts)


def refuse_unable(person: User) -> None:
    """Refuse people who read only, or who left."""
    if person.is_auditor or not person.is_active:
        raise NotAllowed(_("Auditors read; they do not decide."))


def refuse_conflict(item: ReviewItem, person: User, conflicts: Conflicts) -> Clearance:
    """Refuse who could use the access or wrote the policy, unless that is allowed.

    Else return which of the two it is: none was found, or it is allowed.
    """
    conflict = conflicts.on(item, person)
    if conflict is None:
        return Clearance.NONE_FOUND
    if item.overrides.filter(person=person).exists():
        return Clearance.ALLOWED
    raise InConflict(
        _("%(why)s: %(way)s. Give it back, or ask an analyst to allow it.")
        % {"why": conflict.sentence, "way": conflict}
    )


def refuse_ended(item: ReviewItem) -> None:
    """Refuse to decide about what AWS no longer grants."""
    if item.grant.has_ended or item.state == ItemState.ENDED:
        raise GrantHasEnded(
            _("AWS no longer grants this, so there is nothing to decide.")
        )


def state_after(item: ReviewItem, verdict: Verdict) -> ItemState:
    """Return what ``item`` becomes, or refuse: nothing is there to be taken back."""
    after = AFTER.get((ItemState(item.state), verdict))
    if after is None:
        raise NotAllowed(_("Nothing is decided here that could be taken back."))
    return after
