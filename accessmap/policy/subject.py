"""What the engine is asked about: one resource, its documents, its outer controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind


@dataclass(frozen=True, slots=True)
class Subject:
    """One resource and everything that decides who is let in.

    ``resource_id`` is AWS's own id of it (AROA…) where it has one: a role that is made
    again under its name is another role. ``document`` is the policy as AWS gave it:
    JSON text, or an object already parsed.
    ``settings`` are block public access switches, the strictest of bucket, account and
    organization (``RestrictPublicBuckets`` …). ``rcps`` are resource control policies
    in force on the account: name → document, nothing on the management account.
    ``beside`` is the policy of the same resource where ``document`` is a list (an ACL,
    the grants of a key): its Denys bear on what the list gives.
    """

    arn: str
    resource_type: str
    account_id: str
    kind: PolicyKind
    document: object
    resource_id: str = ""
    settings: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    rcps: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    beside: object = None


class Derivation(NamedTuple):
    """What the engine found in one document.

    ``errors`` are sentences; a document with an error has been kept, with its hash, and
    means *unknown*, never *no grant*. ``stale_principals`` are ids of deleted users and
    roles (AIDA…, AROA…) that the document still names.
    """

    grants: tuple[Grant, ...] = ()
    stale_principals: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
