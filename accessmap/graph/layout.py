"""Where everything on the map stands: boxes of units, and accounts at home in them.

Pure geometry, in points; the same organization gives the same map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from accessmap.graph.columns import tall
from accessmap.graph.geometry import Axis, Box, Point, Strait
from accessmap.graph.land import Unit
from accessmap.graph.packing import (
    HEADER,
    PADDING,
    STRAIT,
    Grid,
    Plot,
    Shape,
    best_shape,
    places,
)

ABOVE = 5.0  # from a unit's content up to the lane below its name
BESIDE = PADDING / 2  # from its content to the lane along its border
OFFSHORE = 18.0  # from the coast to the way around the land
LABEL = 26.0  # what name and id take below a town
NAME_WIDTH = 8.0  # of one letter of a unit's name, about


@dataclass(frozen=True, slots=True)
class Territory:
    """One unit's box."""

    unit: Unit
    box: Box
    depth: int


@dataclass(frozen=True, slots=True)
class Field:
    """The ruled ground of one plot."""

    unit: Unit
    box: Box
    columns: int
    rows: int

    @property
    def pitch(self) -> tuple[float, float]:
        """Return the size of one place."""
        return self.box.width / self.columns, self.box.height / self.rows


@dataclass(slots=True)
class Layout:
    """The surveyed land."""

    grid: Grid = field(default_factory=Grid)
    territories: list[Territory] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    towns: dict[str, tuple[float, float]] = field(default_factory=dict)
    straits: list[Strait] = field(default_factory=list)

    @property
    def land(self) -> Box:
        """Return the box of the whole organization."""
        return self.territories[0].box

    def pass_by(self, rim: Iterable[Point]) -> None:
        """Let the way around the land pass all who stand on the rim.

        A small land has a short shore, and some stand beyond its ends: without a way to
        them, their edges would not be drawn.
        """
        sea = _sea(self.land)
        xs, ys = zip(*rim, (sea.x, sea.y), (sea.right, sea.bottom), strict=True)
        around = {
            (Axis.LEVEL, sea.y): (min(xs), max(xs)),
            (Axis.LEVEL, sea.bottom): (min(xs), max(xs)),
            (Axis.UPRIGHT, sea.x): (min(ys), max(ys)),
            (Axis.UPRIGHT, sea.right): (min(ys), max(ys)),
        }
        for index, strait in enumerate(self.straits):
            start, end = around.get(
                (strait.axis, strait.at), (strait.start, strait.end)
            )
            self.straits[index] = replace(strait, start=start, end=end)

    def box_of(self) -> Mapping[str, Box]:
        """Return each unit's box."""
        return {each.unit.id: each.box for each in self.territories}


def lay_out(root: Unit, grid: Grid | None = None) -> Layout:
    """Return the map of an organization, its land beginning at the origin."""
    layout = Layout(grid or Grid())
    shape = best_shape(root, layout.grid)
    _settle(layout, shape, Box(0.0, 0.0, shape.width, shape.height), 0)
    layout.straits = _open_to_the_sea(layout.straits, layout.land, len(root.name))
    return layout


def _settle(layout: Layout, shape: Shape, box: Box, depth: int) -> None:
    side, top, bottom = shape.inset
    width, height = box.width - 2 * side, box.height - top - bottom
    inner = Box(box.x + side, box.y + top, width, height)
    if shape.unit:
        layout.territories.append(Territory(shape.unit, box, depth))
        _sail_around(layout, box, inner)
    if isinstance(shape.content, Plot):
        _plough(
            layout, shape.content, inner, name=shape.unit.name if shape.unit else ""
        )
        return
    widths = [max(each.width for each in column) for column in shape.content]
    spare = (inner.width - sum(widths) - STRAIT * (len(widths) - 1)) / len(widths)
    x = inner.x
    for column, least in zip(shape.content, widths, strict=True):
        ground = Box(x, inner.y, least + spare, inner.height)
        _fill(layout, column, ground, depth + 1)
        x = ground.right + STRAIT
        if x < inner.right:
            at = ground.right + STRAIT / 2
            start, end = inner.y - ABOVE, inner.bottom + BESIDE
            layout.straits.append(Strait(Axis.UPRIGHT, at, start, end))


