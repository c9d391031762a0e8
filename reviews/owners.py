"""Who is asked about a grant: rules in order, each answer saying which rule gave it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from accessmap.models import Grant, User
from reviews.conflicts import Conflict, Conflicts
from reviews.errors import NoReviewer
from reviews.lifecycle import Rule, Side
from reviews.models import Campaign
from reviews.naming import named
from reviews.principals import Principals
from reviews.register import Named, Register


@dataclass(frozen=True, slots=True)
class Answer:
    """A reviewer, the rule that named them, and what the rule had read."""

    reviewer: User
    rule: Rule
    source: str


class Unasked(StrEnum):
    """Why nobody is asked for the side that uses a grant."""

    NO_OWNER = "no-owner"  # no rule names anybody
    UNABLE = "unable"  # whom rules name is not here, or could use it or wrote it


class Owners:
    """The rules, with everything they read fetched once."""

    def __init__(
        self, *, fallback: User | None = None, but: Collection[int] = ()
    ) -> None:
        """Read who owns what; ``fallback`` is asked when no rule answers.

        Nobody whose key is in ``but`` is asked.
        """
        self._register = Register()
        self._fallback = fallback
        self._but = but
        self._conflicts = Conflicts()
        self._principals = Principals()
        if fallback and fallback not in self._register.people:
            raise NoReviewer(
                _("%(person)s cannot review: not active, or an auditor. Name another.")
                % {"person": fallback}
            )

    @classmethod
    def within(cls, campaign: Campaign, *, but: Collection[int] = ()) -> Owners:
        """Return the rules for a campaign that is open, with the fallback it named.

        Who was named then may have left since, or may only read by now.
        """
        owners = cls(but=but)
        if campaign.fallback in owners._register.people:
            owners._fallback = campaign.fallback
        return owners

    def of(
        self,
        grant: Grant,
        *,
        side: Side = Side.GRANTING,
        last: int | None = None,
        but: Collection[int] = (),
    ) -> Answer:
        """Return who is asked about ``grant``; nobody is asked about themself.

        ``last`` is the key of who decided last time; nobody in ``but`` is asked either.
        """
        passed: list[str] = []
        for rules in (self._named(grant, side, last), self._fallbacks()):
            if answer := self._first(rules, grant, passed, but):
                return answer
        raise NoReviewer(
            _(
                "Nobody can be asked about %(grant)s. Name a fallback reviewer, or add "
                "an analyst who is not its principal."
            )
            % {"grant": grant}
        )

    def learn(self, grants: Iterable[Grant]) -> None:
        """Read at once what is asked about the principals of many grants."""
        self._principals.learn(grants)

    def user_of(
        self, grant: Grant, *, last: int | None, but: Collection[int] = ()
    ) -> Answer | Unasked | None:
        """Return who answers for the side that uses ``grant``, or why nobody does.

        None where the principal's account is no other member of ours. Nobody falls
        back: who does not know the account does not know whether it needs something.
        """
        is_theirs = grant.principal_account == grant.resource.account_id
        if is_theirs or not self._register.is_ours(grant.principal_account):
            return None
        passed: list[str] = []
        answer = self._first(self._named(grant, Side.USING, last), grant, passed, but)
        return answer or (Unasked.UNABLE if passed else Unasked.NO_OWNER)

    def _first(
        self,
        candidates: Iterator[Named],
        grant: Grant,
        passed: list[str],
        but: Collection[int],
    ) -> Answer | None:
        """Return the first who can be asked; note in ``passed`` why others cannot."""
        for rule, source, person, _name in candidates:
            if person is None:
                passed.append(f"{source} names nobody here")
            elif person.pk in self._but or person.pk in but:
                passed.append(f"{person.username} gave it back")
            elif conflict := self._conflicts.of(person, grant):
                passed.append(f"{person.username} {why(conflict)} ({conflict})")
            else:
                return Answer(person, rule, "; ".join([*passed, source])[:500])
        return None

    def _named(self, grant: Grant, side: Side, last: int | None) -> Iterator[Named]:
        """Yield each rule's answer, in order; who decided last comes last."""
        known = self._register
        if side is Side.GRANTING:
            arn, account_id = grant.resource.arn, grant.resource.account_id
            tags: Mapping[str, str] = grant.resource.tags
        else:
            arn, account_id = grant.principal, grant.principal_account
            tags = self._principals.tags(grant)
        for each in named(known, arn=arn, account_id=account_id, tags=tags):
            yield from self._in_group(each) or [each]
        if last is not None and (person := known.able(last)):
            yield Named(Rule.LAST_DECIDER, "decided last time", person)

    def _in_group(self, tag: Named) -> list[Named]:
        """Return who is in the group that a tag names, if it names one."""
        if tag.person or not tag.name:
            return []
        return [
            each._replace(source=f"{tag.source}, {each.source}")
            for each in self._register.of_group(tag.name)
        ]

    def _fallbacks(self) -> Iterator[Named]:
        if self._fallback:
            yield Named(Rule.FALLBACK, "named at opening", self._fallback)
        for each in self._register.people:
            if each.is_analyst:
                yield Named(Rule.FALLBACK, "first analyst", each)


def why(conflict: Conflict) -> str:
    """Say in the source of an answer why somebody was passed over."""
    if conflict.is_writer:
        return "changed this policy last"
    return "would decide on their own access"
