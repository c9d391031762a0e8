"""The beginning that most review tests share: an organization, read, and a campaign."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accessmap.models import Crawl, Grant, Outcome, Resource, Role, User
from reviews.lifecycle import Verdict
from reviews.models import Campaign, Decision, ReviewItem
from reviews.operations.decide_item import decide_item
from reviews.operations.open_campaign import open_campaign
from tests.cast import AIKO, PAYMENTS, RIN
from tests.rows import (
    first_crawl,
    make_account,
    make_coverage,
    make_crawl,
    make_grant,
    make_resource,
    make_user,
)

FAR = date(2100, 1, 1)


def aiko() -> User:
    """The analyst."""
    return User.objects.filter(username=AIKO).first() or make_user(AIKO)


def rin() -> User:
    """The owner of payments-prod."""
    found = User.objects.filter(username=RIN).first()
    return found or make_user(RIN, Role.REVIEWER)


def owned_resource(owner: str = RIN, **more: Any) -> Resource:
    """A role whose tag names its owner."""
    return make_resource(tags={"Owner": owner}, **more)


def read_completely(crawl: Crawl | None = None) -> Crawl:
    """A crawl that read payments-prod to the end."""
    crawl = crawl or first_crawl()
    make_account(PAYMENTS)
    if not crawl.coverage.exists():
        make_coverage(crawl)
    return crawl


def grants(count: int = 1, **more: Any) -> list[Grant]:
    """Some current grants that Rin owns."""
    rin()
    read_completely()
    return [make_grant(owned_resource(), **more) for _each in range(count)]


def campaign(count: int = 1, **more: Any) -> Campaign:
    """An open campaign over ``count`` new grants, all of them Rin's."""
    opened_by = aiko()
    grants(count)
    fields = {"name": "Fourth quarter", "query": "", "due_on": FAR}
    return open_campaign(opened_by=opened_by, **{**fields, **more})


def item(**more: Any) -> ReviewItem:
    """The one item of a campaign."""
    return campaign(**more).items.get()


def confirm(of: ReviewItem, **more: Any) -> Decision:
    """Rin confirms."""
    return decide_item(of, reviewer=rin(), verdict=Verdict.CONFIRM, **more)


def revoke(of: ReviewItem, **more: Any) -> Decision:
    """Rin revokes."""
    fields = {"reason": "Nobody needs it.", **more}
    return decide_item(of, reviewer=rin(), verdict=Verdict.REVOKE, **fields)


def later_crawl(**coverage: Any) -> Crawl:
    """A crawl that begins after everything decided so far, with its coverage."""
    last = Crawl.objects.order_by("started_at").last()
    after = max(timezone.now(), last.started_at if last else timezone.now())
    crawl = make_crawl(started_at=after + timedelta(hours=1))
    make_coverage(crawl, **{"outcome": Outcome.COMPLETE, **coverage})
    return crawl