def _fill(layout: Layout, column: tuple[Shape, ...], ground: Box, depth: int) -> None:
    """Put a column's boxes on top of each other; they share what height is left."""
    spare = (ground.height - tall(column, STRAIT)) / len(column)
    y = ground.y
    for shape in column:
        box = Box(ground.x, y, ground.width, shape.height + spare)
        _settle(layout, shape, box, depth)
        y = box.bottom + STRAIT
        if y < ground.bottom:
            at, reach = box.bottom + STRAIT / 2, STRAIT / 2
            start, end = ground.x - reach, ground.right + reach
            layout.straits.append(Strait(Axis.LEVEL, at, start, end))


def _sail_around(layout: Layout, box: Box, inner: Box) -> None:
    """One can also travel along the inside of a border, and out of it."""
    left, right = inner.x - BESIDE, inner.right + BESIDE
    top, bottom = inner.y - ABOVE, inner.bottom + BESIDE
    upright = (box.y - STRAIT / 2, box.bottom + STRAIT / 2)
    level = (box.x - STRAIT / 2, box.right + STRAIT / 2)
    layout.straits += [
        Strait(Axis.UPRIGHT, left, *upright, toll=1.2, width=8),
        Strait(Axis.UPRIGHT, right, *upright, toll=1.2, width=8),
        Strait(Axis.LEVEL, top, *level, toll=1.2, width=8),
        Strait(Axis.LEVEL, bottom, *level, toll=1.2, width=8),
    ]


def _plough(layout: Layout, plot: Plot, box: Box, *, name: str) -> None:
    """Rule a plot: a place for each account, a lane between any two."""
    field_ = Field(plot.unit, box, plot.columns, plot.rows)
    layout.fields.append(field_)
    wide, high = field_.pitch
    grid = layout.grid
    if not grid.has_lanes:
        wide, high = grid.cell
    loose = max(0.0, (high - grid.cell[1]) * 0.35)
    for account_id, column, row in places(plot):
        # A town stands in the upper part of its place; name and id come below it.
        layout.towns[account_id] = (
            round(box.x + wide * (column + 0.5), 1),
            round(box.y + high * row + grid.drop + loose, 1),
        )
    if grid.has_lanes:
        layout.straits += _lanes(field_, grid.drop, loose, name)


def _lanes(ground: Field, drop: float, loose: float, name: str) -> Iterator[Strait]:
    """Yield the ways between places, up to the water around the plot."""
    box = ground.box
    wide, high = ground.pitch
    reach = BESIDE + STRAIT / 2 if name else STRAIT / 2
    named_until = box.x + 16 + NAME_WIDTH * len(name) if name else box.x
    for column in range(1, ground.columns):
        x = box.x + wide * column
        top = box.y - ABOVE if x < named_until else box.y - HEADER - STRAIT / 2
        top = top if name else box.y - reach
        bottom = box.bottom + reach + BESIDE
        yield Strait(Axis.UPRIGHT, x, top, bottom, toll=1.6, width=4)
    for row in range(1, ground.rows):
        # Halfway between an id above and a town below.
        y = box.y + high * (row - 0.5) + drop + loose + LABEL / 2
        start, end = box.x - reach - BESIDE, box.right + reach
        yield Strait(Axis.LEVEL, y, start, end, toll=1.6, width=6)


def _sea(land: Box) -> Box:
    """Return the box whose border is the way around the land."""
    return Box(
        land.x - OFFSHORE,
        land.y - OFFSHORE,
        land.width + 2 * OFFSHORE,
        land.height + 2 * OFFSHORE,
    )


def _open_to_the_sea(straits: list[Strait], land: Box, name: int) -> list[Strait]:
    """Let what reaches the coast go on to the water around the land."""
    sea = _sea(land)
    named_until = land.x + 16 + NAME_WIDTH * name
    opened = []
    for strait in straits:
        is_level = strait.axis is Axis.LEVEL
        first, last = (sea.x, sea.right) if is_level else (sea.y, sea.bottom)
        near = OFFSHORE + 2 * PADDING + STRAIT / 2
        if not is_level and strait.at < named_until:
            first = strait.start  # the organization's name stands there
        start = first if strait.start - first <= near else strait.start
        end = last if last - strait.end <= near else strait.end
        opened.append(replace(strait, start=start, end=end))
    around = [
        Strait(Axis.UPRIGHT, sea.x, sea.y, sea.bottom, 1.1),
        Strait(Axis.UPRIGHT, sea.right, sea.y, sea.bottom, 1.1),
        Strait(Axis.LEVEL, sea.y, sea.x, sea.right, 1.1),
        Strait(Axis.LEVEL, sea.bottom, sea.x, sea.right, 1.1),
    ]
    return opened + around
