"""Who is let in where, account by account: the better picture where lines are dense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import (
    EVERY,
    Chart,
    Figures,
    account_label,
    heat_map,
    held,
    register,
)
from accessmap.charts.chart import account_names as names_of
from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching

MOST = 40  # of each side, those with the most grants


def figures(wanted: GrantFilter = EVERY) -> Figures:
    """Count the grants from each account to each other."""
    wanted = held(wanted)
    rows = (
        matching(wanted)
        .exclude(principal_account="")
        .exclude(principal_account=F("resource__account_id"))
        .order_by()
        .values_list("resource__account_id", "principal_account")
        .annotate(Count("pk"))
    )
    counts = Counter({(into, who): n for into, who, n in rows})
    targets, sources = _busiest(counts, 0), _busiest(counts, 1)
    names = names_of()
    return Figures(
        heading=_("Account of the resource"),
        columns=tuple(account_label(names, each) for each in sources),
        slugs=("ink",) * len(sources),
        rows=tuple(
            (account_label(names, into), tuple(counts[into, who] for who in sources))
            for into in targets
        ),
        links=tuple(
            tuple(wanted.query(source=(who,), target=(into,)) for who in sources)
            for into in targets
        ),
    )


def _busiest(counts: Mapping[tuple[str, str], int], side: int) -> list[str]:
    total: Counter[str] = Counter()
    for pair, count in counts.items():
        total[pair[side]] += count
    return [account for account, _count in total.most_common(MOST)]


register(
    Chart(
        "account-matrix",
        gettext_lazy("Account by account"),
        gettext_lazy("How many grants each account gives to each other."),
        figures,
        heat_map(gettext_lazy("Account let in")),
    )
)
