from __future__ import annotations

import pytest

from accessmap.aws.listed import Listed, pairs
from accessmap.policy.kinds import PolicyKind

QUEUE = Listed("arn:aws:sqs:ap-northeast-1:204411803391:orders", "orders")


@pytest.mark.parametrize("text", [None, "", " ", "{}", "null"])
def test_an_empty_policy_is_none(text: str | None) -> None:
    assert QUEUE.seen(text).documents == {}


def test_a_policy_is_kept_as_it_is() -> None:
    seen = QUEUE.seen('{"Statement": [] }')
    assert seen.documents == {(PolicyKind.RESOURCE, ""): '{"Statement": [] }'}
    assert (seen.arn, seen.name) == (QUEUE.arn, "orders")


@pytest.mark.parametrize(
    "tag",
    [
        {"Key": "owner", "Value": "rin"},
        {"key": "owner", "value": "rin"},
    ],
)
def test_tags_are_read_in_whichever_case_they_come(tag: dict[str, str]) -> None:
    assert pairs([tag]) == {"owner": "rin"}


def test_a_tag_without_value_is_empty() -> None:
    assert pairs([{"Key": "owner"}]) == {"owner": ""}
    assert pairs(None) == {}
