"""Grants to become roles, to be said in words."""

from __future__ import annotations

from accessmap.policy.grant import Principal
from accessmap.policy.kinds import (
    FederatedScope,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)
from tests import cast
from tests.accessmap.policy.explain.makers import (
    ANY,
    BUCKET,
    COGNITO,
    EXTERNAL,
    FEDERATED,
    IN_ORG,
    KAPPA,
    OKTA,
    PUBLIC,
    SERVICE,
    VENDOR,
    WEB,
    account,
    asks,
    bucket,
    cognito,
    github,
    service,
    trust,
    within,
)

ROLES = {
    "role: vendor": trust(*VENDOR),
    "role: vendor, external ID": trust(
        *VENDOR, asks("StringEquals", "sts:externalid", "k-7f3a")
    ),
    "role: vendor, external ID and address": trust(
        *VENDOR,
        asks("StringEquals", "sts:externalid", "k-7f3a"),
        asks("IpAddress", "aws:sourceip", "203.0.113.40/32"),
    ),
    "role: vendor, tags too": trust(*VENDOR, actions=("sts:TagSession",)),
    "role: unknown account": trust(account(cast.STRANGER), *EXTERNAL),
    "role: former account": trust(*KAPPA),
    "role: a role of the vendor": trust(
        within(PrincipalKind.ROLE, cast.TANUKI, "poller"), *EXTERNAL
    ),
    "role: a role of a former account": trust(
        within(PrincipalKind.ROLE, cast.KAPPA, "etl"), *EXTERNAL
    ),
    "role: a user of an unknown account": trust(
        within(PrincipalKind.USER, cast.STRANGER, "Bob"), *EXTERNAL
    ),
    "role: a session": trust(
        Principal(
            PrincipalKind.SESSION,
            f"arn:aws:sts::{cast.TANUKI}:assumed-role/app/nightly",
            cast.TANUKI,
        ),
        *EXTERNAL,
    ),
    "role: our account": trust(account(cast.SHOP), *IN_ORG),
    "role: our account with a Japanese name": trust(account(cast.SANDBOX), *IN_ORG),
    "role: our account, MFA": trust(
        account(cast.SHOP),
        *IN_ORG,
        asks("Bool", "aws:multifactorauthpresent", "true"),
        asks("NumericLessThan", "aws:multifactorauthage", "3600"),
    ),
    "role: our account, MFA if said": trust(
        account(cast.SHOP),
        *IN_ORG,
        asks("BoolIfExists", "aws:multifactorauthpresent", "true"),
    ),
    "role: our role": trust(within(PrincipalKind.ROLE, cast.SHOP, "deploy"), *IN_ORG),
    "role: own account": trust(
        account(cast.PAYMENTS), Zone.SAME_ACCOUNT, Verdict.SAME_ACCOUNT
    ),
    "role: whole organization": trust(
        Principal(PrincipalKind.ORGANIZATION, cast.ORGANIZATION),
        Zone.ORGANIZATION,
        Verdict.ORGANIZATION,
        asks("StringEquals", "aws:principalorgid", cast.ORGANIZATION),
    ),
    "role: a unit": trust(
        Principal(PrincipalKind.UNIT, f"{cast.ORGANIZATION}/r-k1ts/ou-k1ts-prod0001"),
        Zone.ORGANIZATION,
        Verdict.ORGANIZATION,
        asks("StringEquals", "aws:principaltag/team", "sre", "platform"),
    ),
    "role: another organization": trust(
        Principal(PrincipalKind.ORGANIZATION, "o-zzzzyyyy99"), *EXTERNAL
    ),
    "role: anyone": trust(*PUBLIC),
    "role: anyone, by a tag": trust(
        *ANY, asks("StringLike", "aws:principaltag/team", "*")
    ),
    "role: EC2": trust(
        service("ec2.amazonaws.com"), *SERVICE, source_zone=SourceZone.ANY
    ),
    "role: EventBridge for us": trust(
        service("events.amazonaws.com"),
        *SERVICE,
        asks("StringEquals", "aws:sourceaccount", cast.PAYMENTS),
        source_zone=SourceZone.SAME_ACCOUNT,
    ),
    "role: any GitHub repository": github("repo:*", scope=FederatedScope.ANY),
    "role: GitHub without subject": github(scope=FederatedScope.ANY),
    "role: one GitHub repository": github("repo:kitsune/recipes:*"),
    "role: one GitHub branch": github("repo:kitsune/recipes:ref:refs/heads/main"),
    "role: GitHub owner and environment": github(
        "repo:kitsune/*", "repo:kitsune/shop:environment:production"
    ),
    "role: Okta": trust(
        OKTA,
        *FEDERATED,
        asks("StringEquals", "saml:aud", "https://signin.aws.amazon.com/saml"),
        actions=("sts:AssumeRoleWithSAML",),
        federated_scope=FederatedScope.RESTRICTED,
    ),
    "role: Okta without audience": trust(
        OKTA,
        *FEDERATED,
        actions=("sts:AssumeRoleWithSAML",),
        federated_scope=FederatedScope.ANY,
    ),
    "role: EKS service account": trust(
        Principal(
            PrincipalKind.FEDERATED,
            f"arn:aws:iam::{cast.PAYMENTS}:oidc-provider/"
            "oidc.eks.ap-northeast-1.amazonaws.com/id/ABC123",
            cast.PAYMENTS,
        ),
        *FEDERATED,
        asks(
            "StringEquals",
            "oidc.eks.ap-northeast-1.amazonaws.com/id/ABC123:sub",
            "system:serviceaccount:shop:web",
        ),
        actions=WEB,
        federated_scope=FederatedScope.RESTRICTED,
    ),
    "role: GitHub tag, pull request and something else": github(
        "repo:kitsune/shop:ref:refs/tags/v1",
        "repo:kitsune/shop:pull_request",
        "repo:kitsune/shop:job_workflow_ref:x",
    ),
    "role: Cognito guests": cognito(
        asks("ForAnyValue:StringLike", f"{COGNITO}:amr", "unauthenticated")
    ),
    "role: a Cognito pool": cognito(
        asks("StringEquals", f"{COGNITO}:aud", "ap-northeast-1:pool")
    ),
    "role: one person of Google": trust(
        Principal(PrincipalKind.FEDERATED, "accounts.google.com"),
        *FEDERATED,
        asks("StringEquals", "accounts.google.com:sub", "1183"),
        actions=WEB,
        federated_scope=FederatedScope.RESTRICTED,
    ),
    "role: all but one of Google": trust(
        Principal(PrincipalKind.FEDERATED, "accounts.google.com"),
        *FEDERATED,
        asks("StringNotEquals", "accounts.google.com:sub", "1183"),
        asks("Null", "accounts.google.com:aud", "false"),
        actions=WEB,
        federated_scope=FederatedScope.ANY,
    ),
    "bucket: anything in a folder": bucket(
        "s3:*", VENDOR, objects=(f"{BUCKET}/metrics/*",)
    ),
    "bucket: a folder and its access": bucket(
        "s3:GetBucketPolicy s3:GetObject s3:PutObjectAcl",
        VENDOR,
        objects=(f"{BUCKET}/metrics/*",),
    ),
    "bucket: all of its objects": bucket(
        "s3:GetObject s3:ListBucket", VENDOR, objects=(BUCKET, f"{BUCKET}/*")
    ),
    "bucket: any service": bucket(
        "s3:GetObject", (service("*"), *SERVICE), source_zone=SourceZone.ANY
    ),
}
