"""A grant as plain JSON and back, whole: for rows, files and copies."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypedDict, cast

from accessmap.policy.grant import Blocker, Condition, Grant, Principal
from accessmap.policy.kinds import (
    AccessLevel,
    FederatedScope,
    PolicyKind,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)


class Plain(TypedDict):
    """What stands in ``says`` of a grant's row: every field of the value."""

    resource: str
    resource_type: str
    resource_account: str
    resource_id: str
    policy_kind: str
    principal: tuple[str, str, str]  # kind, id, account id
    zone: str
    verdict: str
    actions: list[str]
    objects: list[str]
    access_levels: list[str]
    conditions: list[tuple[str, str, list[str]]]  # operator, key, values
    is_conditional: bool
    source_zone: str | None
    federated_scope: str | None
    blocked_by: list[tuple[str, str, bool]]  # control, name, is_total
    unknown: list[str]
    is_approximate: bool
    statements: list[int]
    witness: dict[str, str]


def to_plain(grant: Grant) -> Plain:
    """Return ``grant`` as what JSON can carry."""
    who = grant.principal
    return {
        "resource": grant.resource,
        "resource_type": grant.resource_type,
        "resource_account": grant.resource_account,
        "resource_id": grant.resource_id,
        "policy_kind": grant.policy_kind.value,
        "principal": (who.kind.value, who.id, who.account_id),
        "zone": grant.zone.value,
        "verdict": grant.verdict.value,
        "actions": list(grant.actions),
        "objects": list(grant.objects),
        "access_levels": [level.value for level in grant.access_levels],
        "conditions": [(c.operator, c.key, list(c.values)) for c in grant.conditions],
        "is_conditional": grant.is_conditional,
        "source_zone": grant.source_zone and grant.source_zone.value,
        "federated_scope": grant.federated_scope and grant.federated_scope.value,
        "blocked_by": [(b.control, b.name, b.is_total) for b in grant.blocked_by],
        "unknown": list(grant.unknown),
        "is_approximate": grant.is_approximate,
        "statements": list(grant.statements),
        "witness": dict(grant.witness),
    }


def from_plain(says: Mapping[str, object]) -> Grant:
    """Return the grant that ``to_plain`` wrote."""
    plain = cast("Plain", says)
    kind, principal, account_id = plain["principal"]
    source, scope = plain["source_zone"], plain["federated_scope"]
    return Grant(
        resource=plain["resource"],
        resource_type=plain["resource_type"],
        resource_account=plain["resource_account"],
        policy_kind=PolicyKind(plain["policy_kind"]),
        principal=Principal(PrincipalKind(kind), principal, account_id),
        zone=Zone(plain["zone"]),
        verdict=Verdict(plain["verdict"]),
        actions=tuple(plain["actions"]),
        resource_id=plain["resource_id"],
        objects=tuple(plain["objects"]),
        access_levels=tuple(AccessLevel(each) for each in plain["access_levels"]),
        conditions=tuple(
            Condition(operator, key, tuple(values))
            for operator, key, values in plain["conditions"]
        ),
        is_conditional=plain["is_conditional"],
        source_zone=SourceZone(source) if source else None,
        federated_scope=FederatedScope(scope) if scope else None,
        blocked_by=tuple(Blocker(*each) for each in plain["blocked_by"]),
        unknown=tuple(plain["unknown"]),
        is_approximate=plain["is_approximate"],
        statements=tuple(plain["statements"]),
        witness=MappingProxyType(dict(plain["witness"])),
    )
