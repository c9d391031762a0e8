"""The closed vocabularies of the engine: what each word may be."""

from __future__ import annotations

from enum import StrEnum


class PolicyKind(StrEnum):
    """Where a document lives, and so which half of a question it answers."""

    TRUST = "trust"  # a role's AssumeRolePolicyDocument
    RESOURCE = "resource"  # bucket, key, queue, topic … policy
    INLINE = "inline"  # identity policy written into a role, user or group
    MANAGED = "managed"  # the default version of a managed policy
    SCP = "scp"
    RCP = "rcp"
    # Grants that have no policy text; kept as the JSON that AWS answered.
    KMS_GRANTS = "kms-grants"
    ACL = "acl"
    SHARE = "share"  # snapshot and image share lists, RAM shares
    ASSIGNMENT = "assignment"  # of Identity Center, to people and groups
    # Outer controls, no grants.
    BLOCK_PUBLIC_ACCESS = "block-public-access"
    ENDPOINT = "endpoint"  # of a VPC: what may pass through it


class PrincipalKind(StrEnum):
    """Who a statement names."""

    PUBLIC = "public"
    ACCOUNT = "account"
    ROLE = "role"
    USER = "user"
    SESSION = "session"
    ORGANIZATION = "org"
    UNIT = "ou"
    NETWORK = "network"
    SERVICE = "service"
    FEDERATED = "federated"
    CANONICAL = "canonical"
    PERSON = "person"  # of the directory of Identity Center, as are groups
    GROUP = "group"


class Zone(StrEnum):
    """How far from the resource's account its principal stands."""

    PUBLIC = "public"
    EXTERNAL = "external"
    ORGANIZATION = "org"
    SAME_ACCOUNT = "same-account"
    SERVICE = "service"
    FEDERATED = "federated"


class SourceZone(StrEnum):
    """On whose behalf an AWS service may act (service grants only)."""

    ANY = "any"
    SAME_ACCOUNT = "same-account"
    ORGANIZATION = "org"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


class FederatedScope(StrEnum):
    """How much of an identity provider may come in (federated grants only)."""

    ANY = "any"
    RESTRICTED = "restricted"


class Verdict(StrEnum):
    """The word and the hue a grant is shown with, worst first."""

    PUBLIC = "public"
    ANY_ACCOUNT = "any-account"  # anyone, narrowed by a condition that names nobody
    EXTERNAL = "external"
    FEDERATED = "federated"
    SERVICE = "service"
    ORGANIZATION = "organization"
    IN_ORG = "in-org"
    SAME_ACCOUNT = "same-account"
    UNKNOWN = "unknown"


class AccessLevel(StrEnum):
    """AWS's own five levels, weakest first.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
    """

    LIST = "list"
    READ = "read"
    TAGGING = "tagging"
    WRITE = "write"
    PERMISSIONS = "permissions"


class Severity(StrEnum):
    """How much a flag matters."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
