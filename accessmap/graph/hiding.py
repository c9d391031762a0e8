"""What stands on a picture where a reader hid places, or looks at one alone.

``static/js/map/hiding.js`` says the same to the browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from accessmap.graph.marks import Marks, verdict_words
from accessmap.graph.picture import signs, times

Drawn = Mapping[str, Any]


def standing(picture: Drawn, marks: Marks, absent: int = 0) -> Drawn:
    """Return a picture of only what the marks leave, counted as it is drawn.

    ``absent`` is how many grants they leave that have no place on it.
    """
    if not marks:
        return picture
    edges = list(_left(picture, marks))
    ends = {marks.only, *(end for each in edges for end in _ends(each))}
    parties = [
        each
        for each in picture["parties"]
        if not marks.hides(each["id"])
        and (not marks.only or each["id"] in ends or each["id"] in marks.pin)
    ]
    groups = {f"group:{each['group']}" for each in parties}
    return {
        **picture,
        "edges": edges,
        "parties": parties,
        "groups": [each for each in picture["groups"] if each["id"] in groups],
        "hidden": [e["id"] for e in picture["towns"] if marks.hides(e["id"])],
        "counted": {**_counted(edges), "absent": absent},
    }


def _left(picture: Drawn, marks: Marks) -> Iterator[dict[str, Any]]:
    """Yield the edges that are left; of a line for several, with what it still is."""
    names = names_of(picture)
    lines = lines_of(picture)
    parts = {
        each["id"]: each
        for each in picture.get("gathered", ())
        if _stays(each, names, marks, lines.get(each["id"]))
    }
    for edge in picture["edges"]:
        if edge["parts"]:
            left = [parts[each] for each in edge["parts"] if each in parts]
            if left and not any(map(marks.hides, _ends(edge))):
                yield _of_parts(edge, left)
        elif _stays(edge, names, marks):
            yield edge


def _stays(
    edge: Drawn, names: Mapping[str, str], marks: Marks, line: str | None = None
) -> bool:
    """Say whether an edge is drawn: what is pinned needs both its ends, too.

    ``line`` is the one that is drawn for it, and may be meant instead.
    """
    ends = _ends(edge)
    meant = [edge["id"], *ends, *([line] if line else ())]
    verdicts = {**edge["held"], **edge["blocked"]}
    texts = [*(names.get(each, each) for each in ends), *verdict_words(verdicts)]
    return marks.leave(meant, texts) and not any(map(marks.hides, ends))


def _of_parts(edge: Drawn, parts: Sequence[Drawn]) -> dict[str, Any]:
    sums = {
        kind: dict(_sum(each[kind] for each in parts))
        for kind in ("held", "blocked", "changes")
    }
    label = signs(sums["changes"]) or times(len(parts))
    return {**edge, **sums, "label": label, "parts": [each["id"] for each in parts]}


def _counted(edges: Sequence[Drawn]) -> dict[str, Any]:
    return {
        "held": dict(_sum(each["held"] for each in edges)),
        "blocked": _sum(each["blocked"] for each in edges).total(),
        "changes": dict(_sum(each["changes"] for each in edges)),
    }


def _sum(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in counts:
        found.update(each)
    return found


def _ends(edge: Drawn) -> tuple[str, str]:
    return edge["source"], edge["target"]


def lines_of(picture: Drawn) -> dict[str, str]:
    """Return of each edge that is not drawn by itself the line that stands for it."""
    return {part: edge["id"] for edge in picture["edges"] for part in edge["parts"]}


def names_of(picture: Drawn) -> dict[str, str]:
    """Return what the page calls each place, by its id."""
    return {
        each["id"]: f"{each['name']}\n{each.get('note', '')}\n{each['id']}"
        for kind in ("territories", "parties", "towns")
        for each in picture[kind]
    }
