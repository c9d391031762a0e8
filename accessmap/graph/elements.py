"""Everything that is drawn, as plain JSON with places: the browser computes none.

``draw`` answers with the whole picture; ``static/js/map/elements.js`` turns it into
what Cytoscape.js draws.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accessmap.graph import badges
from accessmap.graph.bundles import Bundle, add, worst_first
from accessmap.graph.counted import counted
from accessmap.graph.elsewhere import brought_in, drawn_units, who_left
from accessmap.graph.geometry import Box, Point
from accessmap.graph.hubs import Drawn, at_gates
from accessmap.graph.land import Unit
from accessmap.graph.layout import Layout, lay_out
from accessmap.graph.picture import (
    as_box,
    as_edge,
    as_part,
    as_party,
    headings,
    signs,
    times,
)
from accessmap.graph.reading import Reading, State, readings
from accessmap.graph.rim import Berth, along_the_rim, is_small
from accessmap.graph.routes import Chart, Port
from accessmap.graph.seen import Seen
from accessmap.graph.tracks import courses, spread
from accessmap.models import Account
from accessmap.policy.kinds import Verdict

SMALLEST, LARGEST = 6.0, 13.0  # radius of a town
LETTER = 6.4  # width of one letter of a name, about
ID_WIDTH = 78.0
PILL_LETTER = 7.8
BADGES = 60
ROUTED = 600  # edges beyond this are left to the table, and it is said
PLAIN = frozenset({Verdict.IN_ORG})  # edges that carry no badge
TAGS = ("compliance", "scope", "environment-class")


@dataclass(frozen=True, slots=True)
class Scene:
    """What the pieces of the picture have to know of each other."""

    layout: Layout
    berths: Sequence[Berth]
    edges: Sequence[Bundle]
    drawn: Drawn
    radius: Mapping[str, float]


def draw(seen: Seen, root: Unit) -> dict[str, Any]:
    """Return the map of what is ``seen`` as JSON can carry it."""
    layout = lay_out(root)
    edges = seen.edges()
    here = drawn_units(root)
    gone = who_left(edges, layout.towns.keys(), seen.at)
    placed = layout.towns.keys() | gone.keys()
    found = [each for each in edges if each.target in placed]
    found = brought_in(found, root, layout.towns.keys(), here)
    outside = [*(each.source for each in found), *gone.values()]
    berths = along_the_rim(outside, layout.land)
    layout.pass_by(each.at for each in berths)
    merged = gathered(found, berths)
    drawn = at_gates(merged, root)
    scene = Scene(layout, berths, drawn.edges[:ROUTED], drawn, radii(merged, layout))
    ways = routed(scene)
    spots = badged(scene, ways)
    read = readings(seen.at)
    return {
        "view": "accounts",
        "land": as_box(layout.land),
        "territories": [
            {
                "id": f"unit:{each.unit.id}",
                "unit": each.unit.id,
                "name": each.unit.name,
                "depth": each.depth,
                "size": each.unit.size,
                **as_box(each.box),
            }
            for each in layout.territories
        ],
        "towns": towns(scene, read),
        "parties": [as_party(each) for each in berths],
        "groups": headings(berths),
        "is_compared": seen.is_compared,
        "edges": [
            as_edge(each, ways, spots, drawn.parts.get(each.id, ()))
            for each in scene.edges
        ],
        "gathered": [
            as_part(part)
            for each in scene.edges
            for part in drawn.parts.get(each.id, ())
        ],
        "counted": counted(edges, placed),
        "all_edges": len(merged),
        "pairs": len(edges),
        "unseen": len(drawn.edges) - len(scene.edges),
    }


def gathered(found: Sequence[Bundle], berths: Sequence[Berth]) -> list[Bundle]:
    """Return the edges with each end on the rim replaced by what stands for it."""
    stands_for = {member: berth.party for berth in berths for member in berth.members}
    merged: dict[tuple[str, str], Bundle] = {}
    for bundle in found:
        source = stands_for.get(bundle.source.id, bundle.source)
        at_the_rim = stands_for.get(bundle.target)
        target = at_the_rim.id if at_the_rim else bundle.target
        whole = merged.setdefault((source.id, target), Bundle(source, target))
        whole.held = dict(Counter(whole.held) + Counter(bundle.held))
        whole.blocked = dict(Counter(whole.blocked) + Counter(bundle.blocked))
        add(whole.changes, bundle.changes)
    return worst_first(merged.values())


def radii(edges: Sequence[Bundle], layout: Layout) -> dict[str, float]:
    """Return each town's radius: the more is granted in it, the larger, gently."""
    counts: Counter[str] = Counter()
    for edge in edges:
        counts[edge.target] += edge.count
    most = max(counts.values(), default=1)
    return {
        town: round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(counts[town] / most), 1)
        for town in layout.towns
    }


