"""What the filter language may ask of judgments: decisions, and the list of owners.

Facts keep the language and do not know of reviews; these words are brought to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import In
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessmap.graph.more_words import Word
from accessmap.graph.narrow import in_units
from accessmap.graph.owners import as_written
from reviews.lifecycle import DECIDED, PENDING, ItemState
from reviews.models import Event, Ownership, ReviewItem

Values = tuple[str, ...]
UNDECIDED, WAITING = "undecided", "waiting"
DECISIONS: Mapping[str, str | Promise] = MappingProxyType(
    {
        UNDECIDED: _("Nobody has decided"),
        WAITING: _("In a review now"),
        "confirmed": _("Confirmed"),
        "reduced": _("To be reduced"),
        "revoked": _("Revoked"),
        "excepted": _("Excepted for a time"),
    }
)
STATES: Mapping[str, frozenset[ItemState]] = MappingProxyType(
    {
        "confirmed": frozenset({ItemState.CONFIRMED, ItemState.CARRIED}),
        "reduced": frozenset({ItemState.REDUCED}),
        "revoked": frozenset({ItemState.REVOKED}),
        "excepted": frozenset({ItemState.EXCEPTED}),
    }
)


def decided(values: Values) -> Q:
    """Return the grants of which the newest decision is one of these."""
    same: QuerySet[ReviewItem] = ReviewItem.objects.filter(
        fingerprint=OuterRef("fingerprint")
    )
    found = Q(pk__in=[])
    if UNDECIDED in values:
        found |= ~Q(Exists(same.filter(state__in=DECIDED)))
    if WAITING in values:
        found |= Q(Exists(same.filter(state__in=PENDING)))
    if states := {state for each in values for state in STATES.get(each, ())}:
        newest = same.filter(state__in=DECIDED).order_by("-pk").values("state")[:1]
        found |= Q(In(Subquery(newest), sorted(states)))
    return found


def listed_owner(values: Values) -> Q:
    """Return the grants of what the operator's own list gives to these people."""
    names = as_written(values)
    named = Q(owner__username__in=names) | Q(owner__email__in=names)
    keys = tuple(
        Ownership.objects.current().filter(named).values_list("key", flat=True)
    )
    here = Q(resource__arn__in=keys) | Q(resource__account_id__in=keys)
    return here | in_units(keys)


def newest_judgment() -> object:
    """Return what changes with every judgment: each writes an event."""
    return Event.objects.aggregate(Max("pk"))["pk__max"]


def newest_list() -> object:
    """Return what changes with every list of owners."""
    return Ownership.objects.aggregate(Max("pk"))["pk__max"]


WORD = Word(
    name="decision",
    label=_("Decision"),
    choices=DECISIONS,
    condition=decided,
    state=newest_judgment,
)
