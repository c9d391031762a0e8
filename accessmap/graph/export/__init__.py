"""Take a picture or an answer away, as the file that another tool reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse

from accessmap.graph.export import graphml, opengraph, picture, plain, table
from accessmap.graph.export.extract import Extract, Stamp
from accessmap.graph.export.map_picture import map_svg
from accessmap.graph.export.raster import png

Writer = Callable[[Extract], bytes]
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "svg": "SVG",
        "png": "PNG",
        "csv": "CSV",
        "json": "JSON",
        "graphml": "GraphML",
        "opengraph": "BloodHound OpenGraph",
    }
)
_WRITERS: Mapping[str, tuple[Writer, str, str]] = MappingProxyType(
    {
        "svg": (picture.svg, "image/svg+xml", "svg"),
        "png": (picture.png, "image/png", "png"),
        "csv": (table.csv_of, "text/csv; charset=utf-8", "csv"),
        "json": (plain.json_of, "application/json", "json"),
        "graphml": (graphml.graphml, "application/graphml+xml", "graphml"),
        "opengraph": (opengraph.opengraph, "application/json", "opengraph.json"),
    }
)


PICTURES = frozenset({"svg", "png"})


def export(wanted: str, found: Extract, *, name: str) -> HttpResponse:
    """Answer with ``found`` as a file, one of FORMATS; its ``name`` says what it is."""
    write, _content_type, _ending = _WRITERS[wanted]
    return attached(wanted, write(found), name=found.stamp.file_name(name))


def export_map(
    wanted: str, shown: Mapping[str, Any], stamp: Stamp, says: Sequence[str]
) -> HttpResponse:
    """Answer with the map as it is ``shown``, as one of PICTURES."""
    drawn = map_svg(shown, stamp, says)
    body = png(drawn) if wanted == "png" else drawn
    return attached(wanted, body, name=stamp.file_name("map"))


def attached(wanted: str, body: bytes, *, name: str) -> HttpResponse:
    """Answer with a file that a browser keeps, and does not open."""
    _write, content_type, ending = _WRITERS[wanted]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
