"""Tell security of each external grant that a crawl saw begin, or saw widened."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accessmap.graph.changes import Change, Comparison, Doubt
from accessmap.graph.filters import GrantFilter
from accessmap.models import Crawl, Grant
from accessmap.policy.kinds import Verdict
from accessmap.policy.width import lets_no_more
from reviews.models import Cursor, Notice
from reviews.notifications.new_grant import NewGrant, flood, said
from reviews.notifications.outbox import for_analysts, for_webhook, mails_to_analysts

NAME, KIND = "new-grants", "new-grant"
EXTERNAL = (
    Verdict.PUBLIC.value,
    Verdict.ANY_ACCOUNT.value,
    Verdict.EXTERNAL.value,
    Verdict.UNKNOWN.value,
)
MOST = 100  # of one crawl; more is a change of the organization, told as one
INSTANT = timedelta(microseconds=1)


def tell_new_grants() -> int:
    """Write the notices of every finished crawl beyond the cursor; return how many.

    Each grant is told once, whatever runs twice: to the webhook by itself, to people in
    one mail a crawl that lists each. What was there when somebody looked first is what
    the first review is for: it is not told.
    """
    written = 0
    while (found := _take()) is not None:
        written += found
    return written


@transaction.atomic
def _take() -> int | None:
    cursor = Cursor.held(NAME)
    crawl = _beyond(cursor)
    if crawl is None:
        return None
    notices = _notices(crawl) if cursor.position else []
    Notice.objects.bulk_create(notices)
    cursor.position = crawl.pk
    cursor.save(update_fields=["position"])
    return len(notices)


def _beyond(cursor: Cursor) -> Crawl | None:
    """Return the crawl that finished next after the cursor's; at first, the newest."""
    crawls = Crawl.objects.finished().order_by("finished_at", "pk")
    if not cursor.position:
        return crawls.last()
    last = crawls.get(pk=cursor.position)
    return crawls.filter(
        Q(finished_at__gt=last.finished_at)
        | Q(finished_at=last.finished_at, pk__gt=last.pk)
    ).first()


def new_grants(crawl: Crawl) -> list[NewGrant]:
    """Return the external grants that ``crawl`` saw begin or widened, worst first."""
    before = crawl.started_at - INSTANT
    changes = Comparison(
        GrantFilter(verdict=EXTERNAL, blocked="no"), before, crawl.started_at
    ).changes
    keys = {end.pk for each in changes for end in (each.before, each.after) if end}
    rows = Grant.objects.filter(Q(began_crawl=crawl) | Q(ended_crawl=crawl))
    found = rows.select_related("resource").in_bulk(keys)
    told = []
    for each in changes:
        row = found.get(each.after.pk) if each.after else None
        if row is None or row.began_crawl_id != crawl.pk or row.is_blocked:
            continue
        old = found.get(each.before.pk) if each.before else None
        if old is not None and lets_no_more(row.value, than=old.value):
            continue
        if row.verdict in EXTERNAL:
            is_sure = each.change is not Change.UNKNOWN or each.doubt is Doubt.NOW
            told.append(NewGrant(row, old, is_new_for_sure=is_sure))
    return told


def _notices(crawl: Crawl) -> list[Notice]:
    """Return a mail to each analyst of all that ``crawl`` saw, and each to the webhook.

    A webhook's key is the grant's: who receives it tells one grant from another, and
    drops what comes twice.
    """
    found = new_grants(crawl)
    if not found:
        return []
    key = f"new-grants:{crawl.pk}"
    if len(found) > MOST:
        wanted = {"verdict": ",".join(EXTERNAL), "blocked": "no"}
        return for_analysts(key, KIND, partial(flood, len(found), crawl, wanted))
    return [
        *mails_to_analysts(key, KIND, partial(said, found)),
        *(_to_webhook(each) for each in found if settings.WEBHOOK_URL),
    ]


def _to_webhook(new: NewGrant) -> Notice:
    text = said([new], settings.LANGUAGE_CODE).text
    return for_webhook(f"new-grant:{new.grant.pk}:webhook", KIND, text)
