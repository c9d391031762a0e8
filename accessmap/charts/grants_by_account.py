"""Grants by account and verdict: where outsiders are let in, the most first."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import (
    EVERY,
    Chart,
    Figures,
    account_label,
    account_names,
    held,
    lying_bars,
    most_first,
    register,
)
from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.verdicts import LOOKS

MOST = 40


def figures(wanted: GrantFilter = EVERY) -> Figures:
    """Count the grants that let somebody in, by their resource's account."""
    wanted = held(wanted)
    rows = (
        matching(wanted)
        .order_by()
        .values_list("resource__account_id", "verdict")
        .annotate(Count("pk"))
    )
    counts, first = most_first(rows, MOST)
    slugs = [slug for slug in LOOKS if any(verdict == slug for _a, verdict in counts)]
    names = account_names()
    return Figures(
        heading=_("Account"),
        columns=tuple(str(LOOKS[slug].word) for slug in slugs),
        slugs=tuple(slugs),
        rows=tuple(
            (
                account_label(names, account),
                tuple(counts[account, slug] for slug in slugs),
            )
            for account in first
        ),
        links=tuple(
            tuple(wanted.query(target=(account,), verdict=(slug,)) for slug in slugs)
            for account in first
        ),
    )


register(
    Chart(
        "grants-by-account",
        gettext_lazy("By account"),
        gettext_lazy("Which accounts let others in, and how far away these stand."),
        figures,
        lying_bars(gettext_lazy("Grants")),
    )
)
