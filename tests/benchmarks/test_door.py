from __future__ import annotations

import json

import pytest

from benchmarks.adapters.door import (
    Tool,
    answer,
    as_object,
    ours,
    read_cases,
    timed,
    with_resource,
)
from benchmarks.peers import JSON_LOADS, Door, write_cases


def broken(_case):
    raise KeyError("Statement")


def test_what_a_tool_throws_is_its_answer():
    tool = Tool(prepare=dict, work=dict, judge=broken)

    said = answer(tool, {"id": "a"})

    assert said == {
        "id": "a",
        "public": None,
        "external": None,
        "crash": "KeyError: 'Statement'",
    }


def test_shared_fields_hold_until_others_are_given(tmp_path):
    path = tmp_path / "cases.jsonl"
    lines = [{"shared": {"org_id": "o-1"}}, {"id": "a"}, {"id": "b", "org_id": "o-2"}]
    path.write_text("\n".join(map(json.dumps, lines)))

    assert [case["org_id"] for case in read_cases(path)] == ["o-1", "o-2"]


def test_it_counts_crashes_and_goes_on():
    tool = Tool(prepare=dict, work=broken)

    assert timed(tool, [{}, {}])["crashes"] == 2


def test_what_is_remembered_is_forgotten_before_the_clock_starts():
    forgotten = []
    tool = Tool(dict, dict, forget=lambda: forgotten.append(True))

    timed(tool, [{}])

    assert forgotten == [True]


def test_text_and_object_are_the_same_policy():
    assert as_object('{"Statement": []}') == as_object({"Statement": []})


def test_a_resource_that_is_there_stays():
    statements = [{"Effect": "Allow"}, {"Resource": "arn:aws:s3:::b"}]

    found = with_resource({"Statement": statements})["Statement"]

    assert [each["Resource"] for each in found] == ["*", "arn:aws:s3:::b"]


def test_our_accounts_are_the_resources_and_the_organizations():
    assert ours({"resource_account": "1", "org_accounts": ["2"]}) == {"1", "2"}


@pytest.mark.parametrize("command", ["time", "judge"])
def test_a_tool_answers_through_its_door(tmp_path, command):
    path = write_cases(
        tmp_path / "cases.jsonl", [{"id": "a", "policy": {"Statement": []}}], {}
    )

    with Door(JSON_LOADS, path) as door:
        said = door.ask(command)

    assert said["policies"] == 1 if command == "time" else said[0]["id"] == "a"
