"""Grants by account and verdict: where outsiders are let in, the most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import Chart, Figures, as_json, bars, register
from accessmap.models import Account, Grant
from accessmap.verdicts import LOOKS

MOST = 40


def figures() -> Figures:
    """Count current grants across accounts."""
    rows = (
        Grant.objects.current()
        .cross_account()
        .order_by()
        .values_list("resource__account_id", "verdict")
        .annotate(Count("pk"))
    )
    counts = Counter({(account, verdict): n for account, verdict, n in rows})
    slugs = [slug for slug in LOOKS if any(verdict == slug for _a, verdict in counts)]
    totals: Counter[str] = Counter()
    for (account, _verdict), count in counts.items():
        totals[account] += count
    names = dict(Account.objects.values_list("account_id", "name"))
    return Figures(
        heading=_("Account"),
        columns=tuple(str(LOOKS[slug].word) for slug in slugs),
        slugs=tuple(slugs),
        rows=tuple(
            (
                f"{names.get(account, '')} {account}".strip(),
                tuple(counts[account, slug] for slug in slugs),
            )
            for account, _total in totals.most_common(MOST)
        ),
    )


def draw(found: Figures) -> Mapping[str, Any]:
    """Draw lying bars, so that names of accounts can be read."""
    from plotly import graph_objects

    layout = {
        "barmode": "stack",
        "yaxis": {"autorange": "reversed", "automargin": True, "type": "category"},
        "xaxis": {"title": {"text": _("Grants")}, "rangemode": "tozero"},
        "height": 120 + 24 * len(found.rows),
    }
    figure = graph_objects.Figure(bars(found, is_upright=False), layout)
    return as_json(figure)


register(
    Chart(
        "grants-by-account",
        gettext_lazy("By account"),
        gettext_lazy("Which accounts let others in, and how far away these stand."),
        figures,
        draw,
    )
)
