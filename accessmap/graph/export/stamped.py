"""A table of facts as CSV that says of when it is: one way for pages and commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from accessmap.graph.export.extract import Stamp
from accessmap.graph.export.of_map import stamp_at
from accessmap.graph.sheet import stamped_sheet

STAMP = ("asked", "crawl", "read_at", "coverage", "running")


def stamped_lines(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    at: datetime | None = None,
    asked: str = "",
) -> Iterator[str]:
    """Yield a table of what had been read by a moment, and say so in every row."""
    yield from with_stamp(header, rows, stamp_at(at, asked, ""))


def with_stamp(
    header: Sequence[str], rows: Iterable[Sequence[str]], stamp: Stamp
) -> Iterator[str]:
    """Yield a table with a stamp in every row."""
    told = [each for each in stamp.rows() if each[0] in STAMP]
    return stamped_sheet(header, rows, told)
