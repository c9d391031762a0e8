"""The letters that files are set in: a server has none of its own."""

from __future__ import annotations

from importlib.resources import files

FONTS = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")


def font_paths() -> list[str]:
    """Return the folders in which typst finds them."""
    return [str(files(each)) for each in FONTS]
