"""Services, and on whose behalf they act."""

from __future__ import annotations

import pytest

from tests.accessmap.policy.callers import FOREIGN, HOME, MEMBER, OURS
from tests.accessmap.policy.stage import allow, grants

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage_lens_iam_permissions.html
LENS = "arn:aws:s3:us-east-1"


@pytest.mark.parametrize(
    ("operator", "key", "value", "zone"),
    [
        ("StringEquals", "aws:SourceAccount", HOME, "same-account"),
        ("StringEquals", "aws:SourceAccount", MEMBER, "org"),
        ("StringEquals", "aws:SourceAccount", FOREIGN, "external"),
        ("StringEquals", "aws:SourceAccount", [HOME, FOREIGN], "external"),
        ("StringEqualsIfExists", "aws:SourceAccount", HOME, "any"),
        ("StringEquals", "aws:SourceOrgID", OURS, "org"),
        ("ArnLike", "aws:SourceArn", f"arn:aws:sns:*:{HOME}:*", "same-account"),
        ("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:t", "any"),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::a-bucket", "unknown"),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::*", "any"),
        (
            "StringEquals",
            "aws:SourceArn",
            f"{LENS}:{HOME}:storage-lens/all",
            "same-account",
        ),
        ("ArnLike", "aws:SourceArn", f"{LENS}:{FOREIGN}:storage-lens/*", "external"),
        ("StringLike", "aws:SourceArn", f"arn:aws:s3:*:{FOREIGN}:*", "external"),
    ],
)
def test_the_source_tells_whose_the_call_is(
    operator: str, key: str, value: object, zone: str
) -> None:
    asked = {operator: {key: value}}
    [grant] = grants(allow({"Service": "sns.amazonaws.com"}, Condition=asked))
    assert grant.source_zone == zone


def test_without_a_source_it_may_be_anyones() -> None:
    [grant] = grants(allow({"Service": "sns.amazonaws.com"}))
    assert grant.source_zone == "any"
