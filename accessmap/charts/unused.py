"""How many roles that others may become nobody has used, for how long."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import Chart, Figures, lying_bars, register
from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.verdicts import LOOKS

DAYS = (30, 90, 180, 365)


def figures() -> Figures:
    """Count grants by verdict; who is unused for a year is so for a month too."""
    counts = {days: _counted(days) for days in DAYS}
    slugs = [slug for slug in LOOKS if any(slug in each for each in counts.values())]
    has_any = any(counts.values())
    return Figures(
        heading=_("Nobody has used it"),
        columns=tuple(str(LOOKS[slug].word) for slug in slugs),
        slugs=tuple(slugs),
        rows=tuple(
            (
                _("for %(days)s days") % {"days": days},
                tuple(counts[days].get(slug, 0) for slug in slugs),
            )
            for days in DAYS
            if has_any
        ),
        links=tuple(
            tuple(f"unused={days}&verdict={slug}" for slug in slugs)
            for days in DAYS
            if has_any
        ),
    )


def _counted(days: int) -> dict[str, int]:
    unused = matching(GrantFilter(unused=str(days)))
    return dict(unused.order_by().values_list("verdict").annotate(Count("pk")))


register(
    Chart(
        "unused",
        gettext_lazy("Unused"),
        gettext_lazy(
            "Grants of roles that nobody has used, as AWS tells; of other resources "
            "it tells nothing."
        ),
        figures,
        lying_bars(gettext_lazy("Grants")),
    )
)
