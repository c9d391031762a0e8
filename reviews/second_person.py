"""What waits for a second person, for each analyst what that one may settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from accessmap.models import User
from reviews.deadline import Plan, has_passed
from reviews.disputes import Dispute, disputes
from reviews.models import Campaign, Exemption, SecondLook
from reviews.second_looks import Disagreement, disagreements


@dataclass(frozen=True, slots=True)
class Work:
    """How much of each kind waits for one analyst."""

    disputes: int = 0  # of two sides, neither of them theirs
    differing: int = 0  # second looks that differ, both of others
    exceptions: int = 0  # asked for by others
    looks: int = 0  # second looks asked of them
    deadlines: Sequence[Campaign] = ()  # that would revoke more than may be, of others

    @property
    def count(self) -> int:
        """Return how much it is in all."""
        kinds = (self.disputes, self.differing, self.exceptions, self.looks)
        return sum(kinds) + len(self.deadlines)


@dataclass
class SecondPerson:
    """The queue of security, read once for all who may settle something."""

    now: datetime

    def of(self, person: User) -> Work:
        """Return what ``person`` may settle; nothing for who is no analyst."""
        if not person.is_analyst:
            return Work()
        asked = SecondLook.objects.unanswered().filter(asked=person)
        return Work(
            disputes=sum(person.pk not in _sides(each) for each in self._disputes),
            differing=sum(person.pk not in _both(each) for each in self._differing),
            exceptions=sum(each != person.pk for each in self._requesters),
            looks=asked.count(),
            deadlines=[
                each for each in self._waiting if each.opened_by_id != person.pk
            ],
        )

    @cached_property
    def _campaigns(self) -> list[Campaign]:
        related = ("opened_by", "occurrence__schedule")
        return list(Campaign.objects.open().select_related(*related))

    @cached_property
    def _disputes(self) -> list[Dispute]:
        return list(disputes(*self._campaigns))

    @cached_property
    def _differing(self) -> list[Disagreement]:
        return list(disagreements(*self._campaigns))

    @cached_property
    def _requesters(self) -> list[int]:
        """Return who asked for each exception that nobody has answered."""
        asked = Exemption.objects.unanswered()
        return list(asked.values_list("requested_by_id", flat=True))

    @cached_property
    def _waiting(self) -> list[Campaign]:
        """Return the campaigns whose deadline waits for a second person's yes."""
        late = (each for each in self._campaigns if has_passed(each, self.now))
        return [each for each in late if Plan(each).is_over]


def _sides(dispute: Dispute) -> set[int]:
    return {each.reviewer_id for each in dispute.items}


def _both(found: Disagreement) -> set[int]:
    return {found.item.reviewer_id, found.answer.answered_by_id}
