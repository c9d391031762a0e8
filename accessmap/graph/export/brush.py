"""How a picture is drawn as SVG: colours, signs and letters of the page, no script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, fromstring

from django.contrib.staticfiles import finders

from accessmap.graph.export.extract import safe
from accessmap.graph.geometry import Box, Point

SANS = "system-ui, 'Noto Sans', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif"
MONO = "ui-monospace, 'Noto Sans Mono CJK JP', 'Noto Sans CJK JP', monospace"
BOLD, LETTER, WIDE = 0.6, 0.56, 1.0  # of a letter's size, about: how wide it is
DOWN = 0.36  # of a letter's size, from its middle to the line it stands on
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6});")
_SVG = "{http://www.w3.org/2000/svg}"


@cache
def palette() -> Mapping[str, str]:
    """Return the page's colours in light: a file is mostly printed."""
    light = _static("css/tokens.css").split("@media")[0]
    return dict(_TOKEN.findall(light))


@cache
def _signs() -> Mapping[str, Element]:
    sprite = fromstring(_static("icons.svg"))  # noqa: S314 our own file
    return {each.attrib["id"]: each for each in sprite.iter(f"{_SVG}symbol")}


def _static(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text("utf-8")


def shape(parent: Element, tag: str, **said: object) -> Element:
    """Add one shape; ``stroke_width`` is written stroke-width."""
    words = {name.replace("_", "-"): _plain(value) for name, value in said.items()}
    return SubElement(parent, tag, words)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def box(parent: Element, area: Box, **said: object) -> Element:
    """Add an upright rectangle."""
    where = {"x": area.x, "y": area.y, "width": area.width, "height": area.height}
    return shape(parent, "rect", **where, **said)


def sign(parent: Element, name: str, at: Point, *, size: float, colour: str) -> None:
    """Add one sign of the page's sprite around ``at``."""
    scale = size / 16
    place = f"translate({at[0] - size / 2:g} {at[1] - size / 2:g}) scale({scale:g})"
    drawn = shape(
        parent,
        "g",
        transform=place,
        fill="none",
        stroke=colour,
        stroke_width=1.6,
        stroke_linecap="round",
        stroke_linejoin="round",
    )
    for each in _signs()[name]:
        words = {
            key: colour if value == "currentColor" else value
            for key, value in each.attrib.items()
        }
        SubElement(drawn, each.tag.removeprefix(_SVG), words)


def write(  # noqa: PLR0913
    parent: Element,
    at: Point,
    words: str,
    *,
    size: float = 13.0,
    fill: str = "ink",
    halo: str = "",
    anchor: str = "start",
    is_bold: bool = False,
    is_code: bool = False,
) -> None:
    """Write ``words`` with their middle at the height of ``at``; in tokens' colours."""
    x, y = at
    said: dict[str, object] = {"x": round(x, 1), "y": round(y + size * DOWN, 1)}
    said |= {"font_size": size, "fill": palette()[fill]}
    if anchor != "start":
        said["text_anchor"] = anchor
    if is_bold:
        said["font_weight"] = 700
    if is_code:
        said["font_family"] = MONO
    if halo:
        # Keeps the name legible where a line passes.
        said |= {"stroke": palette()[halo], "stroke_width": 3}
        said |= {"stroke_linejoin": "round", "paint_order": "stroke"}
    shape(parent, "text", **said).text = safe(words)


def width(words: str, size: float = 13.0, *, is_bold: bool = False) -> float:
    """Return about how wide ``words`` are: nobody measures letters on a server.

    What is no wider than a letter in one font, as × is, takes two in a Japanese one.
    """
    letter = BOLD if is_bold else LETTER
    return size * sum(
        WIDE if unicodedata.east_asian_width(each) in "WFA" else letter
        for each in safe(words)
    )


def lines_of(words: str, wide: float, size: float = 13.0) -> Iterator[str]:
    """Yield ``words`` in lines that are not wider, broken at spaces where there are."""
    rest = safe(words)
    while width(rest, size) > wide:
        at = len(rest)
        while at > 1 and width(rest[:at], size) > wide:
            at -= 1
        at = rest.rfind(" ", at // 2, at) + 1 or at
        yield rest[:at].rstrip()
        rest = rest[at:]
    yield rest
