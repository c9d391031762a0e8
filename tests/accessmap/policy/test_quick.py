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
from tests.accessmap.policy.world import AWS, FOREIGN, HOME, ZONE, some

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


@given(st.lists(st.one_of(plain_statements, saml_statements), min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
def test_both_ways_agree(statements: list[Any]) -> None:
    subject = role(statements)
    document = parse(subject.document)
    short = quick(subject, ZONE, document)
    if short is None:
        return
    long = engine.the_long_way(subject, ZONE, document).grants
    assert [
        (e.says(), e.statements, e.is_conditional, e.access_levels) for e in short
    ] == [(e.says(), e.statements, e.is_conditional, e.access_levels) for e in long]


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
    subject = role([statement])
    assert quick(subject, ZONE, parse(subject.document)) is None


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
    document = parse(subject.document)
    short = quick(subject, ZONE, document)
    assert short is not None
    assert [each.says() for each in short] == [
        each.says() for each in engine.the_long_way(subject, ZONE, document).grants
    ]
