"""Whom a grant is reported for: public over organization, unit, account, principal.

Every caller has a chain of elements, widest first. A decision reports the highest
element whose generic caller is let in, and does not repeat what stands below it.
"""

from __future__ import annotations

from typing import NamedTuple

from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Zone
from accessmap.policy.place import Place
from accessmap.policy.zone import ZoneOfTrust


class Element(NamedTuple):
    """One principal in its zone."""

    principal: Principal
    zone: Zone


PUBLIC = Element(Principal(PrincipalKind.PUBLIC, "*"), Zone.PUBLIC)


def of_organization(organization: str, zone: ZoneOfTrust) -> Element:
    """Return a whole organization."""
    is_own = organization == zone.organization_id
    return Element(
        Principal(PrincipalKind.ORGANIZATION, organization),
        Zone.ORGANIZATION if is_own else Zone.EXTERNAL,
    )


def of_unit(unit: str, zone: ZoneOfTrust) -> Element:
    """Return an organizational unit, by its path."""
    is_own = unit.partition("/")[0] == zone.organization_id
    return Element(
        Principal(PrincipalKind.UNIT, unit),
        Zone.ORGANIZATION if is_own else Zone.EXTERNAL,
    )


def of_account(account: str, zone: ZoneOfTrust, home: str) -> Element:
    """Return a whole account."""
    return Element(
        Principal(PrincipalKind.ACCOUNT, account, account),
        zone.of_account(account, home=home),
    )


def of_identity(arn: str, account: str, zone: ZoneOfTrust, home: str) -> Element:
    """Return one role, user or session, by its ARN."""
    return Element(identity(arn, account), zone.of_account(account, home=home))


def identity(arn: str, account: str) -> Principal:
    """Return who calls by an ARN."""
    _, _, service, _, _, name = arn.split(":", 5)
    if service == "sts":
        kind = PrincipalKind.SESSION
    elif name.startswith("role/"):
        kind = PrincipalKind.ROLE
    else:
        kind = PrincipalKind.USER
    return Principal(kind, arn, account)


def of_user_id(user_id: str) -> Element:
    """Return a role or user known by its unique id only, and so of no known account."""
    kind = PrincipalKind.USER if user_id.startswith("AIDA") else PrincipalKind.ROLE
    return Element(Principal(kind, user_id), Zone.EXTERNAL)


def of_canonical(canonical: str, zone: ZoneOfTrust, home: str) -> Element:
    """Return an account by its canonical user id."""
    account = zone.canonical_ids.get(canonical, "")
    return Element(
        Principal(PrincipalKind.CANONICAL, canonical, account),
        zone.of_account(account, home=home) if account else Zone.EXTERNAL,
    )


def of_network(name: str) -> Element:
    """Return whoever comes from a network."""
    return Element(Principal(PrincipalKind.NETWORK, name), Zone.EXTERNAL)


def of_service(name: str) -> Element:
    """Return an AWS service."""
    return Element(Principal(PrincipalKind.SERVICE, name), Zone.SERVICE)


def of_provider(name: str, account: str) -> Element:
    """Return an identity provider."""
    return Element(Principal(PrincipalKind.FEDERATED, name, account), Zone.FEDERATED)


def above(place: Place, zone: ZoneOfTrust) -> tuple[Element, ...]:
    """Return the elements that hold a place, widest first, account excepted."""
    found = [PUBLIC]
    if place.is_organization_named:
        found.append(of_organization(place.organization, zone))
        found.extend(of_unit(each, zone) for each in place.units)
    return tuple(found)
