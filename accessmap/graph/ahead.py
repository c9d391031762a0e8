"""Drawing before anybody asks: whoever comes first after a crawl waits for nothing.

The map as it opens, in each language and in the zones that its readers chose: to draw
five thousand accounts takes seconds, and only what is asked for otherwise is left.
"""

from __future__ import annotations

import zoneinfo

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone, translation

from accessmap.graph.out_of_sight import out_of_sight
from accessmap.graph.shown import accounts_gzipped, coverage, picture, types
from accessmap.language import CODES
from accessmap.models import Role, User

ZONES = 3  # beside UTC, which is everybody's who chose none


def draw_ahead() -> None:
    """Draw what the map opens with, for all who may see it."""
    as_it_opens = QueryDict("")
    for zone in zones():
        for language in CODES:
            with timezone.override(zone), translation.override(language):
                if picture(as_it_opens)["view"] == "units":
                    accounts_gzipped(as_it_opens)
    coverage(None)
    types()
    out_of_sight()


def zones() -> list[zoneinfo.ZoneInfo]:
    """Return the zones in which the map is read, the commonest of them."""
    readers = User.objects.filter(
        Q(is_superuser=True) | Q(role__in=(Role.ANALYST, Role.AUDITOR)), is_active=True
    )
    chosen = (
        readers.exclude(time_zone="")
        .values_list("time_zone")
        .annotate(count=Count("pk"))
        .order_by("-count", "time_zone")
    )
    found = [name for name, _count in chosen[:ZONES]]
    return [zoneinfo.ZoneInfo(name) for name in dict.fromkeys(["UTC", *found])]
