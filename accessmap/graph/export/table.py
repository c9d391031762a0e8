"""CSV: one line for each edge, and the stamp in its last columns."""

from __future__ import annotations

from accessmap.graph.export.extract import Dot, Extract, safe
from accessmap.graph.sheet import sheet

COLUMNS = (
    *("from", "from_name", "from_kind", "from_account", "from_account_name"),
    *("to", "to_name", "to_kind", "to_account", "to_account_name"),
    *("kind", "grants", "grant", "sentence", "doubts"),
)
MARK = "\ufeff"  # tells Excel that the text is UTF-8


def csv_of(found: Extract) -> bytes:
    """Return the edges as CSV; no cell of it is ever run as a formula."""
    dots = {each.id: each for each in found.dots}
    told = [each for each in found.stamp.rows() if each[0] != "title"]
    header = (*COLUMNS, *(name for name, _value in told))
    stamp = [value for _name, value in told]
    rows = (
        [
            *_cells(dots[link.source]),
            *_cells(dots[link.target]),
            link.kind,
            str(link.count),
            str(link.grant or ""),
            safe(link.sentence),
            safe(link.doubts),
            *map(safe, stamp),
        ]
        for link in found.links
    )
    return (MARK + "".join(sheet(header, rows))).encode("utf-8")


def _cells(dot: Dot) -> list[str]:
    told = (dot.id, dot.name, dot.kind, dot.account, dot.account_name)
    return [safe(each) for each in told]
