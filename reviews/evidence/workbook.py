"""The workbook that auditors sample in: derived from a bundle, and says so."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import chain, count, islice
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from reviews.evidence.bundle import manifest_of
from reviews.evidence.sheets import sheets
from reviews.evidence.six import six
from reviews.evidence.tables import Row, cell
from reviews.evidence.verify import Bundle

# Excel's own limits, https://support.microsoft.com/office/1672b34d
MOST_ROWS = 1_048_575
MOST_TEXT = 32_767
WIDTHS = {
    "sentence_en": 60,
    "sentence_ja": 60,
    "reason": 40,
    "resource": 45,
    "value": 60,
}


def workbook(bundle: Bundle) -> bytes:
    """Return the workbook of a bundle: the same bytes for the same bundle."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "remove_timezone": True})
    book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
    _questions(book, bundle)
    for name, columns, rows in sheets(bundle):
        _sheet(book, name, columns, rows)
    book.close()
    return out.getvalue()


def _questions(book: Workbook, bundle: Bundle) -> None:
    """Write the first sheet: the six questions, answered, with where to look."""
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("six questions")
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 70)
    sheet.set_column(3, 3, 24)
    campaign = bundle.json("campaign.json")
    sheet.write_string(0, 0, cell(campaign["definition"]["name"]), bold)
    titles = (_("Question"), _("Answer"), _("Because"), _("Sheets"))
    for column, title in enumerate(titles):
        sheet.write_string(2, column, title, bold)
    line = 3
    for answer in six(bundle):
        sheet.write_string(line, 0, answer.question, bold)
        sheet.write_string(line, 1, answer.answer, wrap)
        sheet.write_string(line, 2, cell(answer.because), wrap)
        sheet.write_string(line, 3, answer.sheets, wrap)
        line += 1
    derived = _(
        "This workbook is derived from the signed bundle, which is the evidence. Its "
        "manifest has the SHA-256 below. A cell that would be a formula begins with an "
        "apostrophe. Times are UTC."
    )
    sheet.merge_range(line + 1, 0, line + 1, 3, derived, wrap)
    sheet.set_row(line + 1, 32)
    sheet.write_string(line + 2, 0, manifest_of(bundle).sha256)


def _sheet(
    book: Workbook, name: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Write one table; what a sheet has no room for goes on in the next: events 2."""
    left = iter(rows)
    _part(book, name, columns, islice(left, MOST_ROWS))
    for number in count(2):
        if (first := next(left, None)) is None:
            return
        part = chain([first], islice(left, MOST_ROWS - 1))
        _part(book, f"{name} {number}", columns, part)


def _part(
    book: Workbook, name: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Write one sheet with typed cells, a frozen head and a filter."""
    bold = book.add_format({"bold": True})
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    sheet = book.add_worksheet(name)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, bold)
        sheet.set_column(at, at, WIDTHS.get(column, 18))
    last = 0
    for last, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            # A file that is no table has a field a line, and names it there.
            called = str(row["field"]) if column == "value" else column
            _write(sheet, (last, at), called, row.get(column), formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _write(
    sheet: Any, place: tuple[int, int], called: str, value: object, formats: Any
) -> None:
    """Write one cell as what it is; never as a formula or a link."""
    moment = _moment(called, value)
    if moment is not None:
        sheet.write_datetime(*place, moment, formats[type(moment)])
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int):
        sheet.write_number(*place, value)
    elif value is not None:
        sheet.write_string(*place, _text(value))


def _moment(called: str, value: object) -> date | datetime | None:
    """Return the time or day of what is called so; others stay the text they are."""
    name = called.rpartition(".")[2]
    if not isinstance(value, str):
        return None
    try:
        if name == "at" or name.endswith("_at"):
            return datetime.fromisoformat(value)
        return date.fromisoformat(value) if name.endswith("_on") else None
    except ValueError:
        return None


def _text(value: object) -> str:
    """Return a cell's text, neutralised; what Excel would cut says that it is cut."""
    text = cell(value)
    if len(text) <= MOST_TEXT:
        return text
    return text[: MOST_TEXT - 20] + " … cut, see bundle"
