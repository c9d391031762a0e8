"""Reading a document, however it is written."""

from __future__ import annotations

import json

import pytest

from accessmap.policy.document import MalformedPolicy, parse, render

STATEMENT = {
    "Effect": "Allow",
    "Principal": {"AWS": "444455556666", "Service": ["ec2.amazonaws.com"]},
    "Action": "sts:AssumeRole",
    "Condition": {"Bool": {"aws:MultiFactorAuthPresent": True}},
}
POLICY = {"Version": "2012-10-17", "Statement": STATEMENT}


def test_text_bytes_and_objects_are_the_same() -> None:
    text = json.dumps(POLICY)
    assert parse(text) == parse(text.encode()) == parse(POLICY)


def test_one_statement_may_stand_without_a_list() -> None:
    assert parse(POLICY) == parse({**POLICY, "Statement": [STATEMENT]})


def test_booleans_and_numbers_are_values() -> None:
    [statement] = parse(POLICY).statements
    assert statement.tests[0].values == ("true",)


def test_iam_may_send_it_percent_encoded() -> None:
    text = json.dumps(POLICY).replace("{", "%7B").replace("}", "%7D")
    assert parse(text) == parse(POLICY)


def test_there_are_no_variables_before_2012() -> None:
    assert parse(POLICY).has_variables
    assert not parse({"Statement": STATEMENT}).has_variables


def test_what_is_written_can_be_read() -> None:
    assert parse(render(parse(POLICY))) == parse(POLICY)


def test_a_statement_is_called_by_its_sid_or_its_place() -> None:
    first, second = parse(
        {"Statement": [{**STATEMENT, "Sid": "A"}, STATEMENT]}
    ).statements
    assert (first.name, second.name) == ("A", "Statement 2")


def test_a_malformed_policy_says_where() -> None:
    with pytest.raises(MalformedPolicy, match="Statement 1 has no Effect"):
        parse({"Statement": {"Action": "*"}})
