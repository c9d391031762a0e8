"""Whom a Principal names."""

from __future__ import annotations

import pytest

from accessmap.policy.principal import Named, named


@pytest.mark.parametrize(
    ("kind", "value", "what"),
    [
        ("AWS", "*", Named.EVERYONE),
        ("AWS", "444455556666", Named.ACCOUNT),
        ("AWS", "arn:aws-cn:iam::444455556666:root", Named.ACCOUNT),
        ("AWS", "arn:aws-us-gov:iam::444455556666:role/a/b", Named.IDENTITY),
        ("AWS", "arn:aws-iso-b:sts::444455556666:assumed-role/a/s", Named.IDENTITY),
        ("AWS", "arn:aws-eusc:iam::444455556666:user/u", Named.IDENTITY),
        ("AWS", "arn:aws:iam::444455556666:role/*", Named.NOBODY),
        ("AWS", "AROAJQABCDEFGHIJKLMNO", Named.DELETED),
        ("AWS", "AIDAJQABCDEFGHIJKLMNO", Named.DELETED),
        (
            "AWS",
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
            Named.CLOUDFRONT,
        ),
        ("AWS", "44445555666", Named.UNCLEAR),
        ("AWS", "arn:aws:iam::4444:root", Named.UNCLEAR),
        ("AWS", "arn:aws:iam::444455556666:group/g", Named.NOBODY),
        ("AWS", "rds.c2s.ic.gov", Named.SERVICE),
        ("Service", "ec2.amazonaws.com", Named.SERVICE),
        ("Federated", "accounts.google.com", Named.FEDERATED),
        ("CanonicalUser", "79a5", Named.CANONICAL),
        ("Robot", "x", Named.UNCLEAR),
    ],
)
def test_each_form_is_known(kind: str, value: str, what: Named) -> None:
    assert named(kind, value).what is what


def test_an_account_is_one_however_it_is_written() -> None:
    short, long = (
        named("AWS", "012345678901"),
        named("AWS", "arn:aws:iam::012345678901:root"),
    )
    assert short.id == long.id == "012345678901"
