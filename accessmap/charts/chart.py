"""What a chart is: a title, a figure as JSON, and the same figures as a table."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from accessmap.graph.filters import GrantFilter
from accessmap.models import Account, Counterparty

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a chart: one row a label, one column a series.

    ``slugs`` name the series for colour: the page gives a verdict its own hue. A link
    is the filter that leaves the grants behind a number, or the address where else the
    rows behind it are.
    """

    heading: str
    columns: tuple[str, ...]
    slugs: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    links: tuple[tuple[str, ...], ...] = ()
    row_links: tuple[str, ...] = ()

    def lines(self) -> Iterator[tuple[str, str, list[tuple[int, str]]]]:
        """Yield each row as label, its address, and numbers with theirs."""
        nothing = ("",) * len(self.columns)
        for at, (label, counts) in enumerate(self.rows):
            links = map(_address, self.links[at] if self.links else nothing)
            url = self.row_links[at] if self.row_links else ""
            yield label, url, list(zip(counts, links, strict=True))


def _address(link: str) -> str:
    if not link or link.startswith("/"):
        return link
    return f"{reverse('accessmap:grants-index')}?{link}"


Draw = Callable[[Figures], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart of what a filter leaves. ``lead`` says in a sentence what it shows."""

    slug: str
    title: Text
    lead: Text
    figures: Callable[[GrantFilter], Figures]
    draw: Draw
    is_of_grants: bool = True  # else no filter of grants narrows it


EVERY = GrantFilter()
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


def held(wanted: GrantFilter) -> GrantFilter:
    """Return a filter that leaves out what is blocked, as the lead of the list does.

    An address that says itself what it wants of what is blocked is kept to.
    """
    return wanted if wanted.blocked else replace(wanted, blocked="no")


def as_json(figure: Any) -> Mapping[str, Any]:
    """Return a Plotly figure as plain JSON, without Plotly's own theme."""
    found: dict[str, Any] = figure.to_plotly_json()
    found["layout"].pop("template", None)
    return found


def most_first(
    rows: Iterable[tuple[str, str, int]], most: int
) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Return (account, word) → count, and the ``most`` accounts that have the most."""
    counts: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for account, word, count in rows:
        counts[account, word] += count
        totals[account] += count
    return counts, [account for account, _total in totals.most_common(most)]


def account_names() -> Mapping[str, str]:
    """Return what we call accounts, ours and others, by id."""
    theirs = dict(Counterparty.objects.values_list("account_id", "name"))
    return {**theirs, **dict(Account.objects.values_list("account_id", "name"))}


def account_label(names: Mapping[str, str], account_id: str) -> str:
    """Return a name with its id beside it, as every page has it."""
    return f"{names.get(account_id, '')} {account_id}".strip()


def lying_bars(axis: Text) -> Draw:
    """Return what draws lying bars: long names can be read, the first at the top."""

    def draw(found: Figures) -> Mapping[str, Any]:
        from plotly import graph_objects

        layout = {
            "barmode": "stack",
            "yaxis": {"autorange": "reversed", "automargin": True, "type": "category"},
            "xaxis": {"title": {"text": str(axis)}, "rangemode": "tozero"},
            "height": 140 + 26 * len(found.rows),
        }
        return as_json(graph_objects.Figure(bars(found, is_upright=False), layout))

    return draw


def heat_map(axis: Text) -> Draw:
    """Return what draws a heat map; what is nothing stays the colour of the page."""

    def draw(found: Figures) -> Mapping[str, Any]:
        from plotly import graph_objects

        heat = graph_objects.Heatmap(
            x=list(found.columns),
            y=[label for label, _counts in found.rows],
            z=[[count or None for count in counts] for _label, counts in found.rows],
            meta="ink",
            xgap=2,
            ygap=2,
        )
        layout = {
            # Ids are names and not numbers.
            "xaxis": {
                # Names stand on end, and are as long as they are.
                "title": {"text": str(axis), "standoff": 16},
                "automargin": True,
                "type": "category",
            },
            "yaxis": {"autorange": "reversed", "automargin": True, "type": "category"},
            "height": 260 + 24 * len(found.rows),
        }
        return as_json(graph_objects.Figure([heat], layout))

    return draw


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
