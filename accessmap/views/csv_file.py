"""A table as a file that a spreadsheet opens: one way for every page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from django.http import StreamingHttpResponse

from accessmap.graph.export.table import MARK


def csv_file(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    """Return ``lines`` of CSV as the file ``name``.csv, sent as they are made."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(
        chain([MARK], lines), content_type="text/csv", headers=headers
    )
