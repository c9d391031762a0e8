"""Nodes of the index in words: what they are, what they are called, whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accessmap.graph.parties import Group, Parties
from accessmap.graph.units import unit_names, whole_path
from accessmap.models import Account, Counterparty, OrganizationalUnit, Resource
from accessmap.policy.explain.nouns import service_name
from accessmap.policy.principal import CANONICAL_ID
from accessmap.reach.directory import PEOPLE
from accessmap.reach.index import Index
from accessmap.reach.kinds import NodeKind
from accessmap.reach.search import search

# What is called otherwise than its key says.
NAMED = frozenset({NodeKind.PERSON, NodeKind.GROUP, NodeKind.OTHER})
WIRES = frozenset({NodeKind.NETWORK, NodeKind.HUB})
SYMBOLS = frozenset({NodeKind.PUBLIC, NodeKind.COLLECTION, *WIRES})
# Translated one by one: an answer says hundreds of places.
WORDS = {
    NodeKind.ACCOUNT: noop("Account"),
    NodeKind.ROLE: noop("Role"),
    NodeKind.USER: noop("User"),
    NodeKind.PERSON: noop("Person"),
    NodeKind.GROUP: noop("Group"),
    NodeKind.FEDERATED: noop("Identity provider"),
    NodeKind.SERVICE: noop("AWS service"),
    NodeKind.PUBLIC: noop("Public"),
    NodeKind.ORGANIZATION: noop("Organization"),
    NodeKind.UNIT: noop("Organizational unit"),
    NodeKind.COLLECTION: noop("All of a service"),
    NodeKind.OTHER: noop("Not read"),
    NodeKind.NETWORK: noop("By network"),
    NodeKind.HUB: noop("Transit gateway"),
}
RESOURCES = {
    "s3": noop("Bucket"),
    "kms": noop("Key"),
    "sns": noop("Topic"),
    "sqs": noop("Queue"),
}
RESOURCE = noop("Resource")
CANONICAL, ADDRESSES = noop("Canonical id"), noop("Address range")
OUTSIDERS = {
    Group.VENDORS: noop("Vendor"),
    Group.LEFT: noop("Left the organization"),
}
UNKNOWN_ACCOUNT = noop("Unknown account")
UNIT = "unit:"
SHARED = "#"  # parts a symbol from the service that it shares


class UnknownPlace(ValueError):
    """Nothing is called so, or several things are; the message says what is near."""

    def __init__(self, message: str, near: Sequence[Place] = ()) -> None:
        """Keep what could have been meant."""
        super().__init__(message)
        self.near = tuple(near)


@dataclass(frozen=True, slots=True)
class Place:
    """One node as a person reads it. ``account`` is its id; it stands beside names."""

    key: str
    kind: str
    word: str
    name: str
    account: str = ""
    account_name: str = ""

    @property
    def text(self) -> str:
        """Return it on one line."""
        if self.kind == "account":
            return f"{self.name} {self.account}".strip()
        where = f"{self.account_name} {self.account}".strip()
        return f"{self.name} ({where})" if where else self.name

    def plain(self) -> dict[str, str]:
        """Return it as JSON can carry it."""
        return {
            "key": self.key,
            "kind": self.kind,
            "name": self.name,
            "account": self.account,
            "account_name": self.account_name,
        }


class Places:
    """Says nodes; reads once who is called how."""

    def __init__(self, index: Index) -> None:
        """Keep the index and the names."""
        self.index = index
        self._parties = Parties()
        self._said: dict[int, Place] = {}
        self._resources: dict[str, str] = {}  # ARN → name, of those expected

    def expect(self, nodes: Iterable[int]) -> None:
        """Read what the resources among ``nodes`` are called, in one query."""
        keys = {
            self.index.keys[node]
            for node in nodes
            if self.index.kind(node) is NodeKind.RESOURCE
        }
        if new := keys - self._resources.keys():
            rows = Resource.objects.filter(arn__in=new)
            found = dict(rows.values_list("arn", "name"))
            self._resources |= {key: found.get(key, "") for key in new}

    def is_ours(self, account_id: str) -> bool:
        """Say whether an account is a member now."""
        return account_id in self._parties.members

    def of(self, node: int) -> Place:
        """Return one node in words; the ways of one answer meet the same nodes."""
        if node not in self._said:
            self.expect([node])
            self._said[node] = self._of(node)
        return self._said[node]

    def of_all(self, nodes: Iterable[int]) -> list[Place]:
        """Return several in words, for one query and not one each."""
        listed = list(nodes)
        self.expect(listed)
        return [self.of(node) for node in listed]

    def _of(self, node: int) -> Place:
        index, key = self.index, self.index.keys[node]
        kind, home = index.kind(node), index.home_name(node)
        if kind is NodeKind.HUB:  # it lies in no account, and is somebody's
            home = key.partition("/")[0]
        account_name = self._parties.account(home).name if home else ""
        name = self._name(key, kind, account_name)
        word = _word(kind, key)
        if kind is NodeKind.ACCOUNT and home not in self._parties.members:
            word = _outsider(self._parties.account(home).group)
        return Place(key, kind.name.lower(), word, name, home, account_name)

    def _name(self, key: str, kind: NodeKind, account_name: str) -> str:
        base = key.partition(SHARED)[0]
        if kind is NodeKind.ACCOUNT:
            return account_name
        if kind in SYMBOLS:
            return _of_service(_symbol(base, kind), key.partition(SHARED)[2])
        if kind in {NodeKind.FEDERATED, NodeKind.SERVICE}:
            return self._parties.of_id(base).name
        if kind in {NodeKind.ORGANIZATION, NodeKind.UNIT}:
            return unit_names().get(whole_path(base), base)
        if kind in {NodeKind.ROLE, NodeKind.USER}:
            return key.rpartition("/")[2]
        names = self._named if kind in NAMED else self._resources
        return names.get(key) or key.removeprefix("arn:aws:s3:::")

    @cached_property
    def _named(self) -> dict[str, str]:
        """Return the names of the directory, and of what is assigned there."""
        types = [*PEOPLE, "AWS::SSO::AccountAssignment"]
        rows = Resource.objects.filter(resource_type__in=types, ended_at=None)
        return dict(rows.values_list("arn", "name"))

    def unit(self, path: str) -> Place:
        """Return a unit in words, whether the index knows it or not."""
        return Place(path, "unit", _(WORDS[NodeKind.UNIT]), unit_names()[path])

    def find(self, text: str) -> int:
        """Return the node that ``text`` names; else UnknownPlace says what is near."""
        wanted = text.strip()
        if wanted.startswith(UNIT):  # as the map calls it; the index has its path
            unit_id = wanted.removeprefix(UNIT)
            unit = OrganizationalUnit.objects.filter(unit_id=unit_id).first()
            wanted = unit.path if unit else wanted
        node = self.index.find(wanted)
        if node is None:
            node = self._called(wanted)
        if node is not None:
            return node
        found = search(self.index, wanted)
        near = self.of_all(found)
        exact = self._exactly(wanted, found)
        accounts = [e for e in found if self.index.kind(e) is NodeKind.ACCOUNT]
        for sure in (exact, found, accounts):
            if len(sure) == 1:
                return sure[0]
        if near:
            message = _("“%(text)s” may be several. Which one?") % {"text": wanted}
            raise UnknownPlace(message, near)
        raise UnknownPlace(*self._nearest(wanted))

    def _exactly(self, name: str, found: Sequence[int]) -> list[int]:
        """Return what is called just so: of what was found, else of the symbols.

        What we print of a place is so understood as its name.
        """
        folded = name.casefold()
        for nodes in (found, self._anybody):
            if same := [e for e in nodes if self.of(e).name.casefold() == folded]:
                return same
        return []

    @cached_property
    def _anybody(self) -> list[int]:
        """Return the symbols of everybody, whose keys nobody types."""
        nodes = (self.index.kinds == NodeKind.PUBLIC).nonzero()[0]
        return [int(e) for e in nodes if SHARED not in self.index.keys[int(e)]]

    def _called(self, name: str) -> int | None:
        """Return the one account that is called so."""
        for rows in (Account.objects.all(), Counterparty.objects.all()):
            ids = rows.filter(name__iexact=name).values_list("account_id", flat=True)
            nodes = [n for e in ids if (n := self.index.find(e)) is not None]
            if len(nodes) == 1:
                return nodes[0]
        return None

    def _nearest(self, text: str) -> tuple[str, list[Place]]:
        names = dict(Account.objects.values_list("name", "account_id"))
        names |= dict(Counterparty.objects.values_list("name", "account_id"))
        folded = {name.casefold(): account_id for name, account_id in names.items()}
        close = get_close_matches(text.casefold(), folded, n=3, cutoff=0.5)
        nodes = [self.index.find(folded[each]) for each in close]
        near = [self.of(node) for node in nodes if node is not None]
        message = _(
            "Nothing that was read is called “%(text)s”. Give an account's number or "
            "name, an ARN, or the name of a vendor, a service or a provider."
        )
        return message % {"text": text}, near


def _symbol(key: str, kind: NodeKind) -> str:
    if kind in WIRES:  # as accessmap/reach/network.py writes them
        return key.split("/")[2] or _("Networks")
    if "/" in key:
        return _("Everything of %(service)s here") % {"service": key.split("/")[1]}
    return _("Anyone") if key == "public" else _("Any AWS account")


def _of_service(name: str, service: str) -> str:
    """Return a symbol's name with the service that it shares, if it is parted."""
    if not service:
        return name
    words = {"who": name, "service": service_name(service)}
    return _("%(who)s, in %(service)s") % words


def _outsider(group: Group) -> str:
    return _(OUTSIDERS.get(group, UNKNOWN_ACCOUNT))


def _other(key: str) -> str:
    """Return what names somebody who lies in no account."""
    if CANONICAL_ID.fullmatch(key):
        return CANONICAL
    is_range = "/" in key and not key.startswith("arn:")
    return ADDRESSES if is_range else WORDS[NodeKind.OTHER]


def _word(kind: NodeKind, key: str) -> str:
    if kind is NodeKind.OTHER:
        return _(_other(key))
    if kind is not NodeKind.RESOURCE:
        return _(WORDS[kind])
    parts = key.split(":", 3)
    service = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 (arn:partition:service)
    return _(RESOURCES.get(service, RESOURCE))
