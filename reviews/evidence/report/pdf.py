"""Set the report: the facts of a bundle through one typst page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from django.utils.translation import get_language

from accessmap.fonts import font_paths
from reviews.evidence.report.facts import facts
from reviews.evidence.verify import Bundle

PAGE = Path(__file__).with_name("report.typ")


def report(bundle: Bundle) -> bytes:
    """Return the PDF of a bundle: the same bytes for the same bundle and language."""
    made = set_in_type(bundle, "pdf")
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file.")
    return made


def set_in_type(bundle: Bundle, kind: Literal["pdf", "png"]) -> bytes | list[bytes]:
    """Return the report as PDF, or as a picture of each page.

    The page takes the facts as JSON and never as its own source, so nothing that AWS or
    a reviewer wrote is ever read as typst.
    """
    # Loading the compiler takes a tenth of a second, which only this needs.
    import typst

    told = {"lang": get_language() or "en", **facts(bundle)}
    found: bytes | list[bytes] = typst.compile(
        str(PAGE),
        font_paths=font_paths(),
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(told, ensure_ascii=False)},
        format=kind,
        ppi=100 if kind == "png" else None,
    )
    return found
