"""Who is asked about a grant: rules in order, each answer saying which rule gave it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accessmap.models import Account, Grant, Role, User
from reviews.conflict import is_own_access
from reviews.errors import NoReviewer
from reviews.lifecycle import Rule

TAG = "owner"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reviewer, the rule that named them, and what the rule had read."""

    reviewer: User
    rule: Rule
    source: str


class Owners:
    """The rules, with everything they read fetched once."""

    def __init__(self, *, fallback: User | None = None) -> None:
        """Read people and account tags; ``fallback`` is asked when no tag answers."""
        able = User.objects.filter(is_active=True).exclude(role=Role.AUDITOR)
        self._people = list(able.order_by("pk"))
        self._by_name = {
            name.casefold(): each
            for each in reversed(self._people)
            for name in (each.username, each.email)
            if name
        }
        self._account_tags = dict(Account.objects.values_list("account_id", "tags"))
        self._fallback = fallback
        if fallback and fallback not in self._people:
            raise NoReviewer(
                _("%(person)s cannot review: not active, or an auditor. Name another.")
                % {"person": fallback}
            )

    def of(self, grant: Grant) -> Answer:
        """Return who is asked about ``grant``; nobody is asked about themself."""
        passed: list[str] = []
        for rule, source, person in self._candidates(grant):
            if person is None:
                passed.append(f"{source} names nobody here")
            elif is_own_access(grant.principal_kind, grant.principal, called(person)):
                passed.append(f"{person.username} would decide on their own access")
            else:
                return Answer(person, rule, "; ".join([*passed, source])[:500])
        raise NoReviewer(
            _(
                "Nobody can be asked about %(grant)s. Name a fallback reviewer, or add "
                "an analyst who is not its principal."
            )
            % {"grant": grant}
        )

    def _candidates(self, grant: Grant) -> Iterator[tuple[Rule, str, User | None]]:
        """Yield each rule's answer, in order."""
        if owner := owner_tag(grant.resource.tags):
            yield Rule.RESOURCE_TAG, f"{TAG}={owner}", self._called(owner)
        account_id = grant.resource.account_id
        if owner := owner_tag(self._account_tags.get(account_id, {})):
            source = f"{TAG}={owner} on {account_id}"
            yield Rule.ACCOUNT_TAG, source, self._called(owner)
        if self._fallback:
            yield Rule.FALLBACK, "named at opening", self._fallback
        for each in self._people:
            if each.is_analyst:
                yield Rule.FALLBACK, "first analyst", each

    def _called(self, name: str) -> User | None:
        return self._by_name.get(name.strip().casefold())


def owner_tag(tags: dict[str, str]) -> str:
    """Return the owner that tags name; AWS keys have a case, people forget it."""
    return next((value for key, value in tags.items() if key.lower() == TAG), "")


def called(person: User) -> tuple[str, str]:
    """Return the names that AWS may know a person by."""
    return person.username, person.email
