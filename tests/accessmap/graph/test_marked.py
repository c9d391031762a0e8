from __future__ import annotations

import json

import pytest

from accessmap.graph.marked import Block, marked_policy
from tests.cast import PAYMENTS, TANUKI

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": TANUKI}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"AWS": PAYMENTS}, "Action": "sts:*"},
    ],
}


def written(block: Block) -> str:
    return "\n".join("".join(part.text for part in line) for line in block.lines)


def test_the_whole_document_is_there_and_reads_as_json() -> None:
    shown = marked_policy(json.dumps(POLICY), [1])
    assert json.loads("\n".join(map(written, shown.blocks))) == POLICY
    assert shown.statement_count == 2


def test_only_the_statements_of_the_grant_are_marked() -> None:
    shown = marked_policy(json.dumps(POLICY), [1])
    marked = [written(block) for block in shown.blocks if block.is_marked]
    assert [json.loads(text) for text in marked] == [POLICY["Statement"][1]]


@pytest.mark.parametrize(
    ("shares", "marked"),
    [
        ({"restore": [PAYMENTS, TANUKI]}, f'"{TANUKI}"'),
        ({"AccountId": TANUKI, "Region": "x"}, f'"AccountId": "{TANUKI}",'),
        ({"Permissions": [{"Group": "all"}]}, '{\n      "Group": "all"\n    }'),
    ],
)
def test_a_list_of_shares_is_marked_where_it_names_who_is_let_in(shares, marked):
    shown = marked_policy(json.dumps(shares), [0], [TANUKI])
    assert [written(each).strip() for each in shown.blocks if each.is_marked] == [
        marked
    ]
    assert json.loads("\n".join(map(written, shown.blocks))) == shares


def test_of_several_shares_none_is_marked_that_names_nobody() -> None:
    shown = marked_policy(json.dumps({"a": ["all", "b"]}), [0], [TANUKI])
    assert not any(each.is_marked for each in shown.blocks)


def test_the_marked_statements_tell_their_sids() -> None:
    named = [{"Sid": "One", **POLICY["Statement"][0]}, *POLICY["Statement"]]  # type: ignore[dict-item]
    shown = marked_policy(json.dumps({"Statement": named}), [0, 2])
    assert shown.sids == ("One", "")


def test_a_single_statement_without_a_list_is_marked() -> None:
    policy = {"Statement": POLICY["Statement"][0], "Version": "2012-10-17"}
    shown = marked_policy(json.dumps(policy), [0])
    assert [block.is_marked for block in shown.blocks] == [False, True, False]
    assert json.loads("\n".join(map(written, shown.blocks))) == policy


def test_the_deciding_value_is_underlined_where_it_counts() -> None:
    shown = marked_policy(json.dumps(POLICY), [0], [TANUKI])
    deciding = [
        part.text
        for block in shown.blocks
        for line in block.lines
        for part in line
        if part.is_deciding
    ]
    assert deciding == [TANUKI]


def test_a_star_is_underlined_alone_and_not_within_an_action() -> None:
    policy = {"Statement": [{"Principal": "*", "Action": "s3:Get*"}]}
    shown = marked_policy(json.dumps(policy), [0], ["*"])
    marked = next(block for block in shown.blocks if block.is_marked)
    parts = [part.text for line in marked.lines for part in line if part.is_deciding]
    assert parts == ["*"]
    assert '"Principal": "*"' in written(marked)


def test_what_is_no_json_is_shown_as_it_is() -> None:
    shown = marked_policy('{"Version": oops', [0])
    assert shown.is_raw
    assert written(shown.blocks[0]) == '{"Version": oops'


def test_one_of_several_kms_grants_is_marked() -> None:
    grants = [{"GrantId": "1"}, {"GrantId": "2"}]
    shown = marked_policy(json.dumps(grants), [1])
    assert [block.is_marked for block in shown.blocks] == [False, True, False]
    assert json.loads("\n".join(map(written, shown.blocks))) == grants
