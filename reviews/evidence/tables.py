"""Rows as JSON lines, and as CSV that a spreadsheet cannot be tricked with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

Row = Mapping[str, object]

# A cell that begins so is a formula to a spreadsheet; the full-width forms are to a
# Japanese Excel. https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def canonical(value: object) -> bytes:
    """Return ``value`` as JSON with one spelling: sorted, tight, UTF-8, one line."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return (text + "\n").encode("utf-8", "backslashreplace")


def jsonl(rows: Iterable[Row]) -> bytes:
    """Return one line of JSON a row."""
    return b"".join(canonical(row) for row in rows)


def table(rows: Iterable[Row], columns: Iterable[str]) -> bytes:
    """Return the rows as CSV, with the mark that makes Excel read UTF-8."""
    columns = list(columns)
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row.get(each)) for each in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "backslashreplace")


def cell(value: object) -> str:
    """Return ``value`` as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, list | tuple | dict):
        value = json.dumps(value, sort_keys=True, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
