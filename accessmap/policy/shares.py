"""ACLs and share lists, which have no policy, read as Allow statements."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.document import (
    MalformedPolicy,
    ParsedDocument,
    Statement,
    Test,
    plain,
)
from accessmap.policy.listed import allowing, an_object, listed, whom
from accessmap.policy.offers import OFFERS, Offer
from accessmap.policy.subject import Subject

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
    tree = an_object(plain(subject.document), "The ACL")
    return listed(
        allowing(at, *_grantee(each), _acl_actions(each))
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
    grantee = an_object(grant.get("Grantee"), "A Grantee")
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


SNAPSHOT = "AWS::EC2::Snapshot"
BLOCK, CLOSED = "SnapshotBlockPublicAccessState", "block-all-sharing"

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
    SNAPSHOT: _SHARED["createvolumepermission"],
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
        offers = read(an_object(tree, "The share"))
        return listed(_offered(at, each) for at, each in enumerate(offers))
    lists = tree if isinstance(tree, dict) else {"": tree}
    found: list[Statement] = []
    for name, given in lists.items():
        if name == BLOCK:
            continue  # no list, but what bears on one
        actions = _BY_TYPE.get(subject.resource_type) or _SHARED.get(
            name.lower(), ("*",)
        )
        for each in given if isinstance(given, list) else [given]:
            who = _shared_with(_listed(each))
            found.append(allowing(len(found), *who, actions))
    return listed(found)


def is_closed(subject: Subject) -> bool:
    """Say whether the region of a snapshot lets none be public.

    The collector writes that beside the list, which AWS leaves as it is. What is shared
    by name stays shared.
    https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
    """
    tree = plain(subject.document)
    return isinstance(tree, dict) and tree.get(BLOCK) == CLOSED


def _is_bare(tree: object) -> bool:
    """Say whether it is a list of names alone, or ``{"shared_accounts": […]}``."""
    return isinstance(tree, list) or (
        isinstance(tree, dict) and [*map(str.lower, tree)] == ["shared_accounts"]
    )


def _offered(at: int, offer: Offer) -> Statement:
    if not offer.who:
        raise MalformedPolicy("The share has an entry that names nobody.")
    who, tests = _shared_with(offer.who)
    stands = allowing(at, who, tests, offer.actions)
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
    return _unit("o-*", who) if who.startswith("ou-") else (whom(who), ())


def _unit(organization: str, unit: str) -> tuple[tuple[str, str], tuple[Test, ...]]:
    # o-…/r-…/ou-…/: the root, and perhaps other units, stand between.
    path = f"{organization}/*/{unit}/*"
    return ("AWS", "*"), (
        Test("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", (path,)),
    )


def _list(tree: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = {each.lower(): one for each, one in tree.items()}.get(name.lower(), [])
    listed = [value] if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise MalformedPolicy(f"{name} is not a list.")
    return [an_object(each, f"An entry of {name}") for each in listed]
