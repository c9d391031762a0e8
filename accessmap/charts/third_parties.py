"""Which outsiders hold the most, and how strong: vendors, ex-members, strangers."""

from __future__ import annotations

from dataclasses import replace

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
from accessmap.levels import LEVELS
from accessmap.policy.kinds import Zone

MOST = 25
# Strength has no hue: from ink to pale, the strongest darkest.
TONES = ("ink", "ink2", "ink3", "control", "line")


def figures(wanted: GrantFilter = EVERY) -> Figures:
    """Count what outside accounts hold now, by strongest access."""
    wanted = held(wanted)
    outside = replace(wanted, zone=(Zone.EXTERNAL,))
    rows = (
        matching(wanted)
        .filter(zone=Zone.EXTERNAL)
        .exclude(principal_account="")
        .order_by()
        .values_list("principal_account", "access_level")
        .annotate(Count("pk"))
    )
    counts, first = most_first(rows, MOST)
    levels = list(reversed(LEVELS))
    names = account_names()
    return Figures(
        heading=_("Third party"),
        columns=tuple(str(word) for _slug, word in levels),
        slugs=TONES,
        rows=tuple(
            (
                account_label(names, account),
                tuple(counts[account, slug] for slug, _word in levels),
            )
            for account in first
        ),
        links=tuple(
            tuple(
                outside.query(source=(account,), level=(slug,))
                for slug, _word in levels
            )
            for account in first
        ),
    )


register(
    Chart(
        "third-parties",
        gettext_lazy("Third parties"),
        gettext_lazy("Which outside accounts hold the most, by strongest access."),
        figures,
        lying_bars(gettext_lazy("Grants")),
    )
)
