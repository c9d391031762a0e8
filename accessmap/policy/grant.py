"""One grant: who may do what, with which resource, under which conditions.

A grant is a value: it never changes. Its fingerprint is a hash of what it says, so an
edited policy ends one grant and begins another, while the order of statements, Sids,
duplicate statements and scalar-or-list make no difference.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from accessmap.policy.kinds import (
    AccessLevel,
    FederatedScope,
    PolicyKind,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)


class Principal(NamedTuple):
    """Who. ``id`` is the account id, the ARN, the service name, ``*`` … by kind."""

    kind: PrincipalKind
    id: str
    account_id: str = ""  # 12 characters where the principal lies in a known account


class Condition(NamedTuple):
    """One (operator, key, values) of a Condition block, in canonical form."""

    operator: str  # with its qualifier, as AWS writes it: ForAnyValue:StringLike
    key: str  # in lower case, but for the part after aws:PrincipalTag/ and the like
    values: tuple[str, ...]  # sorted, without duplicates


class Blocker(NamedTuple):
    """An outer control or a Deny that stops a grant, or a part of it."""

    control: str  # deny · scp · rcp · block-public-access · boundary
    name: str  # the Sid, the policy's name, the setting
    is_total: bool = True

    def says(self) -> tuple[str, str, bool]:
        """Return what counts of it: a Deny's Sid does not, like every Sid."""
        name = "" if self.control == "deny" else self.name
        return self.control, name, self.is_total


class Grant(NamedTuple):
    """What one document says to one principal. See the module's docstring.

    ``statements`` are indices into the document's Statement list (0-based); they tell
    where the grant stands and are no part of what it says. ``unknown`` names operators
    and keys that the engine could not decide and took for true (over-reporting).
    ``witness`` is one request that the grant lets through.
    """

    resource: str  # ARN
    resource_type: str  # AWS::S3::Bucket
    resource_account: str
    policy_kind: PolicyKind
    principal: Principal
    zone: Zone
    verdict: Verdict
    actions: tuple[str, ...]  # sorted patterns, lower-case service prefix, as AWS cases
    resource_id: str = ""  # AWS's own id of the resource, where it has one
    objects: tuple[str, ...] = ()  # Resource patterns where narrower than the resource
    access_levels: tuple[AccessLevel, ...] = ()
    conditions: tuple[Condition, ...] = ()
    is_conditional: bool = False
    source_zone: SourceZone | None = None
    federated_scope: FederatedScope | None = None
    blocked_by: tuple[Blocker, ...] = ()
    unknown: tuple[str, ...] = ()
    is_approximate: bool = False
    statements: tuple[int, ...] = ()
    witness: Mapping[str, str] = MappingProxyType({})

    def says(self) -> dict[str, object]:
        """Return what the grant says, as plain JSON: the fingerprint's preimage."""
        return {
            "resource": self.resource,
            "resource_id": self.resource_id,
            "policy_kind": self.policy_kind.value,
            "principal": [self.principal.kind.value, self.principal.id],
            "zone": self.zone.value,
            "verdict": self.verdict.value,
            "actions": list(self.actions),
            "objects": list(self.objects),
            "conditions": [
                [each.operator, each.key, list(each.values)] for each in self.conditions
            ],
            "source_zone": self.source_zone.value if self.source_zone else None,
            "federated_scope": (
                self.federated_scope.value if self.federated_scope else None
            ),
            "blocked_by": sorted({each.says() for each in self.blocked_by}),
            "unknown": list(self.unknown),
            "is_approximate": self.is_approximate,
        }

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of what the grant says, in hexadecimal."""
        text = json.dumps(self.says(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_blocked(self) -> bool:
        """Say whether something stops all of it."""
        return any(blocker.is_total for blocker in self.blocked_by)
