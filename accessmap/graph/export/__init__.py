"""Take a picture or an answer away, as the file that another tool reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.http import HttpResponse

from accessmap.graph.export import graphml, opengraph, picture, plain, table
from accessmap.graph.export.extract import Extract

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


def export(wanted: str, found: Extract, *, name: str) -> HttpResponse:
    """Answer with ``found`` as a file of one of FORMATS."""
    write, content_type, ending = _WRITERS[wanted]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(write(found), content_type=content_type, headers=headers)
