"""What can be said of all statements of one form."""

from __future__ import annotations

import pytest

from accessmap.policy.form import covers, form_of, is_tls_deny

GITHUB = "token.actions.githubusercontent.com"
ROLE, BUCKET, TOPIC = "", "AWS::S3::Bucket", "AWS::SNS::Topic"


def test_a_form_has_its_actions_as_aws_writes_them() -> None:
    form = form_of(ROLE, ("STS:assumerole",), (("StringEquals", "STS:ExternalId"),))
    assert form is not None
    assert form.actions == ("sts:AssumeRole",)
    assert form.spelled == (("StringEquals", "sts:externalid"),)
    assert form.is_conditional


def test_a_test_may_tell_whom_everyone_is() -> None:
    asked = (("StringEquals", "aws:PrincipalOrgID"),)
    form = form_of(BUCKET, ("s3:GetObject",), asked)
    assert form is not None
    assert (form.whose, form.is_owner, form.is_conditional) == (0, False, False)


def test_an_owner_is_told_for_topics_only() -> None:
    asked = (("StringEquals", "AWS:SourceOwner"),)
    form = form_of(TOPIC, ("SNS:Publish",), asked)
    assert form is not None
    assert form.is_owner
    assert form_of(BUCKET, ("s3:GetObject",), asked) is None


def test_tokens_are_told_by_the_claims_of_one_provider() -> None:
    action = ("sts:AssumeRoleWithWebIdentity",)
    asked = (("StringEquals", f"{GITHUB}:aud"), ("StringLike", f"{GITHUB}:sub"))
    form = form_of(ROLE, action, asked)
    assert form is not None
    assert form.provider == GITHUB
    assert form_of(ROLE, action, (*asked, ("StringLike", "gitlab.com:sub"))) is None
    assert form_of(ROLE, action, (("StringLike", f"{GITHUB}:actor"),)) is None
    amr = (("StringEquals", "cognito-identity.amazonaws.com:aud"),)
    assert form_of(ROLE, action, amr) is None


@pytest.mark.parametrize(
    "asked",
    [
        (("StringEquals", "aws:PrincipalArn"),),
        (("StringEquals", "aws:SourceIp"),),
        (("StringNotEquals", "sts:ExternalId"),),
        (("StringEquals", "sts:ExternalId"), ("StringLike", "STS:ExternalID")),
        (("StringEquals", "saml:aud"),),
        (("Bool", "aws:SecureTransport"),),
    ],
)
def test_what_is_not_surely_plain_has_no_form(asked: tuple[tuple[str, str]]) -> None:
    assert form_of(ROLE, ("sts:AssumeRole",), asked) is None


def test_actions_of_another_service_have_no_form() -> None:
    assert form_of(BUCKET, ("sqs:SendMessage",), ()) is None
    assert form_of(ROLE, ("sts:TagSession",), ()) is None


def test_a_deny_covers_what_it_surely_holds() -> None:
    assert covers(("s3:*",), ("s3:GetObject", "S3:Put*"))
    assert covers(("*",), ("*",))
    assert not covers(("s3:*",), ("*",))
    assert not covers(("s3:Get*",), ("s3:GetObject",))


def test_the_usual_deny_is_of_calls_without_tls() -> None:
    assert is_tls_deny((("Bool", "aws:SecureTransport"),))
    assert not is_tls_deny((("BoolIfExists", "aws:SecureTransport"),))
    assert not is_tls_deny(())
