"""What the invented organization is written down in: small values, nothing clever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]
TOKYO = "ap-northeast-1"
VIRGINIA = "us-east-1"


@dataclass(frozen=True, slots=True)
class Account:
    """A member of the organization, at home in a unit (``Workloads/Production``)."""

    id: str
    name: str
    unit: str = ""  # empty: right under the root
    owner: str = ""  # e-mail, the account's ``owner`` tag
    tags: Mapping[str, str] = field(default_factory=dict)
    state: str = "ACTIVE"


@dataclass(frozen=True, slots=True)
class Role:
    """An IAM role: who may assume it, what it may do, when it last did."""

    account: str
    name: str
    trust: Document
    attached: tuple[str, ...] = ()  # managed policies, by name
    inline: Mapping[str, Document] = field(default_factory=dict)
    used_days_ago: int | None = None  # None: never
    path: str = "/"
    description: str = ""
    owner: str = ""
    boundary: str = ""  # a managed policy, by name
    hours: int = 1  # the longest session


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A customer managed policy of one account."""

    account: str
    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class Bucket:
    """An S3 bucket; ``blocks`` names the public access blocks that are switched on."""

    account: str
    name: str
    policy: Document | None = None
    text: str = ""  # the policy as raw text, when it is no JSON
    blocks: tuple[str, ...] = ()
    acl: str = "private"  # a canned ACL
    readers: tuple[str, ...] = ()  # canonical ids that the ACL lets read
    region: str = TOKYO
    owner: str = ""


@dataclass(frozen=True, slots=True)
class KmsGrant:
    """AWS's own kind of grant: a key lent to a principal without any policy."""

    name: str
    grantee: str
    operations: tuple[str, ...]
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """A KMS key with its policy and its KMS grants."""

    account: str
    alias: str
    policy: Document
    grants: tuple[KmsGrant, ...] = ()
    region: str = TOKYO
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A snapshot or an image; ``lent_to`` are accounts, ``all``, or units' ARNs."""

    kind: str  # disk · image · database · cluster · warehouse
    account: str
    name: str
    lent_to: tuple[str, ...] = ()
    owner: str = ""
    region: str = TOKYO


@dataclass(frozen=True, slots=True)
class ResourceShare:
    """What AWS RAM shares, and with whom."""

    account: str
    name: str
    principals: tuple[str, ...]
    resources: tuple[str, ...]
    allows_outsiders: bool = False


@dataclass(frozen=True, slots=True)
class LakeGrant:
    """One permission of Lake Formation; ``lends`` may be handed on."""

    account: str
    principal: str
    resource: Mapping[str, Any]
    permissions: tuple[str, ...]
    lends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lent:
    """Whatever else has a resource policy; ``kind`` is queue, topic, function."""

    kind: str
    account: str
    name: str
    policy: Document
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Peering:
    """Two accounts' networks that are joined, or are asked to be."""

    name: str
    account: str
    peer: str
    is_accepted: bool = True


@dataclass(frozen=True, slots=True)
class RoleAlias:
    """The name by which devices of AWS IoT become a role."""

    account: str
    name: str
    role: str
    hours: int


@dataclass(frozen=True, slots=True)
class Used:
    """How often somebody became a role; no ``caller_account``: by a provider."""

    account: str
    role: str
    caller_account: str
    caller: str
    times: int
    last_days_ago: int = 0


@dataclass(frozen=True, slots=True)
class Wrote:
    """Whose session of which role last changed whom another role trusts."""

    account: str
    role: str
    by_role: str
    session: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class Control:
    """A service or resource control policy and the units or accounts it binds."""

    name: str
    type: str
    document: Document
    targets: tuple[str, ...]  # unit paths, account ids, or "/" for the root
    description: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What IAM Access Analyzer is made to report."""

    account: str
    resource: str
    resource_type: str
    principal: Mapping[str, str]
    actions: tuple[str, ...]
    condition: Mapping[str, str] = field(default_factory=dict)
    is_public: bool = False
    status: str = "ACTIVE"
    error: str = ""
