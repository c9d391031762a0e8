"""Which grants a campaign asks about, and each of them as an item to be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.http import QueryDict
from django.utils.translation import gettext as _

from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.narrow import matching
from accessmap.models import Account, Crawl, Grant
from accessmap.models.grant import GrantQuerySet
from accessmap.policy.kinds import Severity
from accessmap.spoken import Speaker
from reviews.circumstances import (
    circumstances_of,
    frozen,
    rank_of,
    risk_of,
    usage_of,
)
from reviews.errors import FilterUnknown
from reviews.history import History
from reviews.lifecycle import ItemState
from reviews.models import Campaign, ReviewItem
from reviews.owners import Owners
from reviews.recommendation import recommend
from reviews.statement import statement_text
from reviews.wording import LANGUAGES, wordings

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


def population(query: str, crawl: Crawl) -> GrantQuerySet:
    """Return the current grants that ``query`` selects, as far as ``crawl`` saw them.

    What a later crawl began, even one that is still running, is not yet asked about.
    """
    seen = matching(filter_of(query)).filter(
        began_crawl__started_at__lte=crawl.started_at
    )
    return seen.order_by("resource__arn", "principal", "fingerprint")


def items_for(campaign: Campaign, owners: Owners) -> Iterator[list[ReviewItem]]:
    """Yield the items of ``campaign``, not yet saved, in batches, numbered from 1."""
    grants = (
        population(campaign.query, campaign.crawl)
        .select_related("resource", "snapshot__document")
        .prefetch_related("flags")
        .iterator(chunk_size=BATCH)
    )
    draft = Draft(campaign, owners)
    number = 0
    while batch := list(islice(grants, BATCH)):
        history = History(batch)
        yield [
            draft.item(grant, number + place, history)
            for place, grant in enumerate(batch, start=1)
        ]
        number += len(batch)


class Draft:
    """How one grant becomes one item: everything a reviewer will read is frozen."""

    def __init__(self, campaign: Campaign, owners: Owners) -> None:
        """Read the names that the words need, once."""
        self._campaign = campaign
        self._owners = owners
        self._speakers = {each: Speaker(each) for each in LANGUAGES}
        self._names = self._speakers["en"].names
        self._units = dict(Account.objects.values_list("account_id", "unit__name"))

    def item(self, grant: Grant, number: int, history: History) -> ReviewItem:
        """Return the item for ``grant``."""
        change, previous = history.before(grant)
        advice = recommend(
            usage_of(grant, self._campaign.opened_at),
            high_flags=high_flags(grant),
            change=change,
            was_confirmed=bool(previous and previous.state == ItemState.CONFIRMED),
        )
        answer = self._owners.of(grant)
        account_id = grant.resource.account_id
        document = grant.snapshot.document
        return ReviewItem(
            campaign=self._campaign,
            number=number,
            grant=grant,
            fingerprint=grant.fingerprint,
            wording=wordings(grant, self._speakers, dict(advice.reason)),
            circumstances=circumstances_of(
                grant,
                names=self._names.accounts,
                change=change,
                now=self._campaign.opened_at,
            ),
            statement=statement_text(document.text, grant.says["statements"]),
            document=document,
            document_sha256=document.sha256,
            verdict=grant.verdict,
            account_id=account_id,
            account_name=self._names.accounts.get(account_id, ""),
            unit_name=self._units.get(account_id) or "",
            risk=risk_of(grant),
            rank=rank_of(grant),
            suggestion=advice.advice.value,
            previous=previous,
            reviewer=answer.reviewer,
            resolved_by=answer.rule,
            resolved_from=answer.source,
        )


def high_flags(grant: Grant) -> Sequence[dict[str, str]]:
    """Return the titles of the grave flags on ``grant``, by language."""
    return [
        dict(frozen(each)["title"])
        for each in grant.flags.all()
        if each.severity == Severity.HIGH
    ]
