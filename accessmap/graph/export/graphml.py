"""GraphML, as Gephi, yEd and networkx read it.

http://graphml.graphdrawing.org/specification.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from xml.etree.ElementTree import Element, SubElement, tostring

from accessmap.graph.export.extract import Dot, Extract, Link, safe

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
OF_DOT = tuple(e.name for e in fields(Dot) if e.name not in {"id", "column"})
NUMBERS = {"crawl", "grant", "count", "steps", "accounts"}
OF_LINK = tuple(e.name for e in fields(Link) if e.name not in {"source", "target"})


def graphml(found: Extract) -> bytes:
    """Return the extract as GraphML."""
    root = Element("graphml", {"xmlns": NAMESPACE})
    stamp = [name for name, _value in found.stamp.rows()]
    for owner, names in (("graph", stamp), ("node", OF_DOT), ("edge", OF_LINK)):
        for name in names:
            key = {"id": f"{owner}-{name}", "for": owner, "attr.name": name}
            form = "int" if name in NUMBERS else "string"
            SubElement(root, "key", {**key, "attr.type": form})
    graph = SubElement(root, "graph", {"id": "reach", "edgedefault": "directed"})
    _tell(graph, "graph", found.stamp.rows())
    for dot in found.dots:
        node = SubElement(graph, "node", {"id": safe(dot.id)})
        values = asdict(dot)
        _tell(node, "node", ((name, str(values[name])) for name in OF_DOT))
    for at, link in enumerate(found.links):
        ends = {"source": safe(link.source), "target": safe(link.target)}
        edge = SubElement(graph, "edge", {"id": f"e{at}", **ends})
        values = link.plain()
        said = ((name, _text(values[name])) for name in OF_LINK if name in values)
        _tell(edge, "edge", said)
    found_bytes: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found_bytes


def _text(value: object) -> str:
    """Return a value as text: several, one after another."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _tell(element: Element, owner: str, values: Iterable[tuple[str, str]]) -> None:
    for name, value in values:
        SubElement(element, "data", {"key": f"{owner}-{name}"}).text = safe(value)
