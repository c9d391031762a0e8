"""Assignments of IAM Identity Center, read as grants: who signs in to which account.

An assignment names a person or a group of the directory, a permission set and an
account; AWS keeps a role for it in that account, which nobody else can become.
https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
"""

from __future__ import annotations

from types import MappingProxyType

from accessmap.policy.action import access_levels
from accessmap.policy.grant import Grant, Principal
from accessmap.policy.kinds import (
    FederatedScope,
    PrincipalKind,
    Verdict,
    Zone,
)
from accessmap.policy.offers import entries
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.tree import MalformedPolicy, plain

KINDS = MappingProxyType({"USER": PrincipalKind.PERSON, "GROUP": PrincipalKind.GROUP})
ACTIONS = ("sts:AssumeRoleWithSAML",)


def assigned(subject: Subject) -> Derivation:
    """Return a grant for every person and group that is assigned."""
    tree = plain(subject.document)
    if not isinstance(tree, dict):
        raise MalformedPolicy("The assignments are not a JSON object.")
    listed = entries(tree, "AccountAssignments")
    return Derivation(
        tuple(
            _grant(subject, str(each.get("PrincipalType")), str(each["PrincipalId"]))
            for each in listed
        )
    )


def _grant(subject: Subject, kind: str, principal: str) -> Grant:
    if kind not in KINDS:
        raise MalformedPolicy(f"{kind} is no kind of principal that we know.")
    return Grant(
        resource=subject.arn,
        resource_type=subject.resource_type,
        resource_account=subject.account_id,
        resource_id=subject.resource_id,
        policy_kind=subject.kind,
        principal=Principal(KINDS[kind], principal),
        zone=Zone.FEDERATED,
        verdict=Verdict.FEDERATED,
        actions=ACTIONS,
        access_levels=access_levels(ACTIONS),
        federated_scope=FederatedScope.RESTRICTED,
        witness=MappingProxyType(
            {"principal": principal, "action": ACTIONS[0], "resource": subject.arn}
        ),
    )
