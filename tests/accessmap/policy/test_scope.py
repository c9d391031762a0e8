"""How much of a provider may come in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessmap.policy.kinds import FederatedScope, PolicyKind
from tests.accessmap.policy.stage import grants
from tests.accessmap.policy.world import HOME, subject

ROLE = replace(subject(None), resource_type="AWS::IAM::Role", kind=PolicyKind.TRUST)


@pytest.mark.parametrize(
    ("host", "value", "scope"),
    [
        ("token.actions.githubusercontent.com", "repo:acme/*", "restricted"),
        ("token.actions.githubusercontent.com", "repo:acme*", "any"),
        ("token.actions.githubusercontent.com", "repo:*", "any"),
        ("gitlab.com", "project_path:acme/*", "restricted"),
        ("gitlab.com", "project_path:*", "any"),
        ("app.terraform.io", "organization:acme:project:*", "restricted"),
        ("app.terraform.io", "organization:*", "any"),
        (
            "oidc.eks.eu-west-1.amazonaws.com/id/A",
            "system:serviceaccount:ns:*",
            "restricted",
        ),
        ("oidc.eks.eu-west-1.amazonaws.com/id/A", "system:serviceaccount:*", "any"),
    ],
)
def test_a_subject_must_tell_whose(host: str, value: str, scope: str) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{HOME}:oidc-provider/{host}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringLike": {f"{host}:sub": value}},
    }
    [grant] = grants(statement, about=ROLE)
    assert grant.federated_scope is FederatedScope(scope)
