"""Which grants a campaign asks about, and whom, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _

from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.narrow import matching
from accessmap.models import Crawl, Grant
from accessmap.models.grant import GrantQuerySet
from reviews.errors import FilterUnknown
from reviews.history import History
from reviews.lifecycle import CampaignState, Side
from reviews.models import ReviewItem
from reviews.owners import Answer, Owners, Unasked

BATCH = 1000


def filter_of(query: str) -> GrantFilter:
    """Return the filter that ``query`` spells, or refuse with its own sentence.

    A campaign asks about what AWS grants now, so a filter over time is refused.
    """
    try:
        wanted = GrantFilter.of(QueryDict(query.lstrip("?")))
    except BadFilter as error:
        raise FilterUnknown(str(error)) from error
    if wanted.state != "current" or wanted.at:
        raise FilterUnknown(
            _("A campaign asks about current grants. Take “state” and “at” out.")
        )
    return wanted


def population(
    query: str, crawl: Crawl, new_since: datetime | None = None
) -> GrantQuerySet:
    """Return the current grants that ``query`` selects, as far as ``crawl`` saw them.

    What a later crawl began, even one that is still running, is not yet asked about.
    With ``new_since``, only what began after it and no campaign has asked about yet: a
    grant that was widened or changed is another grant, and so is one that was gone and
    came back, with the same words.
    """
    seen = matching(filter_of(query)).filter(
        began_crawl__started_at__lte=crawl.started_at
    )
    if new_since is not None:
        asked = ReviewItem.objects.filter(grant=OuterRef("pk"))
        # The campaign that is being opened does not stand in its own way.
        known = asked.exclude(campaign__state=CampaignState.OPENING)
        seen = seen.filter(~Exists(known), began_crawl__started_at__gt=new_since)
    return seen.order_by("resource__arn", "principal", "fingerprint")


def observed(crawl: Crawl) -> GrantQuerySet:
    """Return every cross-account grant that ``crawl`` saw: asked about or not."""
    return population("", crawl)


@dataclass(frozen=True, slots=True)
class Asking:
    """One side of one grant, and who is asked about it."""

    grant: Grant
    side: Side
    answer: Answer
    history: History
    # Why nobody is asked for the other side, where somebody would be.
    unasked: Unasked | None = None


def askings(
    grants: GrantQuerySet, owners: Owners, *, is_two_sided: bool
) -> Iterator[list[Asking]]:
    """Yield whom to ask about each of ``grants``, in batches; none is left out.

    The side that uses a grant is asked too where its account is ours and a rule names
    its owner; who owns both sides is asked once.
    """
    rows = grants.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        history = History(batch)
        if is_two_sided:
            owners.learn(batch)
        yield [
            asking
            for grant in batch
            for asking in _sides(grant, owners, history, is_two_sided=is_two_sided)
        ]


def _sides(
    grant: Grant, owners: Owners, history: History, *, is_two_sided: bool
) -> Iterator[Asking]:
    before = history.before(grant, Side.GRANTING)
    granting = owners.of(grant, last=before.decider)
    if not is_two_sided:
        yield Asking(grant, Side.GRANTING, granting, history)
        return
    before = history.before(grant, Side.USING)
    using = owners.user_of(grant, last=before.decider)
    unasked = using if isinstance(using, Unasked) else None
    yield Asking(grant, Side.GRANTING, granting, history, unasked)
    if isinstance(using, Answer) and using.reviewer != granting.reviewer:
        yield Asking(grant, Side.USING, using, history)
