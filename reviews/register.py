"""Who owns which account, unit or resource: tags, contacts and the operator's list."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from accessmap.graph.contacts import contacts
from accessmap.graph.owners import owner_tag
from accessmap.models import Account, OrganizationalUnit, Role, User
from reviews.directory import members
from reviews.lifecycle import Rule
from reviews.models import Ownership


class Named(NamedTuple):
    """Whom one rule names, and what it read. ``name`` is what a tag says."""

    rule: Rule
    source: str
    person: User | None
    name: str = ""


class Register:
    """Everything that names owners, read once."""

    def __init__(self, *, of: Collection[tuple[str, str]] | None = None) -> None:
        """Read people, accounts, units and the current list.

        A page shows few places, each an ARN (or none) and its account: then only what
        names these is read.
        """
        able = User.objects.filter(is_active=True).exclude(role=Role.AUDITOR)
        self.people = list(able.order_by("pk"))
        self._able = {each.pk: each for each in self.people}
        self._by_name = {
            name.casefold(): each
            for each in reversed(self.people)
            for name in (each.username, each.email)
            if name
        }
        units = OrganizationalUnit.objects.values_list("pk", "unit_id", "parent_id")
        self._units = {pk: (unit_id, parent) for pk, unit_id, parent in units}
        accounts = Account.objects.only(
            "account_id", "tags", "unit_id", "email", "left_at"
        )
        lines = Ownership.objects.current()
        ids = None
        if of is not None:
            ids = {account_id for _arn, account_id in of}
            accounts = accounts.filter(account_id__in=ids)
            above = {unit_id for unit_id, _parent in self._units.values()}
            lines = lines.filter(key__in={arn for arn, _id in of} | ids | above)
        self._accounts = {each.account_id: each for each in accounts}
        self._contacts = contacts(ids)
        self._groups: dict[str, list[User]] = {}
        self._lines = {
            key: (owner, line)
            for key, owner, line in lines.values_list("key", "owner", "line")
        }

    def called(self, name: str) -> User | None:
        """Return who signs in under a name or an address; None if nobody may decide."""
        return self._by_name.get(name.strip().casefold())

    def of_group(self, name: str) -> Iterator[Named]:
        """Yield who is in a group of Identity Center, always in the same order."""
        key = name.strip().casefold()
        if key not in self._groups:
            found = {self.called(each) for each in members(key) if each}
            able = [each for each in found if each is not None]
            self._groups[key] = sorted(able, key=lambda each: each.pk)
        for each in self._groups[key]:
            yield Named(Rule.GROUP, f"in the group {name}", each)

    def account_owner(self, account_id: str) -> str:
        """Return the owner that an account's tag names, or an empty text."""
        account = self._accounts.get(account_id)
        return owner_tag(account.tags) if account else ""

    def of_unit(self, account_id: str) -> Iterator[Named]:
        """Yield whom the list names for the nearest unit above an account."""
        account = self._accounts.get(account_id)
        pk = account.unit_id if account else None
        while pk is not None:
            unit_id, pk = self._units[pk]
            yield from self._listed(Rule.UNIT, unit_id)

    def of_contact(self, account_id: str) -> Iterator[Named]:
        """Yield whom an account names as contact, then whom it is registered with."""
        account = self._accounts.get(account_id)
        named = self._contacts.get(account_id, {})
        known = {**named, "": account.email if account else ""}
        for kind, address in known.items():
            if address and (person := self.called(address)):
                words = " ".join(filter(None, [kind, "contact of", account_id]))
                yield Named(Rule.ACCOUNT_CONTACT, words, person)

    def of_list(self, arn: str, account_id: str) -> Iterator[Named]:
        """Yield whom the list names for a resource, then for its account."""
        for key in (arn, account_id):
            yield from self._listed(Rule.LIST, key)

    def able(self, pk: int) -> User | None:
        """Return the person of that key, if they may decide."""
        return self._able.get(pk)

    def is_ours(self, account_id: str) -> bool:
        """Say whether an account is a member now."""
        account = self._accounts.get(account_id)
        return account is not None and account.left_at is None

    def _listed(self, rule: Rule, key: str) -> Iterator[Named]:
        if found := self._lines.get(key):
            owner, line = found
            source = f"{key} in line {line} of the list"
            yield Named(rule, source, self._able.get(owner))
