"""A table of facts as CSV that says of when it is: one way for pages and commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

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
    told = [each for each in stamp_at(at, asked, "").rows() if each[0] in STAMP]
    return stamped_sheet(header, rows, told)
