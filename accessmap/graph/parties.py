"""Who stands at the other end of a grant, as the map sees them.

Members stand at home; everybody else stands on the rim, in six groups. What is trusted
by the hundred (everyone, an organization, a service) is one symbolic place, never one
edge for each who might come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from accessmap.graph.remembered import remembered
from accessmap.models import Account, Counterparty, OrganizationalUnit
from accessmap.policy.explain.nouns import service_name
from accessmap.policy.kinds import PrincipalKind, Verdict


class Group(StrEnum):
    """Where on the rim a party stands."""

    HOME = "home"
    VENDORS = "vendors"
    LEFT = "left"
    IDENTITY = "identity"
    SERVICES = "services"
    UNKNOWN = "unknown"
    PUBLIC = "public"
    OTHERS = "others"  # ours, of units that the map does not show


@dataclass(frozen=True, slots=True)
class Party:
    """One end of an edge. ``note`` is its account id, protocol or the like."""

    id: str
    group: Group
    name: str = ""
    note: str = ""
    is_nameless: bool = False  # a name must be given by whoever speaks the language
    is_whole: bool = False  # it stands for all of its group, and not for a rest


ANYONE = Party("public", Group.PUBLIC, is_nameless=True)
ANY_ACCOUNT = Party("any-account", Group.PUBLIC, is_nameless=True)
ACCOUNT_ID = 12  # characters
# https://docs.aws.amazon.com/singlesignon/latest/userguide/identity-center-and-iam-roles.html
IDENTITY_CENTER = "AWSSSO_"
# Providers' addresses that everybody knows by another name.
PROVIDERS = {
    "identity-center": "Identity Center",
    "token.actions.githubusercontent.com": "GitHub Actions",
    "accounts.google.com": "Google",
    "www.amazon.com": "Login with Amazon",
    "graph.facebook.com": "Facebook",
    "cognito-identity.amazonaws.com": "Amazon Cognito",
    "gitlab.com": "GitLab",
}


@dataclass(frozen=True, slots=True)
class Directory:
    """Who is who at one moment: by account id, and the units by theirs."""

    members: Mapping[str, str]
    former: Mapping[str, str]
    known: Mapping[str, str]
    units: frozenset[str]
    roots: Mapping[str, str]  # organization's id → its root's

    @classmethod
    def read(cls, at: datetime | None) -> Directory:
        """Read it from the rows; now, or as it was ``at``."""
        units = OrganizationalUnit.objects.all()
        roots = units.filter(parent=None).values_list("path", "unit_id")
        return cls(
            dict(Account.objects.present(at).values_list("account_id", "name")),
            dict(Account.objects.former(at).values_list("account_id", "name")),
            dict(Counterparty.objects.values_list("account_id", "name")),
            frozenset(units.values_list("unit_id", flat=True)),
            {path.partition("/")[0]: unit_id for path, unit_id in roots},
        )


class Parties:
    """Turns the principal of a grant's row into a party; who is who is read once."""

    def __init__(self, at: datetime | None = None) -> None:
        """Take members, former members, named outsiders and units; now, or ``at``."""
        read = partial(Directory.read, at)
        told = remembered("parties", read) if at is None else read()
        self.members = told.members
        self._former, self._known = told.former, told.known
        self._units, self._roots = told.units, told.roots

    def of(self, kind: str, principal: str, account_id: str, verdict: str) -> Party:
        """Return the party that a principal belongs to."""
        if kind in {PrincipalKind.PERSON, PrincipalKind.GROUP}:
            kind = PrincipalKind.FEDERATED
            principal = f":saml-provider/{IDENTITY_CENTER}"
        match kind:
            case PrincipalKind.PUBLIC:
                return ANY_ACCOUNT if verdict == Verdict.ANY_ACCOUNT else ANYONE
            case PrincipalKind.SERVICE:
                return service(principal)
            case PrincipalKind.FEDERATED:
                return provider(principal)
            case PrincipalKind.ORGANIZATION | PrincipalKind.UNIT:
                return self._unit(principal)
        if account_id:
            return self.account(account_id)
        return Party(principal, Group.UNKNOWN, principal, str(kind))

    def account(self, account_id: str) -> Party:
        """Return an account as a party: at home, left, known or unknown."""
        if account_id in self.members:
            name = self.members[account_id]
            return Party(account_id, Group.HOME, name, account_id)
        if account_id in self._former:
            name = self._former[account_id]
            return Party(account_id, Group.LEFT, name, account_id)
        if account_id in self._known:
            name = self._known[account_id]
            return Party(account_id, Group.VENDORS, name, account_id)
        return Party(account_id, Group.UNKNOWN, note=account_id, is_nameless=True)

    def of_id(self, party_id: str) -> Party:
        """Return the party that an address names."""
        if party_id in {f"all:{group}" for group in Group}:
            group = Group(party_id.removeprefix("all:"))
            return Party(f"all:{group}", group, is_nameless=True)
        if party_id in {ANYONE.id, ANY_ACCOUNT.id}:
            return ANYONE if party_id == ANYONE.id else ANY_ACCOUNT
        if len(party_id) == ACCOUNT_ID and party_id.isdigit():
            return self.account(party_id)
        for protocol in ("OIDC:", "SAML:"):
            if party_id.startswith(protocol):
                address = party_id.removeprefix(protocol)
                name = PROVIDERS.get(address, address)
                return Party(party_id, Group.IDENTITY, name, protocol[:-1])
        if party_id.startswith(("unit:", "outside:")):
            return _ours(party_id)
        return service(party_id)

    def _unit(self, principal: str) -> Party:
        """A grant to an organization or unit starts at the name of its territory."""
        for part in reversed(principal.split("/")):
            unit_id = self._roots.get(part, part)
            if unit_id in self._units:
                return Party(f"unit:{unit_id}", Group.HOME, principal)
        return Party(principal, Group.UNKNOWN, principal)


def _ours(party_id: str) -> Party:
    """Return the unit of an address, or all that lies outside of it."""
    if party_id.startswith("outside:"):
        return Party(party_id, Group.OTHERS, is_nameless=True)
    unit = OrganizationalUnit.objects.filter(unit_id=party_id[5:]).first()
    return Party(party_id, Group.HOME, unit.name if unit else party_id)


def service(principal: str) -> Party:
    """Return an AWS service."""
    return Party(principal, Group.SERVICES, service_name(principal))


def provider(principal: str) -> Party:
    """Return an identity provider: the same one, in however many accounts it is set."""
    arn, _, name = principal.rpartition("-provider/")
    address = (name or principal).removeprefix("https://")
    protocol = "SAML" if arn.endswith("saml") else "OIDC"
    if address.startswith(IDENTITY_CENTER):
        # Each account gets a provider of its own, with a random number in its name.
        return Party(
            "SAML:identity-center", Group.IDENTITY, "Identity Center", protocol
        )
    known = PROVIDERS.get(address, address)
    return Party(f"{protocol}:{address}", Group.IDENTITY, known, protocol)
