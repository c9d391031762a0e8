"""What a chart is: a title, a figure as JSON, and the same figures as a table."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a chart: one row a label, one column a series.

    ``slugs`` name the series for colour: the page gives a verdict its own hue.
    """

    heading: str
    columns: tuple[str, ...]
    slugs: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. ``lead`` says in a sentence what it shows."""

    slug: str
    title: Text
    lead: Text
    figures: Callable[[], Figures]
    draw: Callable[[Figures], Mapping[str, Any]]


_CHARTS: dict[str, Chart] = {}


def register(chart: Chart) -> Chart:
    """Add a chart; a second one of its name is a mistake."""
    if chart.slug in _CHARTS:
        raise ValueError(f"Two charts are called {chart.slug}.")
    _CHARTS[chart.slug] = chart
    return chart


@cache
def all_charts() -> Mapping[str, Chart]:
    """Return every chart by name; the package is walked once: no list to keep."""
    package = importlib.import_module("accessmap.charts")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_CHARTS.items())))


def as_json(figure: Any) -> Mapping[str, Any]:
    """Return a Plotly figure as plain JSON, without Plotly's own theme."""
    found: dict[str, Any] = figure.to_plotly_json()
    found["layout"].pop("template", None)
    return found


def bars(figures: Figures, *, is_upright: bool) -> Sequence[Any]:
    """Return stacked bars, one trace a series; its slug travels in ``meta``."""
    from plotly import graph_objects

    labels = [label for label, _counts in figures.rows]
    traces = []
    for at, (column, slug) in enumerate(
        zip(figures.columns, figures.slugs, strict=True)
    ):
        counts = [row[at] for _label, row in figures.rows]
        x, y = (labels, counts) if is_upright else (counts, labels)
        orientation = "v" if is_upright else "h"
        bar = graph_objects.Bar(
            x=x, y=y, name=column, orientation=orientation, meta=slug
        )
        traces.append(bar)
    return traces
