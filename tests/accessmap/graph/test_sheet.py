from __future__ import annotations

import csv

import pytest

from accessmap.graph.sheet import safe, sheet


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_no_cell_starts_a_formula(start: str) -> None:
    assert safe(f"{start}cmd") == f"'{start}cmd"


def test_what_is_harmless_stays_as_it_is() -> None:
    assert safe("arn:aws:iam::1:role/a=b") == "arn:aws:iam::1:role/a=b"


def test_commas_quotes_and_lines_come_back_whole() -> None:
    row = ['say "no"', "a,b", "two\nlines", "日本"]
    text = "".join(sheet(["a", "b", "c", "d"], [row]))
    assert list(csv.reader(text.splitlines(keepends=True)))[1] == row
