"""The beginning that most review tests share: an organization, read, and a campaign."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accessmap.models import Crawl, Grant, Outcome, Resource, Role, User
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Zone
from accessmap.policy.kinds import Verdict as Verdict_
from reviews.lifecycle import AtClose, Side, Verdict
from reviews.models import Campaign, Decision, ReviewItem
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.open_campaign import open_campaign
from tests.cast import AIKO, DAICHI, DATA_LAKE, KEN, MAKOTO, PAYMENTS, RIN
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


def makoto() -> User:
    """The auditor."""
    found = User.objects.filter(username=MAKOTO).first()
    return found or make_user(MAKOTO, Role.AUDITOR)


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


def ken() -> User:
    """A second analyst, of security."""
    return User.objects.filter(username=KEN).first() or make_user(KEN)


def daichi() -> User:
    """The owner of the data lake, who uses what payments-prod grants."""
    found = User.objects.filter(username=DAICHI).first()
    return found or make_user(DAICHI, Role.REVIEWER)


def two_sided_grant(**more: Any) -> Grant:
    """A role of payments-prod (Rin's) that the data lake (Daichi's) may become."""
    rin(), daichi()
    read_completely()
    make_account(DATA_LAKE, "data-lake", tags={"Owner": DAICHI})
    make_coverage(first_crawl(), account_id=DATA_LAKE)
    principal = Principal(
        PrincipalKind.ROLE, f"arn:aws:iam::{DATA_LAKE}:role/etl", DATA_LAKE
    )
    fields = {"principal": principal, "verdict": Verdict_.IN_ORG}
    return make_grant(owned_resource(), zone=Zone.ORGANIZATION, **{**fields, **more})


def two_sided(**more: Any) -> tuple[ReviewItem, ReviewItem]:
    """The item of the side that grants (Rin), and of the side that uses (Daichi)."""
    two_sided_grant()
    found = campaign(0, **more)
    return found.items.get(side=Side.GRANTING), found.items.get(side=Side.USING)


def ask_exception(of: ReviewItem, **more: Any) -> Decision:
    """Rin asks that it may stay for a month."""
    fields = {
        "reason": "The vendor moves in January.",
        "control": "Every call is logged and looked at weekly.",
        "expires_on": timezone.localdate() + timedelta(days=30),
        **more,
    }
    return decide_item(of, reviewer=rin(), verdict=Verdict.EXCEPTION, **fields)


def reopened(found: Campaign, **more: Any) -> Campaign:
    """The campaign is closed, and the next one opens over what is granted now."""
    close_campaign(found, closed_by=aiko(), at_close=AtClose.KEEP, reason="Done.")
    return campaign(0, name="Next quarter", **more)
