"""What our rules flag, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import EVERY, Chart, Figures, held, lying_bars, register
from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.language import reader_language
from accessmap.models import Flag
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import all_rules

TONES = {Severity.HIGH: "bad", Severity.MEDIUM: "warn", Severity.LOW: "ink3"}


def figures(wanted: GrantFilter = EVERY) -> Figures:
    """Count flags on the grants that let somebody in, by rule and severity."""
    wanted = held(wanted)
    words = {
        Severity.HIGH: _("High"),
        Severity.MEDIUM: _("Medium"),
        Severity.LOW: _("Low"),
    }
    counted = (
        Flag.objects.filter(grant__in=matching(wanted), rule_id__in=_rules(wanted))
        .order_by()
        .values_list("rule_id", "severity")
        .annotate(Count("pk"))
    )
    order = list(TONES)
    found = sorted(counted, key=lambda row: (order.index(Severity(row[1])), -row[2]))
    language = reader_language()
    return Figures(
        heading=_("Flag"),
        columns=tuple(words[each] for each in order),
        slugs=tuple(TONES.values()),
        rows=tuple(
            (
                all_rules()[rule].title[language],
                tuple(count if each == severity else 0 for each in order),
            )
            for rule, severity, count in found
        ),
        links=tuple(
            tuple(
                wanted.query(flag=(rule,)) if each == severity else "" for each in order
            )
            for rule, severity, _count in found
        ),
    )


def _rules(wanted: GrantFilter) -> Iterable[str]:
    """Return the rules asked for: a grant with one of them may have others besides."""
    named = wanted.flag if "any" not in wanted.flag else ()
    return named or all_rules()


register(
    Chart(
        "flags-by-severity",
        gettext_lazy("Flags"),
        gettext_lazy("What is flagged, the gravest first."),
        figures,
        lying_bars(gettext_lazy("Flags")),
    )
)