def routed(scene: Scene) -> dict[str, list[Point]]:
    """Return the way of each edge, apart from others where they share a strait."""
    ports = [
        Port(town, at, ("left", "right", "up"))
        for town, at in scene.layout.towns.items()
    ]
    shore = {"west": "right", "east": "left", "north": "down", "south": "up"}
    ports += [
        Port(each.party.id, each.at, (shore[each.side],)) for each in scene.berths
    ]
    for each in scene.layout.territories:
        at = (each.box.x + 12, each.box.y + 11)
        ports.append(Port(f"unit:{each.unit.id}", at, ("up", "down")))
    chart = Chart(scene.layout.straits, ports)
    ways: dict[str, list[Point]] = {}
    sources = {edge.source.id for edge in scene.edges}
    for source in sorted(sources):
        mine = {
            edge.target: edge.id for edge in scene.edges if edge.source.id == source
        }
        for target, way in chart.routes(source, mine).items():
            ways[mine[target]] = way
    return spread(ways, courses(scene.edges), scene.layout.straits)


def badged(scene: Scene, ways: Mapping[str, list[Point]]) -> dict[str, Point]:
    """Return where the badges stand, of all edges but the everyday ones."""
    worth = sorted(
        (edge for edge in scene.edges if edge.id in ways and _is_worth(edge, scene)),
        key=lambda edge: not edge.changes,
    )[:BADGES]
    chosen = {edge.id: ways[edge.id] for edge in worth}
    rest = [way for edge, way in ways.items() if edge not in chosen]
    words = {
        edge.id: signs(edge.changes)
        or (
            times(count) if (count := scene.drawn.accounts(edge)) else f"{edge.count:,}"
        )
        for edge in worth
    }
    return badges.place(chosen, words, labels(scene), rest)


def _is_worth(edge: Bundle, scene: Scene) -> bool:
    """Say whether an edge has a badge: the everyday ones only where they changed."""
    is_everyday = edge.verdict in PLAIN and not edge.is_blocked
    return not is_everyday or bool(edge.changes or scene.drawn.accounts(edge))


def labels(scene: Scene) -> list[Box]:
    """Return the ground that names and signs take, which badges keep off."""
    boxes = []
    homes = Account.objects.filter(account_id__in=scene.layout.towns)
    names = {each.account_id: each.name for each in homes}
    tags = {each.account_id: max(map(len, pills(each)), default=0) for each in homes}
    for town, (x, y) in scene.layout.towns.items():
        r = scene.radius[town]
        wide = max(7.0 * len(names.get(town, "")), ID_WIDTH)
        boxes += [
            Box(x - r, y - r, 2 * r, 2 * r),
            Box(x - wide / 2, y + r + 2, wide, 26),
            Box(x + r, y - 21, 14 + PILL_LETTER * tags.get(town, 0), 18),
        ]
    for each in scene.layout.territories:
        wide = 30 + 8 * len(each.unit.name)
        boxes.append(Box(each.box.x + 6, each.box.y + 4, wide, 18))
        boxes.append(Box(each.box.right - 40, each.box.y + 4, 36, 18))
    for berth in scene.berths:
        x, y = berth.at
        boxes.append(Box(x - 18, y - 18, 36, 36))
        if berth.side == "south" and is_small(berth.party):
            boxes.append(Box(x - 40, y + 16, 80, 18))
        elif berth.side in {"north", "south"}:
            boxes.append(Box(x + 18, y - 16, 120, 32))
        else:
            boxes.append(Box(x - 48, y + 14, 96, 46))
    return boxes


def towns(scene: Scene, read: Mapping[str, Reading]) -> list[dict[str, Any]]:
    """Return the accounts at home, each with how well it was read."""
    wide = {
        settler.account_id: field.pitch[0]
        for field in scene.layout.fields
        for settler in field.unit.settlers
    }
    drawn = []
    for account in Account.objects.filter(account_id__in=scene.layout.towns):
        x, y = scene.layout.towns[account.account_id]
        reading = read.get(account.account_id, Reading(State.UNREAD))
        drawn.append(
            {
                "id": account.account_id,
                "name": account.name or account.account_id,
                "x": x,
                "y": y,
                "r": scene.radius[account.account_id],
                "fits": LETTER * len(account.name) < wide[account.account_id],
                "reading": reading.state,
                "note": unread_note(reading),
                "tags": pills(account),
                "url": account.get_absolute_url(),
            }
        )
    return drawn


def unread_note(reading: Reading) -> str:
    """Return since when an account is not readable; empty where it is."""
    if reading.state is not State.UNREAD:
        return ""
    if reading.read_at is None:
        return _("never read")
    day = date_format(localtime(reading.read_at), "SHORT_DATE_FORMAT")
    return _("not readable since %(day)s") % {"day": day}


def pills(account: Account) -> list[str]:
    """Return the few tags that everybody should see."""
    found = [_("Management")] if account.is_management else []
    for key, text in account.tags.items():
        if key.casefold() in TAGS and text:
            found.append(str(text).upper()[:12])
    return found
