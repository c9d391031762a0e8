"""Whom rules name for a place, in their order; pages tell of it as reviews ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from accessmap.graph.owners import owner_tag
from accessmap.models import Account, Grant, User
from reviews import labels
from reviews.lifecycle import Rule
from reviews.register import Named, Register


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for something, and what says so. A team signs in as nobody."""

    name: str
    rule: str | Promise
    person: User | None


def named(
    known: Register, *, arn: str, account_id: str, tags: Mapping[str, str]
) -> Iterator[Named]:
    """Yield whom each rule names: tags, the nearest unit, contacts, then the list.

    ``arn`` is empty where an account is meant. A tag may name somebody who is not here,
    or a group.
    """
    if owner := owner_tag(tags):
        called = known.called(owner)
        yield Named(Rule.RESOURCE_TAG, f"owner={owner}", called, owner)
    if owner := known.account_owner(account_id):
        source = f"owner={owner} on {account_id}"
        yield Named(Rule.ACCOUNT_TAG, source, known.called(owner), owner)
    yield from known.of_unit(account_id)
    yield from known.of_contact(account_id)
    yield from known.of_list(arn, account_id)


def owners_of_grants(grants: Iterable[Grant]) -> dict[int, Owner | None]:
    """Return who answers for the resource of each grant, by the grant's key."""
    places = {each.pk: each.resource for each in grants}
    known = Register(of={(each.arn, each.account_id) for each in places.values()})
    return {
        pk: _first(
            named(known, arn=each.arn, account_id=each.account_id, tags=each.tags)
        )
        for pk, each in places.items()
    }


def owners_of_accounts(accounts: Iterable[Account]) -> dict[str, Owner | None]:
    """Return who answers for each account, by its id."""
    ids = [each.account_id for each in accounts]
    known = Register(of={("", each) for each in ids})
    return {
        each: _first(named(known, arn="", account_id=each, tags={})) for each in ids
    }


def _first(candidates: Iterator[Named]) -> Owner | None:
    """Return the first that is a person who may decide, or a tag's own words."""
    for rule, _source, person, name in candidates:
        if person or name:
            return Owner(str(person or name), labels.RULE[rule], person)
    return None
