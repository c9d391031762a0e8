"""How many roles that others may become nobody has used, for how long."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import EVERY, Chart, Figures, held, lying_bars, register
from accessmap.graph.filters import GrantFilter, unused_since
from accessmap.graph.narrow import matching
from accessmap.verdicts import LOOKS

DAYS = (30, 90, 180, 365)


def figures(wanted: GrantFilter = EVERY) -> Figures:
    """Count grants by verdict; who is unused for a year is so for a month too."""
    wanted = held(wanted)
    spans = _spans(wanted)
    counts = {days: _counted(wanted, days) for days in spans}
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
            for days in spans
            if has_any
        ),
        links=tuple(
            tuple(wanted.query(unused=str(days), verdict=(slug,)) for slug in slugs)
            for days in spans
            if has_any
        ),
    )


def _spans(wanted: GrantFilter) -> list[int]:
    """Return for how long: no shorter than the filter asks."""
    begun = {days: unused_since(str(days)) for days in DAYS}
    since = unused_since(wanted.unused) if wanted.unused else timezone.now()
    return [days for days in DAYS if begun[days] <= since]


def _counted(wanted: GrantFilter, days: int) -> dict[str, int]:
    unused = matching(replace(wanted, unused=str(days)))
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
