"""Tell security of each external grant that a crawl saw begin, or saw widened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accessmap.graph.changes import Change, Comparison, Doubt
from accessmap.graph.filters import GrantFilter
from accessmap.language import language_of
from accessmap.models import Crawl, Grant, Role, User
from accessmap.policy.kinds import Verdict
from reviews.models import Cursor, Notice
from reviews.notifications.new_grant import NewGrant, flood, said
from reviews.wider import is_wider

NAME = "new-grants"
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

    One notice a grant and person, whatever runs twice. What was there when somebody
    looked first is what the first review is for: it is not told.
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
        if row.verdict in EXTERNAL and (old is None or is_wider(row, than=old)):
            is_sure = each.change is not Change.UNKNOWN or each.doubt is Doubt.NOW
            told.append(NewGrant(row, old, is_new_for_sure=is_sure))
    return told


def _notices(crawl: Crawl) -> list[Notice]:
    """Return one notice a grant to each analyst with an address, and to the webhook."""
    found = new_grants(crawl)
    if len(found) > MOST:
        return list(_addressed(f"new-grants:{crawl.pk}", len(found), crawl))
    return [
        notice
        for each in found
        for notice in _addressed(f"new-grant:{each.grant.pk}", each, crawl)
    ]


def _addressed(key: str, what: NewGrant | int, crawl: Crawl) -> Sequence[Notice]:
    def words(language: str) -> tuple[str, str]:
        if isinstance(what, NewGrant):
            return said(what, language)
        return flood(what, crawl, language)

    analysts = User.objects.filter(role=Role.ANALYST, is_active=True)
    notices = []
    for person in analysts.exclude(email="").order_by("pk"):
        subject, text = words(language_of(person))
        notices.append(
            Notice(
                key=f"{key}:{person.pk}",
                channel=Notice.Channel.MAIL,
                kind="new-grant",
                recipient=person,
                address=person.email,
                subject=subject[:300],
                text=text,
            )
        )
    if settings.WEBHOOK_URL:
        notices.append(
            Notice(
                key=f"{key}:webhook",
                channel=Notice.Channel.WEBHOOK,
                kind="new-grant",
                address=urlsplit(settings.WEBHOOK_URL).hostname or "",
                text=words(settings.LANGUAGE_CODE)[1],
            )
        )
    return notices
