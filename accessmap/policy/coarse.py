"""The closed answer for one Allow: each name in it, with all its conditions.

Used where a document has more cases than may be looked through. It leaves out every
Deny and takes every condition for one that can be met, so it says too much rather than
too little, and each grant says that it is approximate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accessmap.policy import element
from accessmap.policy.action import levels_on
from accessmap.policy.build import (
    conditions_of,
    is_conditional,
    joined,
    objects_of,
    verdict,
    written,
)
from accessmap.policy.document import Statement
from accessmap.policy.element import PUBLIC, Element
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import FederatedScope, PrincipalKind, SourceZone
from accessmap.policy.principal import Name, Named, names
from accessmap.policy.space import Entry
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust


def coarse(
    subject: Subject, zone: ZoneOfTrust, entries: Sequence[Entry]
) -> list[Grant]:
    """Return a grant for every name of every Allow."""
    return joined(_every(subject, zone, entries))


def _every(
    subject: Subject, zone: ZoneOfTrust, entries: Sequence[Entry]
) -> Iterator[Grant]:
    for entry in entries:
        if entry.statement.is_allow:
            for each in sorted(_elements(subject, zone, entry.statement)):
                grant = closed(subject, entry.statement, each)
                yield grant._replace(is_approximate=True)


def _elements(
    subject: Subject, zone: ZoneOfTrust, statement: Statement
) -> set[Element]:
    if statement.is_not_principal:
        return {PUBLIC}
    home = subject.account_id
    found = (element_of(name, zone, home) for name in names(statement))
    return {each for each in found if each is not None}


def element_of(name: Name, zone: ZoneOfTrust, home: str) -> Element | None:
    """Return the element that a name stands for; None if it is nobody's."""
    if name.what is Named.EVERYONE:
        return PUBLIC
    if name.what in {Named.SERVICE, Named.CLOUDFRONT}:
        return element.of_service(name.id)
    if name.what is Named.FEDERATED:
        return element.of_provider(name.id, name.account)
    return _of_accounts(name, zone, home)


def _of_accounts(name: Name, zone: ZoneOfTrust, home: str) -> Element | None:
    if name.what is Named.ACCOUNT:
        return element.of_account(name.account, zone, home)
    if name.what is Named.IDENTITY:
        return element.of_identity(name.id, name.account, zone, home)
    if name.what is Named.CANONICAL:
        return element.of_canonical(name.id, zone, home)
    return None


def closed(subject: Subject, statement: Statement, each: Element) -> Grant:
    """Return what an Allow says to one of its principals, taken by itself."""
    conditions = conditions_of(statement.tests)
    actions = ("*",) if statement.is_not_action else written(statement.actions)
    kind = each.principal.kind
    return Grant(
        resource=subject.arn,
        resource_type=subject.resource_type,
        resource_account=subject.account_id,
        resource_id=subject.resource_id,
        policy_kind=subject.kind,
        principal=each.principal,
        zone=each.zone,
        verdict=verdict(*each, conditions),
        actions=actions,
        objects=objects_of(subject.arn, statement),
        access_levels=levels_on(subject.resource_type, actions),
        conditions=conditions,
        is_conditional=is_conditional(conditions),
        source_zone=SourceZone.ANY if kind is PrincipalKind.SERVICE else None,
        federated_scope=(
            FederatedScope.ANY if kind is PrincipalKind.FEDERATED else None
        ),
        statements=(statement.position,),
    )
