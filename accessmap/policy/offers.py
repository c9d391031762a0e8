"""What a share offers to whom, read from AWS's answer about each kind of share.

Only accounts, organizations, units and principals are told here; how far away they
stand is decided with all other statements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from accessmap.policy.tree import MalformedPolicy

Tree = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Offer:
    """One recipient, as AWS names it, and what it may do; ``objects`` are ARNs."""

    who: str
    actions: tuple[str, ...]
    objects: tuple[str, ...] = ()


def entries(tree: Tree, name: str) -> list[Tree]:
    """Return a list of objects, or say in a sentence what is wrong with it."""
    listed = tree.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
        raise MalformedPolicy(f"{name} is not a list of objects.")
    return [cast("Tree", each) for each in listed]


def words(tree: Tree, name: str) -> tuple[str, ...]:
    """Return a list of texts; nothing, if there is none."""
    listed = tree.get(name)
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


def _resource_share(tree: Tree) -> Iterator[Offer]:
    """What AWS RAM shares: every resource of the share, to each of its principals.

    https://docs.aws.amazon.com/ram/latest/userguide/getting-started-terms-and-concepts.html
    """
    listed = [
        a for each in entries(tree, "permissions") for a in words(each, "actions")
    ]
    actions = tuple(sorted(set(listed))) or ("*",)
    listed_principals = tree.get("principals", [])
    if not isinstance(listed_principals, list):
        raise MalformedPolicy("principals is not a list.")
    for one in listed_principals:
        # As RAM answers, or the bare name.
        who = one.get("associatedEntity", "") if isinstance(one, dict) else one
        yield Offer(str(who), actions, words(tree, "resources"))


# What Lake Formation's permissions come down to, in the actions of IAM.
# https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
_LAKE = MappingProxyType(
    {
        "ALL": ("*",),
        "SUPER": ("*",),
        "ALTER": ("glue:UpdateDatabase", "glue:UpdateTable"),
        "ASSOCIATE": ("lakeformation:AddLFTagsToResource",),
        "CREATE_DATABASE": ("glue:CreateDatabase",),
        "CREATE_TABLE": ("glue:CreateTable",),
        "DATA_LOCATION_ACCESS": ("lakeformation:GetDataAccess",),
        "DELETE": ("s3:DeleteObject",),
        "DESCRIBE": ("glue:GetDatabase", "glue:GetTable"),
        "DROP": ("glue:DeleteDatabase", "glue:DeleteTable"),
        "INSERT": ("s3:PutObject",),
        "SELECT": ("glue:GetPartitions", "glue:GetTable"),
    }
)
_LEND_ON = "lakeformation:GrantPermissions"
# Not a principal: "whoever IAM and the catalog's own policy let in".
# https://docs.aws.amazon.com/lake-formation/latest/dg/initial-LF-setup.html
_BY_IAM = "IAM_ALLOWED_PRINCIPALS"
_ALL_OF = ":IAMPrincipals"  # 111122223333:IAMPrincipals


def _lake(tree: Tree) -> Iterator[Offer]:
    """What Lake Formation lets each principal do with one database, table or place."""
    for each in entries(tree, "PrincipalResourcePermissions"):
        principal = each.get("Principal")
        who = (
            str(principal.get("DataLakePrincipalIdentifier", ""))
            if isinstance(principal, dict)
            else ""
        )
        if who == _BY_IAM:
            continue
        actions = {
            action
            for name in words(each, "Permissions")
            for action in _LAKE.get(name, ("*",))
        }
        if words(each, "PermissionsWithGrantOption"):
            actions.add(_LEND_ON)
        yield Offer(who.removesuffix(_ALL_OF), tuple(sorted(actions)))


# https://docs.aws.amazon.com/redshift/latest/APIReference/API_DataShareAssociation.html
_LIVE = frozenset({"ACTIVE", "AUTHORIZED", "AVAILABLE"})
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")


def _data_share(tree: Tree) -> Iterator[Offer]:
    """Which accounts may query a Redshift data share where it stands."""
    for each in entries(tree, "DataShareAssociations"):
        consumer = str(each.get("ConsumerIdentifier", ""))
        account = _ACCOUNT.search(consumer)
        if each.get("Status") in _LIVE:
            # A consumer is an account, a namespace of it, or a catalog's name.
            yield Offer(
                account[0] if account else "all", ("redshift:DescribeDataShares",)
            )


def _portfolio(tree: Tree) -> Iterator[Offer]:
    """Which accounts may launch what a Service Catalog portfolio holds."""
    for each in entries(tree, "PortfolioShareDetails"):
        yield Offer(
            str(each.get("PrincipalId", "")), ("servicecatalog:ProvisionProduct",)
        )


_ADMIN = ("AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy")


def _cluster(tree: Tree) -> Iterator[Offer]:
    """Who from elsewhere may use the Kubernetes API of an EKS cluster.

    https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
    """
    for each in entries(tree, "accessEntries"):
        policies = [
            str(one.get("policyArn", "")) for one in entries(each, "accessPolicies")
        ]
        is_admin = "system:masters" in words(each, "kubernetesGroups") or any(
            policy.endswith(_ADMIN) for policy in policies
        )
        actions = ("*",) if is_admin else ("eks:AccessKubernetesApi",)
        yield Offer(str(each.get("principalArn", "")), actions)


def _aggregation(tree: Tree) -> Iterator[Offer]:
    """Which account may gather what AWS Config records here."""
    yield Offer(
        str(tree.get("AuthorizedAccountId", "")),
        ("config:GetAggregateResourceConfig", "config:SelectAggregateResourceConfig"),
    )


def _rule(tree: Tree) -> Iterator[Offer]:
    """Which accounts an EventBridge rule sends its events to.

    No action of IAM stands for being sent something; what it comes to is a read.
    """
    targets = [str(each.get("Arn")).split(":") for each in entries(tree, "Targets")]
    # arn:aws:events:<region>:<account>:…
    for account in sorted({"".join(parts[4:5]) for parts in targets}):
        yield Offer(account, ("events:DescribeRule",))


OFFERS: Mapping[str, Callable[[Tree], Iterator[Offer]]] = MappingProxyType(
    {
        "AWS::RAM::ResourceShare": _resource_share,
        "AWS::LakeFormation::Resource": _lake,
        "AWS::Redshift::DataShare": _data_share,
        "AWS::ServiceCatalog::Portfolio": _portfolio,
        "AWS::EKS::Cluster": _cluster,
        "AWS::Config::AggregationAuthorization": _aggregation,
        "AWS::Events::Rule": _rule,
    }
)
