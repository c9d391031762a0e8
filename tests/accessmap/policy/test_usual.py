"""The reader of usual documents says what the patient one says, or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.policy.document import MalformedPolicy, parse
from accessmap.policy.usual import usual, usual_text

texts = st.sampled_from(
    ["*", "sts:AssumeRole", "444455556666", "", "\0", "é", "\ud800", "x" * 9000]
)
leaves = st.one_of(texts, st.none(), st.booleans(), st.integers(), st.just({}))
values = st.one_of(leaves, st.lists(leaves, max_size=3))
named = st.dictionaries(st.sampled_from(["AWS", "aws", "Service", "X"]), values)
conditions = st.dictionaries(
    st.sampled_from(["StringEquals", "Bool", "\0"]),
    st.one_of(values, st.dictionaries(st.sampled_from(["aws:x", "é"]), values)),
    max_size=2,
)
statements = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny", "allow"]), "Action": values},
    optional={
        "Principal": st.one_of(values, named),
        "NotPrincipal": st.one_of(values, named),
        "Resource": values,
        "Condition": st.one_of(values, conditions),
        "Sid": leaves,
        "Effect ": texts,
    },
)
documents = st.fixed_dictionaries(
    {
        "Version": st.sampled_from(["2012-10-17", "2008-10-17", "2020-01-01"]),
        "Statement": st.one_of(statements, st.lists(statements, max_size=3), leaves),
    },
    optional={"Id": leaves, "Note": leaves},
)


def written_small(tree: Any) -> Any:
    """Return the document with its elements in lower case, which is unusual."""
    if not isinstance(tree, dict):
        return tree
    listed = tree["Statement"]
    if isinstance(listed, list):
        listed = [_small(each) for each in listed]
    return {**_small(tree), "statement": _small(listed)}


def _small(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    return {name.lower(): each for name, each in tree.items()}


@given(documents)
@settings(max_examples=1500)
def test_what_it_reads_the_patient_reader_reads_alike(document: Any) -> None:
    if (found := usual(document)) is not None:
        assert found == parse(written_small(document))


def test_it_reads_what_is_written_as_aws_writes_it() -> None:
    found = usual(
        {
            "Version": "2012-10-17",
            "Id": "key-default-1",
            "Statement": [
                {
                    "Sid": "A",
                    "Effect": "Allow",
                    "Principal": {"AWS": ["444455556666", "*"], "Service": "x"},
                    "Action": ["s3:Get*", "s3:List*"],
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:x": "y", "aws:z": ["1", "2"]}},
                },
                {"Effect": "Deny", "Principal": "*", "Action": "*"},
            ],
        }
    )
    assert found is not None
    first, second = found.statements
    assert first.principals == (
        ("AWS", "444455556666"),
        ("AWS", "*"),
        ("Service", "x"),
    )
    assert [test.values for test in first.tests] == [("y",), ("1", "2")]
    assert (second.resources, second.tests, second.is_allow) == (None, (), False)


def test_it_leaves_a_document_of_another_kind_alone() -> None:
    for document in (None, [], "x", {}, {"Version": "2012-10-17"}, {"Statement": []}):
        assert usual(document) is None


@given(documents, st.sampled_from([None, 0, 1]), st.sampled_from([":", ": ", " : "]))
@settings(max_examples=500)
def test_of_a_text_it_reads_what_it_reads_of_the_object(
    document: Any, indent: int | None, colon: str
) -> None:
    text = json.dumps(document, indent=indent, separators=(",", colon))
    if (found := usual_text(text)) is not None:
        assert found == usual(document) == parse(text)


WHOLE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": "s3:GetObject",
                "Condition": {"StringEquals": {"aws:x": "y"}},
            }
        ],
    }
)


def test_it_reads_a_usual_text() -> None:
    assert usual_text(WHOLE) == parse(json.loads(WHOLE))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ('"Effect"', '"Effect": "Deny", "Effect"'),
        ('"Effect"', '"Effect" : "Deny", "Effect"'),
        ('"Effect"', '"Effect"\n: "Deny", "Effect"'),
        ('"Effect"', '"Effect"\t: "Deny", "Effect"'),
        ('"Effect"', '"\\u0045ffect": "Deny", "Effect"'),
        ('"Version"', '"Statement": [], "Version"'),
        ('"Version"', '"Statement": [{"Effect": "Deny"}], "Version"'),
        ('"AWS"', '"AWS": "444455556666", "AWS"'),
        ('"StringEquals"', '"StringEquals": {"aws:x": "z"}, "StringEquals"'),
        ('"aws:x"', '"aws:x": "z", "aws:x"'),
    ],
)
def test_no_key_that_stands_twice_is_overlooked(one: str, two: str) -> None:
    text = WHOLE.replace(one, two, 1)
    assert usual_text(text) is None
    with pytest.raises(MalformedPolicy, match="stands twice"):
        parse(text)


@pytest.mark.parametrize("text", ["", "{", f"{WHOLE} ", f"{WHOLE}x", "[" * 7000, "7"])
def test_another_text_is_left_alone(text: str) -> None:
    assert usual_text(text) is None


def test_a_text_that_begins_with_a_colon_takes_the_patient_way() -> None:
    text = WHOLE.replace('"y"', '":y"')
    assert usual_text(text) is None
    assert parse(text).statements[0].tests[0].values == (":y",)
