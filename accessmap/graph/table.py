"""The table twin of the map: its edges as lines, and its legend with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accessmap.changes_look import SIGNS
from accessmap.graph.bundles import worst
from accessmap.graph.filters import GrantFilter
from accessmap.policy.kinds import Verdict
from accessmap.verdicts import LOOKS, RANK


def edge_lines(picture: Mapping[str, Any], filters: str = "") -> list[dict[str, Any]]:
    """Return the edges of the picture as lines of a table, worst first."""
    ends = _ends(picture)
    return [
        {
            "id": edge["id"],
            "from": _end(ends.get(edge["source"], {})),
            "to": _end(ends.get(edge["target"], {})),
            "verdict": worst(edge["held"] or edge["blocked"]),
            "is_blocked": not edge["held"],
            "count": sum(edge["held"].values()) + sum(edge["blocked"].values()),
            "changes": [
                (SIGNS[kind], count) for kind, count in edge.get("changes", {}).items()
            ],
            "url": _url(edge, ends, filters),
        }
        for edge in listed(picture)
    ]


def listed(picture: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return every edge, worst first: in place of a hub's line, all it stands for."""
    own = [edge for edge in picture["edges"] if not edge["parts"]]
    return sorted(
        [*own, *picture.get("gathered", ())],
        key=lambda edge: (
            not edge.get("changes"),
            not edge["held"],
            RANK[worst(edge["held"] or edge["blocked"])],
            -sum(edge["held"].values()) - sum(edge["blocked"].values()),
            edge["id"],
        ),
    )


def hub_lines(picture: Mapping[str, Any], filters: str = "") -> list[dict[str, Any]]:
    """Return the edges that stand for several accounts, with what they say."""
    ends = _ends(picture)
    return [
        {
            "id": edge["id"],
            "from": _end(ends.get(edge["source"], {})),
            "to": _end(ends.get(edge["target"], {})),
            "count": len(edge["parts"]),
            "url": _url(edge, ends, filters),
        }
        for edge in picture["edges"]
        if edge["parts"]
    ]


def town_lines(picture: Mapping[str, Any], filters: str = "") -> list[dict[str, Any]]:
    """Return the accounts of the picture as lines: how many edges come in, and go out.

    Where the most come in stands first.
    """
    into: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for edge in listed(picture):
        into[edge["target"]] += 1
        out[edge["source"]] += 1
    found = [
        {
            "id": each["id"],
            "name": each["name"],
            "into": into[each["id"]],
            "out": out[each["id"]],
            "url": "?".join(
                part
                for part in (
                    reverse("accessmap:map-account", args=[each["id"]]),
                    filters,
                )
                if part
            ),
        }
        for each in picture["towns"]
    ]
    return sorted(found, key=lambda each: (-each["into"], -each["out"], each["name"]))


def _ends(picture: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        each["id"]: each
        for kind in ("territories", "parties", "towns")
        for each in picture[kind]
    }


def _end(end: Mapping[str, Any]) -> dict[str, str]:
    """Return name and id of one end; accounts always carry theirs."""
    note = end.get("note", "") if "group" in end else ""
    is_account = "tags" in end
    return {"name": end.get("name", ""), "note": end["id"] if is_account else note}


def _url(
    edge: Mapping[str, Any], ends: Mapping[str, Mapping[str, Any]], filters: str
) -> str:
    members, behind = (
        ends.get(edge[end], {}).get("members") or [edge[end]]
        for end in ("source", "target")
    )
    # The line of a hub is of these accounts; its unit may have others.
    targets = [each.rpartition(">")[2] for each in edge.get("parts", ())]
    words = urlencode(
        [
            *(("from", each) for each in members),
            *(("to", each) for each in targets or behind),
        ]
    )
    return "&".join(
        part for part in (f"{reverse('accessmap:map-edge')}?{words}", filters) if part
    )


def legend(picture: Mapping[str, Any], wanted: GrantFilter) -> list[dict[str, Any]]:
    """Return each verdict with how many grants of it the map is of, worst first.

    What the filter leaves out was not counted: its box is off, and it has no number.
    """
    counts = Counter(picture["counted"]["held"])
    return [
        {
            "slug": look.slug,
            "word": look.word,
            "icon": look.icon,
            "line": look.line,
            "count": counts[look.slug],
            "is_on": not wanted.verdict or look.slug in wanted.verdict,
            # Only what is blocked was asked for: how much is not, nobody counted.
            "is_counted": wanted.blocked != "yes",
        }
        for look in LOOKS.values()
        if look.slug != Verdict.SAME_ACCOUNT or counts[look.slug]
    ]


def blocked(picture: Mapping[str, Any]) -> int:
    """Return how many grants of the map are stopped by something."""
    found: int = picture["counted"]["blocked"]
    return found
