"""CSV: one line for each edge, and the stamp in its last columns."""

from __future__ import annotations

from accessmap.graph.export.extract import Dot, Extract, safe
from accessmap.graph.sheet import stamped_sheet

COLUMNS = (
    *("from", "from_name", "from_kind", "from_account", "from_account_name"),
    *("to", "to_name", "to_kind", "to_account", "to_account_name"),
    *("kind", "grants", "grant", "sentence", "doubts", "grant_ids"),
    *("steps", "accounts"),
)
MARK = "\ufeff"  # tells Excel that the text is UTF-8


def csv_of(found: Extract) -> bytes:
    """Return the edges as CSV; no cell of it is ever run as a formula."""
    dots = {each.id: each for each in found.dots}
    rows = (
        [
            *_cells(dots[link.source]),
            *_cells(dots[link.target]),
            link.kind,
            str(link.count or ""),
            str(link.grant or ""),
            safe(link.sentence),
            safe(link.doubts),
            " ".join(map(str, link.grants)),
            str(link.steps or ""),
            str(link.accounts or ""),
        ]
        for link in found.links
    )
    told = [each for each in found.stamp.rows() if each[0] != "title"]
    stamp = [(name, safe(value)) for name, value in told]
    return (MARK + "".join(stamped_sheet(COLUMNS, rows, stamp))).encode("utf-8")


def _cells(dot: Dot) -> list[str]:
    told = (dot.id, dot.name, dot.kind, dot.account, dot.account_name)
    return [safe(each) for each in told]
