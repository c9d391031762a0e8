"""A spreadsheet opens what we write and runs nothing of it."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from reviews.evidence.tables import canonical, cell, table


@pytest.mark.parametrize(
    "evil",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        "＠x",
    ],
)
def test_no_cell_is_a_formula(evil: str) -> None:
    assert cell(evil) == f"'{evil}"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (3, "3"), (True, "True"), ("a=b", "a=b")]
)
def test_other_cells_stay_as_they_are(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_list_is_one_cell_of_json() -> None:
    assert json.loads(cell(["b", "a"])) == ["b", "a"]


def test_a_table_reads_back_with_its_line_breaks() -> None:
    body = b"".join(table([{"a": 'x"y\nz', "b": "日本"}], ["a", "b"]))
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert rows == [{"a": 'x"y\nz', "b": "日本"}]


def test_the_mark_for_excel_can_be_left_out() -> None:
    assert b"".join(table([], ["a"], bom=False)) == b'"a"\r\n'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_json_has_the_one_spelling_of_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_a_lone_surrogate_does_not_stop_the_export() -> None:
    assert json.loads(canonical({"a": "\ud800"}))


@pytest.mark.parametrize("number", [2**53, -(2**53), 1.5e300, float("nan")])
def test_a_number_that_readers_of_json_take_for_another_is_written_as_rfc_8785_says(
    number: float,
) -> None:
    try:
        expected = rfc8785.dumps({"a": [number]})
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical({"a": [number]})
    else:
        assert canonical({"a": [number]}) == expected
