"""A step before removing: deny it in so many words, watch, and remove it then.

A Deny beside the Allow can be taken out again in one step, and nothing else is touched.
It is offered only where it takes away this grant and no other, by deriving anew.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind
from accessmap.policy.remove import Tree, key_of, statements_of, tree_of, written
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

SID = "AccessMapDenyFirst"
NAMED = {
    PrincipalKind.ROLE: "AWS",
    PrincipalKind.USER: "AWS",
    PrincipalKind.SESSION: "AWS",
    PrincipalKind.SERVICE: "Service",
    PrincipalKind.FEDERATED: "Federated",
}


def deny_first(subject: Subject, zone: ZoneOfTrust, grant: Grant) -> str:
    """Return the policy with the grant denied beside it; empty where others lose too.

    Raises CannotRemove where the document is no policy.
    """
    tree = tree_of(subject)
    denial = _denial(tree, grant)
    if denial is None:
        return ""
    statements = [*statements_of(tree), denial]
    text = written({**tree, key_of(tree, "Statement"): statements})
    found = derive(replace(subject, document=text), zone)
    now = _said(found.grants)
    is_exact = _said(derive(subject, zone).grants) - now == _said([grant])
    return text if is_exact and not found.errors else ""


def _said(grants: Iterable[Grant]) -> Counter[str]:
    """Count who may do what, on what, and when, as far as nothing stops it."""
    return Counter(
        repr((each.principal, each.actions, each.objects, each.conditions))
        for each in grants
        if not each.is_blocked
    )


def _denial(tree: Tree, grant: Grant) -> Tree | None:
    """Return the statement; None where nobody can be named."""
    principal = _named(grant)
    if principal is None or not grant.actions:
        return None
    denial: Tree = {
        "Sid": SID,
        "Effect": "Deny",
        "Principal": principal,
        "Action": list(grant.actions),
    }
    statements = statements_of(tree)
    resources = [
        statements[at][key_of(statements[at], "Resource")]
        for at in grant.statements
        if at < len(statements) and key_of(statements[at], "Resource") in statements[at]
    ]
    flat = [
        each
        for found in resources
        for each in (found if isinstance(found, list) else [found])
    ]
    if flat:
        denial["Resource"] = sorted(set(map(str, flat)))
    return denial


def _named(grant: Grant) -> dict[str, str] | None:
    whom = grant.principal
    if whom.kind is PrincipalKind.ACCOUNT:
        partition = grant.resource.split(":")[1]
        return {"AWS": f"arn:{partition}:iam::{whom.id}:root"}
    kind = NAMED.get(whom.kind)
    return {kind: whom.id} if kind else None
