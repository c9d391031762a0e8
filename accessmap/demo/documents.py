"""Policy documents in few words."""

from __future__ import annotations

from typing import Any

from accessmap.demo.shapes import Document

Condition = dict[str, dict[str, Any]]


def root(account_id: str) -> str:
    """Return the ARN that stands for a whole account."""
    return f"arn:aws:iam::{account_id}:root"


def role_arn(account_id: str, name: str) -> str:
    """Return a role's ARN."""
    return f"arn:aws:iam::{account_id}:role/{name}"


def document(*statements: Document) -> Document:
    """Return a whole policy."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(
    actions: str | list[str],
    resources: str | list[str] = "*",
    *,
    to: Any = None,
    when: Condition | None = None,
    sid: str = "",
) -> Document:
    """Return an Allow statement; ``to`` is its Principal, if it has one."""
    return _statement("Allow", actions, resources, to=to, when=when, sid=sid)


def deny(
    actions: str | list[str],
    resources: str | list[str] = "*",
    *,
    to: Any = None,
    when: Condition | None = None,
    sid: str = "",
) -> Document:
    """Return a Deny statement."""
    return _statement("Deny", actions, resources, to=to, when=when, sid=sid)


def trust(principal: Any, when: Condition | None = None) -> Document:
    """Return a trust policy for accounts and roles."""
    return document(_assume("sts:AssumeRole", {"AWS": principal}, when))


def trust_service(*services: str, when: Condition | None = None) -> Document:
    """Return a trust policy for AWS services."""
    named = services[0] if len(services) == 1 else list(services)
    return document(_assume("sts:AssumeRole", {"Service": named}, when))


def trust_github(account_id: str, *subjects: str) -> Document:
    """Return a trust policy for GitHub Actions; no subject, no limit on repositories.

    https://docs.github.com/en/actions/concepts/security/openid-connect
    """
    issuer = "token.actions.githubusercontent.com"
    when: Condition = {"StringEquals": {f"{issuer}:aud": "sts.amazonaws.com"}}
    if subjects:
        named = subjects[0] if len(subjects) == 1 else list(subjects)
        when["StringLike"] = {f"{issuer}:sub": named}
    provider = f"arn:aws:iam::{account_id}:oidc-provider/{issuer}"
    return document(
        _assume("sts:AssumeRoleWithWebIdentity", {"Federated": provider}, when)
    )


def trust_saml(account_id: str, provider: str) -> Document:
    """Return a trust policy for people who sign in through a SAML provider."""
    arn = f"arn:aws:iam::{account_id}:saml-provider/{provider}"
    audience = "https://signin.aws.amazon.com/saml"
    when: Condition = {"StringEquals": {"SAML:aud": audience}}
    statement = _assume("sts:AssumeRoleWithSAML", {"Federated": arn}, when)
    statement["Action"] = ["sts:AssumeRoleWithSAML", "sts:TagSession"]
    return document(statement)


def external_id(value: str) -> Condition:
    """Return the condition that a caller names this external ID."""
    return {"StringEquals": {"sts:ExternalId": value}}


def everything_in(bucket: str) -> list[str]:
    """Return a bucket and all objects in it."""
    return [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]


def _assume(action: str, principal: Any, when: Condition | None) -> Document:
    statement: Document = {"Effect": "Allow", "Principal": principal, "Action": action}
    if when:
        statement["Condition"] = when
    return statement


def _statement(  # noqa: PLR0913 (a statement has that many parts)
    effect: str,
    actions: Any,
    resources: Any,
    *,
    to: Any,
    when: Condition | None,
    sid: str,
) -> Document:
    parts: Document = {"Sid": sid} if sid else {}
    parts["Effect"] = effect
    if to is not None:
        parts["Principal"] = to
    parts |= {"Action": actions, "Resource": resources}
    if when:
        parts["Condition"] = when
    return parts
