"""A drawn picture as points: the same SVG, twice as fine as a screen."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from accessmap.fonts import font_paths

PAGE = (
    "#set page(width: auto, height: auto, margin: 0pt)\n"
    '#set text(font: "Noto Sans CJK JP")\n#image("picture.svg")\n'
)
FINE, SCREEN = 192.0, 96.0  # points an inch
SIDES = re.compile(rb'<svg[^>]* width="([0-9]+)" height="([0-9]+)"')
MOST = 6000.0  # of either side: beyond, a picture of points is too large to open


def png(drawn: bytes) -> bytes:
    """Return an SVG as PNG."""
    # Loading the compiler takes a tenth of a second, which only this needs.
    import typst

    sides = SIDES.search(drawn)
    longest = max(map(int, sides.groups())) if sides else SCREEN
    fine = FINE * min(1.0, MOST / (longest * FINE / SCREEN))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "picture.svg").write_bytes(drawn)
        page = place / "page.typ"
        page.write_text(PAGE)
        # Letters of our own: a server has none, and Japanese would be boxes.
        made = typst.compile(
            str(page),
            format="png",
            ppi=fine,
            font_paths=font_paths(),
        )
    if not isinstance(made, bytes):
        raise TypeError("One page makes one picture.")
    return made
