"""The pieces of a picture as plain JSON, with the words that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.changes_look import SIGNS
from accessmap.graph.bundles import Bundle
from accessmap.graph.geometry import Box, Point
from accessmap.graph.parties import Group, Party
from accessmap.graph.rim import Berth, is_small
from accessmap.policy.kinds import PrincipalKind


def headings(berths: Sequence[Berth]) -> list[dict[str, Any]]:
    """Return the names of the groups on the rim, beside the first of each."""
    found = []
    for group, word in group_words().items():
        members = [berth for berth in berths if berth.party.group is group]
        if not members or members[0].party.id.startswith(("all:", "outside:")):
            continue
        x, y = members[0].at
        side = members[0].side
        if side == "north":
            place = (x - 24, y)
        elif side == "south":
            place = (x - 16, y + (60 if is_small(members[0].party) else 27))
        else:
            place = (x, y - 28)
        found.append(
            {
                "id": f"group:{group}",
                "name": word,
                "side": side,
                "x": place[0],
                "y": place[1],
            }
        )
    return found


def group_words() -> dict[Group, str]:
    """Return what the groups on the rim are called."""
    return {
        Group.VENDORS: _("Vendors"),
        Group.LEFT: _("Left the organization"),
        Group.IDENTITY: _("Identity providers"),
        Group.SERVICES: _("AWS services"),
        Group.UNKNOWN: _("Unknown"),
        Group.PUBLIC: _("Public"),
        Group.OTHERS: _("Other units"),
    }


def party_name(party: Party) -> tuple[str, str]:
    """Return what a party is called, and the small words below."""
    if not party.is_nameless:
        return party.name, _kind_word(party) or party.note
    if party.id == "public":
        return _("Anyone"), _("on the internet")
    if party.id == "any-account":
        return _("Any account"), _("with a condition")
    if party.group is Group.OTHERS:
        count = int(party.note or 0)
        note = ngettext("%(count)s account", "%(count)s accounts", count)
        return _("Other units"), note % {"count": count} if count else ""
    if party.id.startswith(("all:", "rest:")):
        return _gathered_name(party)
    return _("Not known to us"), party.note


def _kind_word(party: Party) -> str:
    """Return what one is who is known by no account: a range of addresses, an id."""
    if party.group is not Group.UNKNOWN:
        return ""
    if party.note == PrincipalKind.NETWORK and party.name[:1] != "v":
        return _("IP range")
    words: dict[str, str] = {
        PrincipalKind.NETWORK: _("Network"),
        PrincipalKind.CANONICAL: _("Canonical id"),
        PrincipalKind.ROLE: _("Role"),
        PrincipalKind.USER: _("User"),
        PrincipalKind.SESSION: _("Session"),
    }
    return words.get(party.note, "")


def _gathered_name(party: Party) -> tuple[str, str]:
    """Return what a place is called that stands for many parties of one group."""
    group = str(group_words()[party.group])
    count = int(party.note or 0)
    if party.is_whole and party.group is Group.UNKNOWN:
        told = ngettext("%(count)s unknown party", "%(count)s unknown parties", count)
        return told % {"count": count}, _("who they are")
    if party.is_whole:
        told = ngettext("%(count)s party", "%(count)s parties", count)
        return told % {"count": count}, group
    if party.id.startswith("rest:"):
        more = ngettext("%(count)s more", "%(count)s more", count)
        return more % {"count": count}, group
    if not count:
        return group, ""
    note = ngettext("%(count)s party", "%(count)s parties", count)
    return group, note % {"count": count}


def as_party(berth: Berth) -> dict[str, Any]:
    """Return a party on the rim as JSON can carry it."""
    name, note = party_name(berth.party)
    return {
        "id": berth.party.id,
        "group": berth.party.group,
        "name": name,
        "note": note,
        "x": berth.at[0],
        "y": berth.at[1],
        "side": berth.side,
        "is_small": berth.side == "south" and is_small(berth.party),
        "members": list(berth.members),
    }


def as_edge(
    edge: Bundle,
    ways: Mapping[str, list[Point]],
    spots: Mapping[str, Point],
    parts: Sequence[Bundle] = (),
) -> dict[str, Any]:
    """Return an edge with its way, its badge's place, and what it stands for."""
    return {
        "id": edge.id,
        "source": edge.source.id,
        "target": edge.target,
        "held": edge.held,
        "blocked": edge.blocked,
        "way": [[round(x, 1), round(y, 1)] for x, y in ways.get(edge.id, [])],
        "badge": spots.get(edge.id),
        "changes": edge.changes,
        "label": signs(edge.changes) or (times(len(parts)) if parts else ""),
        "parts": [part.id for part in parts],
    }


def as_part(edge: Bundle) -> dict[str, Any]:
    """Return an edge that another stands for: listed, not drawn."""
    return {
        "id": edge.id,
        "source": edge.source.id,
        "target": edge.target,
        "held": edge.held,
        "blocked": edge.blocked,
        "changes": edge.changes,
    }


def signs(changes: Mapping[str, int]) -> str:
    """Return what changed on an edge, short enough for a badge: +2 −1."""
    return " ".join(
        f"{SIGNS[kind].sign}{changes[kind]:,}" for kind in SIGNS if changes.get(kind)
    )


def times(count: int) -> str:
    """Return for how many accounts an edge stands, short enough for a badge."""
    return f"×{count:,}"


def as_box(box: Box) -> dict[str, float]:
    """Return a box in whole tenths of a point."""
    return {
        "x": round(box.x, 1),
        "y": round(box.y, 1),
        "w": round(box.width, 1),
        "h": round(box.height, 1),
    }
