"""Names on a picture that nobody can point at: as they are, slid aside, or left out.

A name that fits nowhere is left out whole, never cut. ``static/js/map/labels.js`` does
the same in the browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from accessmap.graph.export.brush import width, write
from accessmap.graph.geometry import Box, Point

GAP = 4.0  # between two on one line: closer they read as one name
SLIDE = 16.0  # at most: farther it would be a neighbour's name
TOUCH = 1.0  # lines may
STAYS = -1.0  # the rank of what is written in any case


@dataclass(frozen=True, slots=True)
class Name:
    """Words at a place; the lower the rank, the earlier it chooses where to stand."""

    of: str
    at: Point
    words: str
    rank: float = STAYS
    size: float = 13.0
    fill: str = "ink"
    halo: str = "land2"
    anchor: str = "middle"
    is_bold: bool = False
    is_code: bool = False

    @property
    def box(self) -> Box:
        """Return about the ground that it takes."""
        wide = width(self.words, self.size, is_bold=self.is_bold)
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        x, y = self.at
        return Box(x - wide * share, y - self.size / 2, wide, self.size)

    def moved(self, by: float) -> Name:
        """Return it so far to the right."""
        return replace(self, at=(self.at[0] + by, self.at[1]))

    def write(self, root: Element) -> None:
        """Write it where it stands."""
        write(
            root,
            self.at,
            self.words,
            size=self.size,
            fill=self.fill,
            halo=self.halo,
            anchor=self.anchor,
            is_bold=self.is_bold,
            is_code=self.is_code,
        )


def apart(names: Sequence[Name], ground: Iterable[Box] = ()) -> list[Name]:
    """Return the names that fit, where none covers another, nor the ``ground``."""
    kept = [each for each in names if each.rank == STAYS]
    taken = [(each.of, each.box) for each in kept] + [("", each) for each in ground]
    for name in sorted(names, key=lambda each: each.rank):
        if name.rank == STAYS:
            continue
        spots = (name.moved(by) for by in _ways_out(name, taken))
        if found := next((each for each in spots if not _covers(each, taken)), None):
            kept.append(found)
            taken.append((found.of, found.box))
    return kept


def _ways_out(name: Name, taken: Sequence[tuple[str, Box]]) -> list[float]:
    """Return how far it could slide to get clear of what it covers, nearest first."""
    own = name.box
    found = [0.0]
    for box in _covers(name, taken):
        found += [box.right - own.x + GAP + 0.1, box.x - own.right - GAP - 0.1]
    return sorted((by for by in found if abs(by) <= SLIDE), key=abs)


def _covers(name: Name, taken: Sequence[tuple[str, Box]]) -> list[Box]:
    own = name.box
    wide = Box(
        own.x - GAP,
        own.y + TOUCH,
        own.width + 2 * GAP,
        own.height - 2 * TOUCH,
    )
    return [box for of, box in taken if of != name.of and wide.overlaps(box)]
