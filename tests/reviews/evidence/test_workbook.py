"""The workbook answers the six questions, runs nothing, and is the same bytes twice."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import openpyxl
import pytest
from django.utils import translation

from reviews.evidence import workbook as made
from reviews.evidence.bundle import manifest_of
from reviews.evidence.verify import Bundle
from reviews.evidence.workbook import workbook

pytestmark = pytest.mark.django_db


def opened(body: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(body))


def test_the_first_sheet_answers_the_six_questions(source: Bundle) -> None:
    sheet = opened(workbook(source)).worksheets[0]
    answers = [row[1].value for row in sheet["A4:D9"]]
    # Three items of which one was left undecided; what was revoked is gone.
    as_far = "As far as known"  # the history was not read: who wrote what, is not known
    no = "Not wholly"
    assert answers == ["Yes", no, as_far, no, "Yes", "Yes"]
    assert manifest_of(source).sha256 in [row[0].value for row in sheet.iter_rows()]


def test_it_is_the_same_bytes_for_the_same_bundle(source: Bundle) -> None:
    hashes = {hashlib.sha256(workbook(source)).hexdigest() for _each in range(5)}
    assert len(hashes) == 1


def test_no_cell_is_a_formula_and_times_are_times(source: Bundle) -> None:
    book = opened(workbook(source))
    cells = [each for sheet in book for row in sheet.iter_rows() for each in row]
    assert not [each for each in cells if each.data_type == "f"]
    sheet = book["decisions"]
    head = [each.value for each in sheet[1]]
    reasons = [row[head.index("reason")].value for row in sheet.iter_rows(min_row=2)]
    assert "'=HYPERLINK(1)" in reasons
    assert isinstance(sheet.cell(2, head.index("decided_at") + 1).value, dt.datetime)
    assert sheet.auto_filter.ref


def test_every_item_is_in_it(source: Bundle) -> None:
    sheet = opened(workbook(source))["population"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [1, 2, 3]


def test_it_is_made_in_japanese_too(source: Bundle) -> None:
    with translation.override("ja"):
        assert opened(workbook(source)).sheetnames[0] == "six questions"


def test_every_file_of_people_s_acts_has_its_sheet(source: Bundle) -> None:
    book = opened(workbook(source))
    files = {each.partition(".")[0] for each in source.names if "/" not in each}
    elsewhere = {  # in population, in "sums", or no rows that a person reads
        "assignments", "reconciliation", "shown", "absent", "checkpoint", "manifest",
        "ledger-others", "VERIFY", "verify",
    }  # fmt: skip
    assert files - elsewhere <= set(book.sheetnames)
    told = {row[0].value: row[1].value for row in book["campaign"].iter_rows()}
    assert told["due_on"] == dt.datetime(2100, 1, 1)  # noqa: DTZ001 (a day)
    assert isinstance(told["closed_at"], dt.datetime)
    assert told["opened_by"].endswith("(aiko.mori)")
    assert [each.value for each in book["sums"]["A"]][:2] == [
        "field",
        "by_state.confirmed",
    ]


def test_coverage_says_which_collector_read(source: Bundle) -> None:
    head, *rows = opened(workbook(source))["coverage"].iter_rows(values_only=True)
    told = [each["collector"] for each in source.json("coverage.json")["scopes"]]
    assert [row[head.index("collector")] for row in rows] == told


def test_a_table_that_a_sheet_has_no_room_for_goes_on_in_the_next(
    source: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "MOST_ROWS", 2)
    book = opened(workbook(source))
    assert [book[each].max_row for each in ("population", "population 2")] == [3, 2]
    assert "population 3" not in book.sheetnames
    assert book["population 2"]["A2"].value == 3
    assert book["overrides"].max_row == 1


def test_each_sheet_that_an_answer_names_is_there(source: Bundle) -> None:
    book = opened(workbook(source))
    named = [row[3].value for row in book.worksheets[0]["A4:D9"]]
    assert {each for names in named for each in names.split(", ")} <= set(
        book.sheetnames
    )
