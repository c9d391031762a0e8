"""A table as a file that a spreadsheet opens: one way for every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from django.http import StreamingHttpResponse

from accessmap.graph.export.of_map import stamp_at
from accessmap.graph.export.stamped import with_stamp
from accessmap.graph.export.table import MARK


def csv_file(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    """Return ``lines`` of CSV as the file ``name``.csv, sent as they are made."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(
        chain([MARK], lines), content_type="text/csv", headers=headers
    )


def stamped_csv(
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    at: datetime | None = None,
    asked: str = "",
) -> StreamingHttpResponse:
    """Return a table of what had been read by a moment, and say so in every row."""
    stamp = stamp_at(at, asked, "")
    return csv_file(stamp.file_name(name), with_stamp(header, rows, stamp))
