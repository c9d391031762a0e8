"""What is known around grants shown together: whose they are, what was decided.

Asked once for all of them, however many stand on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from accessmap.graph.owners import owner_tag
from accessmap.models import Account, Grant, User
from reviews import labels
from reviews.lifecycle import Purpose
from reviews.models import Decision


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom tags name as the owner of a grant's resource."""

    name: str
    rule: str | Promise
    person: User | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One grant's owner, the newest decision about its text, and what it is for."""

    owner: Owner | None
    decision: Decision | None
    purpose: Decision | None


def judged(grants: Sequence[Grant]) -> dict[int, Judged]:
    """Return what is known around each of ``grants``, by its key."""
    owners = owners_of(grants)
    said = Decision.objects.filter(
        fingerprint__in={each.fingerprint for each in grants}
    )
    said = said.select_related("reviewer", "item__campaign").defer("shown")
    newest: dict[str, Decision] = {}
    purposes: dict[str, Decision] = {}
    for decision in said.order_by("pk"):
        newest[decision.fingerprint] = decision
        if decision.purpose != Purpose.UNSAID:
            purposes[decision.fingerprint] = decision
    return {
        pk: Judged(owners[pk], newest.get(text), purposes.get(text))
        for pk, text in ((each.pk, each.fingerprint) for each in grants)
    }


def owners_of(grants: Sequence[Grant]) -> dict[int, Owner | None]:
    """Return who owns the resource of each grant, by its key; None if no tag says."""
    named = {
        each.pk: (owner_tag(each.resource.tags), "resource-tag") for each in grants
    }
    homes = {each.resource.account_id for each in grants if not named[each.pk][0]}
    tags = dict(
        Account.objects.filter(account_id__in=homes).values_list("account_id", "tags")
        if homes
        else ()
    )
    for each in grants:
        if not named[each.pk][0]:
            account_tags = tags.get(each.resource.account_id, {})
            named[each.pk] = (owner_tag(account_tags), "account-tag")
    people = people_called(name for name, _rule in named.values() if name)
    return {
        pk: Owner(str(person or name), labels.RULE[rule], person) if name else None
        for pk, (name, rule) in named.items()
        for person in [people.get(name.casefold())]
    }


def people_called(names: Iterable[str]) -> Mapping[str, User]:
    """Return the active users of these names: by user name, else by mail address."""
    wanted = Q(pk__in=[])
    asked = {each.casefold() for each in names}
    for name in asked:
        wanted |= Q(username__iexact=name) | Q(email__iexact=name)
    found: dict[str, User] = {}
    if asked:
        people = list(User.objects.filter(wanted, is_active=True))
        found = {each.email.casefold(): each for each in people}
        found |= {each.username.casefold(): each for each in people}
    return found
