"""Tell security of a role that somebody from elsewhere used for the first time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from accessmap.models import Coverage, Crawl, Outcome, RoleUse
from reviews.models import Cursor, Notice
from reviews.notifications.first_use import FirstUse, said
from reviews.notifications.outbox import for_analysts

NAME = "first-uses"
COLLECTOR = "event_history"


def tell_first_uses() -> int:
    """Write the notices of every finished crawl beyond the cursor; return how many.

    What the first reading of an account tells is what was usual before anybody looked,
    so it is kept and not told. One notice a crawl and person, with a line for each role
    and account, whoever came from there.
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
    notices = _notices(crawl)
    Notice.objects.bulk_create(notices)
    cursor.position = crawl.pk
    cursor.save(update_fields=["position"])
    return len(notices)


def _beyond(cursor: Cursor) -> Crawl | None:
    """Return the crawl that finished next after the cursor's, by time of its end."""
    crawls = Crawl.objects.exclude(finished_at=None)
    last = crawls.filter(pk=cursor.position).first()
    if last is not None and last.finished_at is not None:
        crawls = crawls.filter(
            Q(finished_at__gt=last.finished_at)
            | Q(finished_at=last.finished_at, pk__gt=last.pk)
        )
    return crawls.order_by("finished_at", "pk").first()


def _first_uses(crawl: Crawl) -> Iterable[FirstUse]:
    """Yield what nobody had seen before, role by role and account by account."""
    new: Mapping[tuple[str, str], list[RoleUse]] = defaultdict(list)
    for use in RoleUse.objects.filter(began_crawl=crawl).order_by("pk"):
        if _was_read_before(use, crawl) and not _came_before(use, crawl):
            new[use.role_arn, use.caller_account or use.caller].append(use)
    for uses in new.values():
        earlier = RoleUse.objects.of(uses[0].role_arn).exclude(began_crawl=crawl)
        account = uses[0].caller_account
        is_known = bool(account) and earlier.filter(caller_account=account).exists()
        yield FirstUse(tuple(uses), is_account_known=is_known)


def _was_read_before(use: RoleUse, crawl: Crawl) -> bool:
    return Coverage.objects.filter(
        collector=COLLECTOR,
        account_id=use.account_id,
        region=use.region,
        outcome=Outcome.COMPLETE,
        crawl__started_at__lt=crawl.started_at,
    ).exists()


def _came_before(use: RoleUse, crawl: Crawl) -> bool:
    """Say whether the same caller came by another region or another way."""
    same = RoleUse.objects.of(use.role_arn).filter(caller=use.caller)
    return same.exclude(began_crawl=crawl).exists()


def _notices(crawl: Crawl) -> list[Notice]:
    """Return one notice to each analyst of all that ``crawl`` saw, if anything."""
    uses = list(_first_uses(crawl))
    if not uses:
        return []
    return for_analysts(
        f"first-uses:{crawl.pk}", "first-use", lambda language: said(uses, language)
    )
