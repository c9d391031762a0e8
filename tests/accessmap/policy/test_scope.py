"""How much of a provider may come in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessmap.policy.kinds import FederatedScope, PolicyKind, PrincipalKind
from tests.accessmap.policy.callers import HOME
from tests.accessmap.policy.stage import grants
from tests.accessmap.policy.world import subject

ROLE = replace(subject(None), resource_type="AWS::IAM::Role", kind=PolicyKind.TRUST)
HUB, LAB = "token.actions.githubusercontent.com", "gitlab.com"


def scope_of(host: str, conditions: dict[str, dict[str, str]]) -> FederatedScope | None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{HOME}:oidc-provider/{host}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": conditions,
    }
    [grant] = grants(statement, about=ROLE)
    return grant.federated_scope


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (f"{HUB}:ref", "refs/heads/main"),
        (f"{HUB}:environment", "prod"),
        (f"{HUB}:event_name", "push"),
        (f"{HUB}:workflow", "deploy"),
        (f"{HUB}:actor", "dependabot[bot]"),
        (f"{HUB}:aud", "https://github.com/acme"),
        (f"{HUB}:repository", "a*"),
        (f"{HUB}:repository_owner", "acme*"),
        (f"{HUB}:repository_id", "1*"),
        (f"{HUB}:sub", "environment:prod"),
        (f"{HUB}:sub", "ref:refs/heads/main"),
        (f"{HUB}:sub", "repository_owner:acme*"),
        (f"{LAB}:ref", "main"),
        (f"{LAB}:user_login", "alice"),
        (f"{LAB}:aud", "https://vault.acme.example"),
        (f"{LAB}:namespace_path", "acme*"),
        ("app.terraform.io:terraform_workspace_name", "prod"),
        ("app.terraform.io:aud", "aws.workload.identity"),
        ("api.pulumi.com/oidc:sub", "pulumi:*"),
        ("api.pulumi.com/oidc:sub", "pulumi:deploy:org:*"),
        ("api.pulumi.com/oidc:aud", "aws:*"),
        ("oidc.vercel.com:aud", "https://vercel.com/*"),
        ("oidc.vercel.com:sub", "owner:acme*"),
        ("agent.buildkite.com:sub", "organization:*:pipeline:app:*"),
        ("agent.buildkite.com:aud", "sts.amazonaws.com"),
        ("scalr.io:sub", "account:*"),
        ("oidc.codefresh.io:sub", "account:6*"),
        ("studio.datachain.ai/api:sub", "credentials:acme*"),
        ("proidc.upbound.io:sub", "mcp:*"),
        ("tokens.cloud.shisho.dev:sub", "job:*"),
        (
            "oidc-configuration.audit-log.githubusercontent.com:sub",
            "https://github.com/*",
        ),
        (
            "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/:aud",
            "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
        ),
    ],
)
def test_what_anybody_can_have_in_a_token_does_not_tell_whose(
    key: str, value: str
) -> None:
    host = key.rpartition(":")[0]
    assert scope_of(host, {"StringLike": {key: value}}) is FederatedScope.ANY


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (f"{HUB}:repository", "acme/app"),
        (f"{HUB}:repository", "acme/*"),
        (f"{HUB}:repository_owner", "acme"),
        (f"{HUB}:repository_owner_id", "123"),
        (f"{HUB}:repository_id", "456"),
        (f"{HUB}:enterprise_id", "789"),
        (f"{HUB}:job_workflow_ref", "acme/ci/.github/workflows/x.yml@*"),
        (f"{HUB}:sub", "repository_owner:acme:environment:prod"),
        (f"{HUB}:sub", "job_workflow_ref:acme/*"),
        (f"{HUB}:sub", "repository_id:1:*"),
        (f"{LAB}:namespace_path", "acme"),
        (f"{LAB}:project_id", "20"),
        ("app.terraform.io:terraform_organization_name", "acme"),
        ("api.pulumi.com/oidc:aud", "acme"),
        ("api.pulumi.com/oidc:sub", "pulumi:deploy:org:acme:*"),
        (
            "api.pulumi.com/oidc:sub",
            "pulumi:environments:pulumi.organization.login:acme:*",
        ),
        ("oidc.vercel.com:aud", "https://vercel.com/acme"),
        ("oidc.vercel.com:sub", "owner:acme:project:*"),
        ("agent.buildkite.com:sub", "organization:acme:*"),
        ("scalr.io:sub", "account:acme:*"),
        ("studio.datachain.ai/api:sub", "credentials:acme/*"),
        (
            "oidc-configuration.audit-log.githubusercontent.com:sub",
            "https://github.com/acme",
        ),
    ],
)
def test_a_whole_owner_s_name_tells_whose(key: str, value: str) -> None:
    host = key.rpartition(":")[0]
    assert scope_of(host, {"StringLike": {key: value}}) is FederatedScope.RESTRICTED


@pytest.mark.parametrize(
    ("key", "value", "scope"),
    [
        ("cognito-identity.amazonaws.com:aud", "us-east-1:*", "any"),
        ("accounts.google.com:aud", "6667*", "any"),
        ("accounts.google.com:oaud", "https://acme.example", "any"),
        ("accounts.google.com:google/organization_number", "123", "restricted"),
        ("accounts.google.com:sub", "1234", "restricted"),
        ("graph.facebook.com:app_id", "1*", "any"),
        ("www.amazon.com:user_id", "amzn1.account.A", "restricted"),
    ],
)
def test_a_part_of_an_application_s_id_is_many_applications(
    key: str, value: str, scope: str
) -> None:
    host = key.rpartition(":")[0]
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": host},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringLike": {key: value},
            "ForAnyValue:StringEquals": {f"{host}:amr": "authenticated"},
        },
    }
    [grant] = grants(statement, about=ROLE)
    assert grant.federated_scope is FederatedScope(scope)


def test_microsoft_s_service_is_told_by_the_session_it_names() -> None:
    host = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"
    name = {"sts:RoleSessionName": "MicrosoftSentinel_4b1f"}
    assert scope_of(host, {"StringEquals": name}) is FederatedScope.RESTRICTED
    assert scope_of(HUB, {"StringEquals": name}) is FederatedScope.ANY


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ({f"{HUB}:ref": "refs/heads/main"}, PrincipalKind.PUBLIC),
        ({"aws:UserAgent": "acme"}, PrincipalKind.PUBLIC),
        ({f"{HUB}:repository_owner": "acme"}, PrincipalKind.FEDERATED),
    ],
)
def test_everyone_through_any_provider_is_everyone(
    condition: dict[str, str], kind: PrincipalKind
) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": condition},
    }
    assert kind in {each.principal.kind for each in grants(statement, about=ROLE)}


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
    condition = {"StringLike": {f"{host}:sub": value}}
    assert scope_of(host, condition) is FederatedScope(scope)
