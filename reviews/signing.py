"""Who signs a review off as what, and what it still lacks to be sealed.

Its owner is who opened it; once that person may not sign in as an analyst any more, any
analyst stands in. As management signs whom the owner named: a title proves nothing, and
in the ledger it stands who said that this person may speak for management.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.models import User
from reviews.errors import NotAllowed
from reviews.lifecycle import CampaignState
from reviews.models import Campaign, Event, ReviewItem, Seal, SignOff

NAMED = "management-named"
FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class FreshLink:
    """Signed in by a link, at a time: what a person without a password can show."""

    at: datetime | None


@dataclass(frozen=True)
class Signing:
    """How far the signing of one campaign is."""

    campaign: Campaign

    @cached_property
    def signed(self) -> Mapping[str, SignOff]:
        """Return what is signed, by part."""
        found = SignOff.objects.filter(campaign=self.campaign).select_related("person")
        return {each.part: each for each in found}

    @cached_property
    def seal(self) -> Seal | None:
        """Return the seal, if there is one."""
        found = Seal.objects.filter(campaign=self.campaign)
        return found.select_related("sealed_by").first()

    @cached_property
    def naming(self) -> Event | None:
        """Return the act by which somebody was last named to sign as management."""
        acts = Event.objects.filter(campaign=self.campaign, kind=NAMED)
        return acts.select_related("person").order_by("-sequence").first()

    @cached_property
    def management(self) -> User | None:
        """Return who was named, as long as that person may sign in."""
        if self.naming is None:
            return None
        found = User.objects.filter(pk=self.naming.says["number"], is_active=True)
        return found.first()

    def is_owner(self, person: User) -> bool:
        """Say whether this person speaks for the campaign."""
        opener = self.campaign.opened_by
        if opener.is_active and opener.is_analyst:
            return person.pk == opener.pk
        return person.is_analyst and person.is_active

    def is_management(self, person: User) -> bool:
        """Say whether this person was named to sign as management."""
        return self.management is not None and person.pk == self.management.pk

    def may(self, person: User, part: str) -> bool:
        """Say whether ``person`` is who signs as ``part``."""
        is_named = self.is_management(person)
        if part == SignOff.Part.MANAGEMENT:
            return is_named
        return self.is_owner(person) and not is_named

    def may_name(self, person: User) -> bool:
        """Say whether ``person`` may still say who signs as management."""
        return SignOff.Part.MANAGEMENT not in self.signed and self.is_owner(person)

    def part_of(self, person: User) -> str:
        """Return as what ``person`` has yet to sign; empty for nothing."""
        if any(each.person_id == person.pk for each in self.signed.values()):
            return ""
        parts = (each.value for each in SignOff.Part if each.value not in self.signed)
        return next((each for each in parts if self.may(person, each)), "")

    @cached_property
    def lacks(self) -> list[str]:
        """Return what is missing for the seal, a sentence each."""
        missing = []
        if self.campaign.closed_at is None:
            missing.append(_("It is still open: close it first."))
        elif waiting := self._unseen():
            missing.append(waiting)
        if SignOff.Part.OWNER not in self.signed:
            missing.append(_("Its owner has not signed."))
        if SignOff.Part.MANAGEMENT not in self.signed:
            missing.append(self._management_lacks())
        return missing

    def _unseen(self) -> str:
        items = ReviewItem.objects.filter(campaign=self.campaign)
        if count := items.outstanding().count():
            return ngettext(
                "%(n)d removal that was promised has not been seen.",
                "%(n)d removals that were promised have not been seen.",
                count,
            ) % {"n": count}
        if self.campaign.state != CampaignState.CLOSED:
            return _("What was promised to go is still being looked for.")
        return ""

    def _management_lacks(self) -> str:
        if self.management is None:
            return _("Nobody is named to sign as management.")
        return _("%(person)s has not signed as management.") % {
            "person": self.management
        }


def signs(campaign: Campaign, person: User) -> bool:
    """Say whether ``person`` was named to sign this campaign off as management."""
    return Signing(campaign).is_management(person)


def signed_in_again(person: User, shown: str | FreshLink) -> str:
    """Return by what ``person`` has just shown who they are.

    An open screen is no signature. Who has a password gives it; who has none has come
    in by a link within the last minutes.

    Raises:
        NotAllowed: if neither was shown; the sentence says what to do.
    """
    if person.has_usable_password():
        if isinstance(shown, str) and person.check_password(shown):
            return "password"
        raise NotAllowed(_("The password does not match. Nothing was signed."))
    now = timezone.now()
    if isinstance(shown, FreshLink) and shown.at and now - FRESH <= shown.at <= now:
        return "link"
    raise NotAllowed(
        _("Come in by a fresh link, and sign within %(n)d minutes. Nothing was signed.")
        % {"n": FRESH.total_seconds() // 60}
    )
