"""CSV that a spreadsheet opens as text: no cell of it is ever run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

# https://owasp.org/www-community/attacks/CSV_Injection names these; the full-width
# forms are what Excel's Japanese input turns into the same.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """A file of one line: what is written is handed back at once."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str, /) -> int:
        """Keep the line."""
        self.text = text
        return len(text)


def safe(cell: str) -> str:
    """Return ``cell`` with an apostrophe before what would start a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def sheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a CSV line by line, the header first."""
    line = _Line()
    writer = csv.writer(line)
    for row in [header], rows:
        for cells in row:
            writer.writerow([safe(cell) for cell in cells])
            yield line.text


def stamped_sheet(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    stamp: Sequence[tuple[str, str]],
) -> Iterator[str]:
    """Yield a CSV with a stamp, names and values, in the last columns of every row.

    A table without a row still says of when it is: by one that has only the stamp.
    """
    names, values = [name for name, _value in stamp], [value for _name, value in stamp]
    told = iter(rows)
    first = next(told, [""] * len(header))
    yield from sheet(
        [*header, *names], ([*cells, *values] for cells in chain([first], told))
    )
