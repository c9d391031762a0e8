"""The closed answer for one Allow: each name in it, with all its conditions.

Used where a document has more cases than may be looked through. It leaves out every
Deny and takes every condition for one that can be met, so it says too much rather than
too little, and each grant says that it is approximate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accessmap.policy import element
from accessmap.policy.action import access_levels
from accessmap.policy.build import conditions_of, objects_of, spelled, tidy, verdict
from accessmap.policy.caller import Scene
from accessmap.policy.document import Statement
from accessmap.policy.element import PUBLIC, Element
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import FederatedScope, PrincipalKind, SourceZone
from accessmap.policy.principal import Name, Named, names
from accessmap.policy.space import Entry


def coarse(scene: Scene, entries: Sequence[Entry]) -> Iterator[Grant]:
    """Yield a grant for every name of every Allow."""
    for entry in entries:
        if entry.statement.is_allow:
            for each in sorted(_elements(scene, entry.statement)):
                yield _grant(scene, entry.statement, each)


def _elements(scene: Scene, statement: Statement) -> set[Element]:
    if statement.is_not_principal:
        return {PUBLIC}
    found = (element_of(scene, name) for name in names(statement))
    return {each for each in found if each is not None}


def element_of(scene: Scene, name: Name) -> Element | None:
    """Return the element that a name stands for; None if it is nobody's."""
    zone, home = scene.zone, scene.subject.account_id
    match name.what:
        case Named.EVERYONE:
            return PUBLIC
        case Named.ACCOUNT:
            return element.of_account(name.account, zone, home)
        case Named.IDENTITY:
            return element.of_identity(name.id, name.account, zone, home)
        case Named.SERVICE | Named.CLOUDFRONT:
            return element.of_service(name.id)
        case Named.FEDERATED:
            return element.of_provider(name.id, name.account)
        case Named.CANONICAL:
            return element.of_canonical(name.id, zone, home)
    return None


def _grant(scene: Scene, statement: Statement, each: Element) -> Grant:
    subject = scene.subject
    conditions = conditions_of(statement.tests)
    written = {spelled(one) for one in statement.actions}
    actions = ("*",) if statement.is_not_action else tidy(written)
    kind = each.principal.kind
    is_federated = kind is PrincipalKind.FEDERATED
    return Grant(
        resource=subject.arn,
        resource_type=subject.resource_type,
        resource_account=subject.account_id,
        policy_kind=subject.kind,
        principal=each.principal,
        zone=each.zone,
        verdict=verdict(each, conditions),
        actions=actions,
        objects=objects_of(subject.arn, statement),
        access_levels=access_levels(actions),
        conditions=conditions,
        is_conditional=bool(conditions),
        source_zone=SourceZone.ANY if kind is PrincipalKind.SERVICE else None,
        federated_scope=FederatedScope.ANY if is_federated else None,
        is_approximate=True,
        statements=(statement.position,),
    )
