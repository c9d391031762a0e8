"""The short way and the long way give one answer."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.policy import derive as engine
from accessmap.policy.document import parse
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.quick import quick
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust
from tests.accessmap.policy.callers import FOREIGN, HOME, OURS, THEIRS, ZONE
from tests.accessmap.policy.tokens import oidc_statements
from tests.accessmap.policy.world import AWS, some

plain_conditions = st.dictionaries(
    st.sampled_from(["StringEquals", "StringLike"]),
    st.dictionaries(
        st.sampled_from(["sts:ExternalId", "aws:PrincipalTag/team", "aws:Referer"]),
        some(["x", "y*", "long-id"]),
        min_size=1,
        max_size=2,
    ),
    max_size=2,
)
plain_statements = st.fixed_dictionaries(
    {
        "Effect": st.just("Allow"),
        "Principal": st.one_of(
            st.fixed_dictionaries({"AWS": some(AWS[1:])}),
            st.fixed_dictionaries(
                {"Service": some(["ec2.amazonaws.com", "sns.amazonaws.com"])}
            ),
        ),
        "Action": some(["sts:AssumeRole", "sts:TagSession", "sts:*"]),
        "Condition": plain_conditions,
    }
)

SIGN_IN = "https://signin.aws.amazon.com/saml"
saml_statements = st.fixed_dictionaries(
    {
        "Effect": st.just("Allow"),
        "Principal": st.fixed_dictionaries(
            {
                "Federated": some(
                    [
                        f"arn:aws:iam::{HOME}:saml-provider/Okta",
                        f"arn:aws:iam::{FOREIGN}:saml-provider/Okta",
                    ]
                )
            }
        ),
        "Action": some(["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:AssumeRole"]),
        "Condition": st.fixed_dictionaries(
            {
                "StringEquals": st.dictionaries(
                    st.sampled_from(["SAML:aud", "saml:AUD", "SAML:sub"]),
                    some([SIGN_IN, SIGN_IN.replace("//", "//eu-west-1."), "x", "*"]),
                    max_size=2,
                )
            }
        ),
    }
)


def role(statements: list[Any], document: object = None) -> Subject:
    policy = document or {"Version": "2012-10-17", "Statement": statements}
    return Subject(
        f"arn:aws:iam::{HOME}:role/r", "AWS::IAM::Role", HOME, PolicyKind.TRUST, policy
    )


def agree(subject: Subject, zone: ZoneOfTrust = ZONE) -> bool:
    """Say whether the short way was taken; fail where the long way says otherwise."""
    document = parse(subject.document)
    short = quick(subject, zone, document)
    if short is None:
        return False
    long = engine.the_long_way(subject, zone, document)
    assert [
        (e.says(), e.statements, e.is_conditional, e.access_levels)
        for e in short.grants
    ] == [
        (e.says(), e.statements, e.is_conditional, e.access_levels) for e in long.grants
    ]
    assert short.stale_principals == long.stale_principals
    return True


everyone = st.sampled_from(["*", {"AWS": "*"}, {"AWS": ["*"]}])
open_statements = st.fixed_dictionaries(
    {
        "Effect": st.just("Allow"),
        "Principal": everyone,
        "Action": some(["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:*"]),
        "Condition": st.one_of(
            st.just({}),
            plain_conditions,
            st.fixed_dictionaries(
                {
                    "StringEquals": st.fixed_dictionaries(
                        {"aws:PrincipalOrgID": some([OURS, THEIRS, "o-*"])},
                        optional={"sts:ExternalId": st.just("x")},
                    )
                }
            ),
        ),
    }
)
trusting = st.lists(
    st.one_of(plain_statements, saml_statements, oidc_statements, open_statements),
    min_size=1,
    max_size=3,
)


@given(trusting)
@settings(max_examples=600)
def test_both_ways_agree_about_roles(statements: list[Any]) -> None:
    agree(role(statements))


KINDS = {
    "AWS::S3::Bucket": ("s3", "arn:aws:s3:::kitsune-ledger"),
    "AWS::KMS::Key": ("kms", f"arn:aws:kms:eu-west-1:{HOME}:key/1"),
    "AWS::SQS::Queue": ("sqs", f"arn:aws:sqs:eu-west-1:{HOME}:q"),
    "AWS::SNS::Topic": ("sns", f"arn:aws:sns:eu-west-1:{HOME}:t"),
    "AWS::SecretsManager::Secret": (
        "secretsmanager",
        f"arn:aws:secretsmanager:eu-west-1:{HOME}:secret:s-AbCdEf",
    ),
    "AWS::Lambda::Function": ("lambda", f"arn:aws:lambda:eu-west-1:{HOME}:function:f"),
    "AWS::EFS::FileSystem": (
        "elasticfilesystem",
        f"arn:aws:elasticfilesystem:eu-west-1:{HOME}:file-system/fs-1",
    ),
}
ACTIONS = {
    "s3": ["GetObject", "ListBucket"],
    "kms": ["Decrypt", "Encrypt"],
    "sqs": ["SendMessage", "ReceiveMessage"],
    "sns": ["Publish", "Subscribe"],
    "secretsmanager": ["GetSecretValue", "PutSecretValue"],
    "lambda": ["InvokeFunction", "GetFunction"],
    "elasticfilesystem": ["ClientMount", "ClientWrite"],
}


@st.composite
def resources(draw: st.DrawFn) -> Subject:
    """Draw a resource with a policy as consoles write them."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    service, arn = KINDS[kind]
    action = some([*(f"{service}:{e}" for e in ACTIONS[service]), f"{service}:*", "*"])
    where = some([arn, f"{arn}/*", "*", f"{arn}/secret/*"])
    allow = st.fixed_dictionaries(
        {
            "Effect": st.just("Allow"),
            "Principal": st.one_of(
                everyone,
                st.fixed_dictionaries({"AWS": some(AWS[1:])}),
                st.just({"AWS": HOME}),
                st.fixed_dictionaries({"Service": some(["ec2.amazonaws.com"])}),
            ),
            "Action": action,
            "Resource": where,
            "Condition": st.one_of(
                st.just({}),
                st.just({"StringEquals": {"aws:PrincipalOrgID": OURS}}),
                st.just({"StringEquals": {"AWS:PrincipalOrgId": THEIRS}}),
                st.just({"StringEquals": {"AWS:SourceOwner": HOME}}),
                st.just({"StringEquals": {"aws:SourceOwner": FOREIGN}}),
                st.just({"StringLike": {"aws:PrincipalTag/team": "x*"}}),
                st.just({"Bool": {"aws:SecureTransport": "true"}}),
            ),
        }
    )
    deny = st.fixed_dictionaries(
        {
            "Effect": st.just("Deny"),
            "Principal": st.one_of(everyone, st.just({"AWS": FOREIGN})),
            "Action": action,
            "Resource": where,
            "Condition": st.sampled_from(
                [
                    {"Bool": {"aws:SecureTransport": "false"}},
                    {"Bool": {"aws:SecureTransport": "true"}},
                    {"BoolIfExists": {"aws:SecureTransport": "false"}},
                    {},
                ]
            ),
        }
    )
    listed = draw(st.lists(allow, min_size=1, max_size=3))
    listed += draw(st.lists(deny, max_size=1))
    policy = {"Version": "2012-10-17", "Statement": listed}
    public = draw(st.sampled_from([{}, {}, {"RestrictPublicBuckets": True}]))
    return Subject(arn, kind, HOME, PolicyKind.RESOURCE, policy, settings=public)


@given(resources(), st.sampled_from([ZONE, ZoneOfTrust()]))
@settings(max_examples=1500)
def test_both_ways_agree_about_resources(subject: Subject, zone: ZoneOfTrust) -> None:
    agree(subject, zone)


def test_most_real_documents_take_the_short_way() -> None:
    for principal in ({"Service": "ec2.amazonaws.com"}, {"AWS": "444455556666"}):
        statement = {
            "Effect": "Allow",
            "Principal": principal,
            "Action": "sts:AssumeRole",
        }
        subject = role([statement])
        assert quick(subject, ZONE, parse(subject.document))


def test_a_deny_takes_the_long_way() -> None:
    statement = {
        "Effect": "Deny",
        "Principal": {"AWS": HOME},
        "Action": "sts:AssumeRole",
    }
    assert not agree(role([statement]))


def test_a_saml_sign_in_goes_the_short_way() -> None:
    subject = role(
        [
            {
                "Effect": "Allow",
                "Principal": {"Federated": f"arn:aws:iam::{HOME}:saml-provider/Okta"},
                "Action": "sts:AssumeRoleWithSAML",
                "Condition": {"StringEquals": {"SAML:aud": SIGN_IN}},
            }
        ]
    )
    assert agree(subject)
