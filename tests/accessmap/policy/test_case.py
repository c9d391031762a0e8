"""The worked cases, one a line of JSON: ours, and those that peers are judged with."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from accessmap.policy.case import answer, sha256

CASES = Path(__file__).parent / "cases"
GRADED = ("zone", "principal", "source_zone", "federated_scope")


def read(name: str) -> list[Any]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(line, id=json.loads(line)["id"]) for line in lines]


FILES = ("shared.jsonl", "own.jsonl", "argued.jsonl")
ALL = [each for name in FILES for each in read(name)]


def graded(grants: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {tuple(each.get(name) for name in GRADED) for each in grants}


@pytest.mark.parametrize("line", ALL)
def test_it_answers_as_aws_documents(line: str) -> None:
    case, found = json.loads(line), answer(line)
    assert found["errors"] == []
    assert graded(found["grants"]) == graded(case["expected"])  # type: ignore[arg-type]
    assert found["public"] is case["expected_public"]
    assert found["external"] is case["expected_external"]


@pytest.mark.parametrize("line", read("shared.jsonl"))
def test_it_knows_what_is_conditional(line: str) -> None:
    case, found = json.loads(line), answer(line)
    said: Any = found["grants"]
    assert {(e["principal"], e["conditional"]) for e in said} == {
        (e["principal"], e["conditional"]) for e in case["expected"]
    }


def test_a_broken_line_is_an_error_and_keeps_its_id() -> None:
    found = answer('{"id": "broken", "policy": {"Statement": [}')
    assert found["id"] == "broken"
    assert "not JSON" in str(found["errors"])


@pytest.mark.parametrize(
    "raw", [b'{"id": "broken", "policy": {"Statement": [}', b"\xff\xfe", b"", b"{}"]
)
def test_the_hash_of_its_bytes_tells_which_line_it_was(raw: bytes) -> None:
    line = raw.decode(errors="surrogateescape") + "\n"
    assert answer(line)["sha256"] == hashlib.sha256(raw).hexdigest()
    assert sha256("\ud800") != sha256("\ud801")


def test_a_policy_with_a_key_twice_is_refused() -> None:
    found = answer('{"id": "twice", "policy": {"Version": "a", "Version": "b"}}')
    assert "stands twice" in str(found["errors"])


@pytest.mark.parametrize(
    "line", ["", "null", "[]", "7", '"x"', "{}", "\udcff", "[" * 9000]
)
def test_no_line_stops_it(line: str) -> None:
    assert isinstance(answer(line)["errors"], list)


def test_deleted_principals_are_named() -> None:
    policy = {
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "AROAJQABCDEFGHIJKLMNO"},
            "Action": "sts:AssumeRole",
        }
    }
    case = {"id": "stale", "resource_type": "AWS::IAM::Role", "policy": policy}
    found = answer(json.dumps({**case, "resource_account": "111111111111"}))
    assert found["stale_principals"] == ["AROAJQABCDEFGHIJKLMNO"]
    assert found["grants"] == []
