"""Grants that have no policy (ACLs, KMS grants, share lists), read as Allow statements.

So one decision serves them all, and RCPs bear on them as on any policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from accessmap.policy.document import (
    MalformedPolicy,
    ParsedDocument,
    Statement,
    Test,
    plain,
)
from accessmap.policy.offers import OFFERS, Offer
from accessmap.policy.subject import Subject

_VERSION = "2008-10-17"  # nothing in a list is a variable

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
_ACL_ACTIONS = {
    "READ": ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    "WRITE": ("s3:PutObject", "s3:DeleteObject"),
    "READ_ACP": ("s3:GetBucketAcl",),
    "WRITE_ACP": ("s3:PutBucketAcl",),
}
_ACL_ACTIONS["FULL_CONTROL"] = tuple(
    sorted({a for e in _ACL_ACTIONS.values() for a in e})
)
_GROUPS = "//acs.amazonaws.com/groups/"


def from_acl(subject: Subject) -> ParsedDocument:
    """Return an S3 ACL, as GetBucketAcl answers, as a document."""
    tree = _object(plain(subject.document), "The ACL")
    return _document(
        _statement(at, *_grantee(each), _acl_actions(each))
        for at, each in enumerate(_list(tree, "Grants"))
    )


def owners(subject: Subject) -> Mapping[str, str]:
    """Return the canonical id that an ACL tells of its own account."""
    tree = plain(subject.document)
    owner = tree.get("Owner") if isinstance(tree, dict) else None
    name = owner.get("ID") if isinstance(owner, dict) else None
    return {name: subject.account_id} if isinstance(name, str) else {}


def _acl_actions(grant: Mapping[str, object]) -> tuple[str, ...]:
    return _ACL_ACTIONS.get(str(grant.get("Permission")), ("s3:*",))


def _grantee(grant: Mapping[str, object]) -> tuple[tuple[str, str], tuple[Test, ...]]:
    grantee = _object(grant.get("Grantee"), "A Grantee")
    uri = str(grantee.get("URI", ""))
    group = uri.removeprefix("http:").removeprefix("https:")
    if group.startswith(_GROUPS):
        group = group.removeprefix(_GROUPS)
        if group == "s3/LogDelivery":
            return ("Service", LOG_DELIVERY), ()
        if group == "global/AuthenticatedUsers":
            # Anyone with any AWS account: whoever signs the request.
            return ("AWS", "*"), (Test("Null", "aws:PrincipalArn", ("false",)),)
        return ("AWS", "*"), ()
    who = grantee.get("ID") or grantee.get("EmailAddress")
    if not who:
        raise MalformedPolicy("A Grantee of the ACL has neither ID, URI nor address.")
    return ("CanonicalUser", str(who)), ()


LOG_DELIVERY = "logdelivery.s3"


def from_kms_grants(subject: Subject) -> ParsedDocument:
    """Return the grants of a key, as ListGrants answers, as a document."""
    tree = plain(subject.document)
    found: list[Statement] = []
    for each in _kms_grants(tree):
        grant = _object(each, "A grant")
        if not grant.get("GranteePrincipal"):
            raise MalformedPolicy("A grant of the key names no GranteePrincipal.")
        actions = tuple(f"kms:{name}" for name in _texts(grant.get("Operations")))
        tests = tuple(_constraints(grant.get("Constraints")))
        for name, allowed in (
            ("GranteePrincipal", actions),
            ("RetiringPrincipal", ("kms:RetireGrant",)),
        ):
            if who := grant.get(name):
                limits = tests if name == "GranteePrincipal" else ()
                found.append(_statement(len(found), _who(str(who)), limits, allowed))
    return _document(found)


def _kms_grants(tree: object) -> list[object]:
    """Return the grants of a bare list, of the one list in an object, or of one."""
    if isinstance(tree, list):
        return tree
    if isinstance(tree, dict):
        if "GranteePrincipal" in tree:
            return [tree]
        for each in tree.values():
            if isinstance(each, list):
                return each
    raise MalformedPolicy("The grants of the key are no list.")


def _constraints(value: object) -> Iterator[Test]:
    """Yield what a grant asks of the encryption context.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
    """
    if isinstance(value, dict):
        for context in value.values():
            for name, wanted in _object(context, "A constraint").items():
                yield Test(
                    "StringEquals", f"kms:EncryptionContext:{name}", (str(wanted),)
                )


# What sharing lets the other account do, by the name of the list.
_SHARED = {
    "restore": ("rds:RestoreDBInstanceFromDBSnapshot", "rds:CopyDBSnapshot"),
    "createvolumepermission": ("ec2:CreateVolume", "ec2:CopySnapshot"),
    "createvolumepermissions": ("ec2:CreateVolume", "ec2:CopySnapshot"),
    "launchpermission": ("ec2:RunInstances", "ec2:CopyImage"),
    "launchpermissions": ("ec2:RunInstances", "ec2:CopyImage"),
    "accountswithrestoreaccess": ("redshift:RestoreFromClusterSnapshot",),
    # Permissions of S3 Access Grants.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-grant.html
    "read": ("s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"),
    "write": ("s3:PutObject", "s3:DeleteObject"),
    "readwrite": (
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "s3:PutObject",
        "s3:DeleteObject",
    ),
}
_BY_TYPE = {
    "AWS::EC2::VPCEndpointService": ("ec2:CreateVpcEndpoint",),
    "AWS::ECR::PublicRepository": ("ecr-public:BatchCheckLayerAvailability",),
    "AWS::SSM::Document": ("ssm:DescribeDocument", "ssm:GetDocument"),
    "AWS::EC2::Snapshot": _SHARED["createvolumepermission"],
    "AWS::EC2::Image": _SHARED["launchpermission"],
    "AWS::RDS::DBSnapshot": _SHARED["restore"],
    "AWS::RDS::DBClusterSnapshot": (
        "rds:RestoreDBClusterFromSnapshot",
        "rds:CopyDBClusterSnapshot",
    ),
    "AWS::Redshift::Snapshot": _SHARED["accountswithrestoreaccess"],
}
_NAMES = (
    "Group", "UserId", "OrganizationArn", "OrganizationalUnitArn", "AccountId",
    "principal", "id",
)  # fmt: skip


def from_share_list(subject: Subject) -> ParsedDocument:
    """Return a share list (of a snapshot, an image, a RAM share) as a document.

    Whichever of AWS's shapes it has: ``{"restore": ["all"]}``,
    ``{"CreateVolumePermissions": [{"UserId": …}]}``, ``{"shared_accounts": […]}``, or
    the bare list.
    """
    tree = plain(subject.document)
    read = OFFERS.get(subject.resource_type)
    if read and not _is_bare(tree):
        offers = read(_object(tree, "The share"))
        return _document(_offered(at, each) for at, each in enumerate(offers))
    lists = tree if isinstance(tree, dict) else {"": tree}
    found: list[Statement] = []
    for name, listed in lists.items():
        actions = _BY_TYPE.get(subject.resource_type) or _SHARED.get(
            name.lower(), ("*",)
        )
        for each in listed if isinstance(listed, list) else [listed]:
            who = _shared_with(_listed(each))
            found.append(_statement(len(found), *who, actions))
    return _document(found)


def _is_bare(tree: object) -> bool:
    """Say whether it is a list of names alone, or ``{"shared_accounts": […]}``."""
    return isinstance(tree, list) or (
        isinstance(tree, dict) and [*map(str.lower, tree)] == ["shared_accounts"]
    )


def _offered(at: int, offer: Offer) -> Statement:
    if not offer.who:
        raise MalformedPolicy("The share has an entry that names nobody.")
    who, tests = _shared_with(offer.who)
    stands = _statement(at, who, tests, offer.actions)
    return stands._replace(resources=offer.objects) if offer.objects else stands


def _listed(value: object) -> str:
    if isinstance(value, dict):
        keys = {name.lower(): each for name, each in value.items()}
        for name in _NAMES:
            if who := keys.get(name.lower()):
                return str(who)
    if isinstance(value, str):
        return value
    raise MalformedPolicy("The share list has an entry that names nobody.")


def _shared_with(who: str) -> tuple[tuple[str, str], tuple[Test, ...]]:
    if who.lower() in {"all", "*"}:
        return ("AWS", "*"), ()
    if ":organizations:" in who:
        # arn:aws:organizations::<management>:organization/o-… or …:ou/o-…/ou-…
        kind, _, rest = who.rsplit(":", maxsplit=1)[-1].partition("/")
        if kind == "organization":
            return ("AWS", "*"), (Test("StringEquals", "aws:PrincipalOrgID", (rest,)),)
        organization, _, unit = rest.partition("/")
        return _unit(organization, unit)
    if who.startswith("o-"):  # as Service Catalog names them
        return ("AWS", "*"), (Test("StringEquals", "aws:PrincipalOrgID", (who,)),)
    return _unit("o-*", who) if who.startswith("ou-") else (_who(who), ())


def _unit(organization: str, unit: str) -> tuple[tuple[str, str], tuple[Test, ...]]:
    # o-…/r-…/ou-…/: the root, and perhaps other units, stand between.
    path = f"{organization}/*/{unit}/*"
    return ("AWS", "*"), (
        Test("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", (path,)),
    )


def _who(text: str) -> tuple[str, str]:
    if ":identitystore:" in text or ":saml-provider/" in text:
        return ("Federated", text)  # people, whom a directory vouches for
    is_service = text.endswith((".amazonaws.com", ".amazonaws.com.cn"))
    return ("Service" if is_service else "AWS", text)


def _statement(
    position: int,
    who: tuple[str, str],
    tests: tuple[Test, ...],
    actions: tuple[str, ...],
) -> Statement:
    return Statement(
        position=position,
        sid="",
        is_allow=True,
        principals=(who,),
        is_not_principal=False,
        actions=actions,
        is_not_action=False,
        resources=None,
        is_not_resource=False,
        tests=tests,
    )


def _document(statements: Iterator[Statement] | list[Statement]) -> ParsedDocument:
    return ParsedDocument(_VERSION, tuple(statements))


def _object(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise MalformedPolicy(f"{what} is not a JSON object.")
    return cast("Mapping[str, object]", value)


def _list(tree: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = {each.lower(): one for each, one in tree.items()}.get(name.lower(), [])
    listed = [value] if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise MalformedPolicy(f"{name} is not a list.")
    return [_object(each, f"An entry of {name}") for each in listed]


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
