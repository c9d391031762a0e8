"""Where it is that we do not see: by unit, and by what is read there."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import EVERY, Chart, Figures, heat_map, register
from accessmap.graph.filters import GrantFilter
from accessmap.graph.matrix import is_read_once, title
from accessmap.models import Account
from accessmap.models.coverage import INCOMPLETE
from accessmap.models.newest import Newest

MOST = 40  # units, those of which most is missing
Place = tuple[str, str]  # unit, collector


def figures(_wanted: GrantFilter = EVERY) -> Figures:
    """Count each unit's accounts of which something was not read wholly.

    Where nothing was asked of an account, that is not read either: unknown, not empty.
    """
    present = Account.objects.present().order_by()
    members = {
        unit or "": count
        for unit, count in present.values_list("unit__name").annotate(Count("pk"))
    }
    seen, lost = _counted()
    collectors = sorted({collector for _unit, collector in seen})
    missing = {
        (unit, each): lost[unit, each]
        + (0 if is_read_once(each) else count - seen[unit, each])
        for unit, count in members.items()
        for each in collectors
    }
    total = {unit: sum(missing[unit, each] for each in collectors) for unit in members}
    first = sorted(members, key=lambda unit: (-total[unit], unit))[:MOST]
    names = [unit or _("No unit") for unit in first]
    index, unread = reverse("accessmap:coverage-index"), {"only": "unread"}
    return Figures(
        heading=_("Unit"),
        columns=tuple(title(each) for each in collectors),
        slugs=("ink",) * len(collectors),
        rows=tuple(
            (name, tuple(missing[unit, each] for each in collectors))
            for unit, name in zip(first, names, strict=True)
            if collectors
        ),
        links=tuple(
            tuple(
                f"{index}?{urlencode({**unread, 'ou': name, 'collector': each})}"
                for each in collectors
            )
            for name in names
            if collectors
        ),
        row_links=tuple(f"{index}?{urlencode({'ou': name})}" for name in names),
    )


def _counted() -> tuple[Counter[Place], Counter[Place]]:
    """Return how many accounts were asked, and of how many something is missing."""
    home = Account.objects.present().filter(account_id=OuterRef("account_id"))
    rows = (
        Newest()
        .rows.of_accounts()
        .filter(Exists(home))
        .order_by()
        .annotate(unit=Subquery(home.values("unit__name")[:1]))
        .values_list("unit", "collector")
        .annotate(
            Count("account_id", distinct=True),
            lost=Count("account_id", distinct=True, filter=INCOMPLETE),
        )
    )
    seen: Counter[Place] = Counter()
    lost: Counter[Place] = Counter()
    for unit, collector, asked, missed in rows:
        seen[unit or "", collector] = asked
        lost[unit or "", collector] = missed
    return seen, lost


register(
    Chart(
        "coverage",
        gettext_lazy("Coverage"),
        gettext_lazy(
            "Of how many accounts something could not be read: unknown, not empty."
        ),
        figures,
        heat_map(gettext_lazy("What is read")),
        is_of_grants=False,
    )
)
