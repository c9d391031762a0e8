"""CSV of a bundle: every sheet, with the mark of Excel or without, and no formula."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from reviews.evidence.bundle import manifest_of
from reviews.evidence.spreadsheets import spreadsheets
from reviews.evidence.tables import BOM
from reviews.evidence.verify import Bundle
from reviews.evidence.workbook import workbook
from tests.reviews.evidence.bundles import unpacked

pytestmark = pytest.mark.django_db


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))


def test_each_file_has_the_mark_of_excel_or_none_has(source: Bundle) -> None:
    plain = unpacked(spreadsheets(source, bom=False))
    marked = unpacked(spreadsheets(source, bom=True))
    assert marked == {name: BOM + body for name, body in plain.items()}
    assert not any(body.startswith(BOM) for body in plain.values())


def test_there_is_a_file_for_each_sheet_of_the_workbook(source: Bundle) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(source)))
    files = unpacked(spreadsheets(source, bom=False))
    assert set(files) == {"about.csv", *(f"{each}.csv" for each in book.sheetnames)}
    for name in book.sheetnames[1:]:
        told = rows(files[f"{name}.csv"])
        assert len(told) == book[name].max_row - 1, name


def test_it_says_of_which_manifest_it_is_made_and_answers_the_six(
    source: Bundle,
) -> None:
    files = unpacked(spreadsheets(source, bom=False))
    told = {each["field"]: each["value"] for each in rows(files["about.csv"])}
    assert told["derived_from_manifest_sha256"] == manifest_of(source).sha256
    assert len(rows(files["six questions.csv"])) == 6


def test_no_cell_is_a_formula_and_people_have_names(source: Bundle) -> None:
    files = unpacked(spreadsheets(source, bom=False))
    assert rows(files["decisions.csv"])[2]["reason"] == "'=HYPERLINK(1)"
    told = {each["field"]: each["value"] for each in rows(files["campaign.csv"])}
    assert told["opened_by"].endswith("(aiko.mori)")


def test_it_is_the_same_bytes_for_the_same_bundle(source: Bundle) -> None:
    assert spreadsheets(source, bom=True) == spreadsheets(source, bom=True)
