"""Every main page asks the database as often of much as of little.

The numbers are pinned: whoever adds a query says so here. A page that asks once for a
row (N+1) has two numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accessmap.graph.kept import folder
from accessmap.models import Crawl, Grant, User
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Zone
from accessmap.policy.kinds import Verdict as Verdict_
from reviews.models import Campaign
from reviews.operations.close_campaign import close_campaign
from tests.cast import PAYMENTS, TANUKI
from tests.reviews.story import aiko, campaign, confirm, rin
from tests.rows import (
    make_account,
    make_counterparty,
    make_coverage,
    make_crawl,
    make_gap,
    make_grant,
    make_resource,
    make_unit,
)

pytestmark = pytest.mark.django_db
MUCH = 12


@dataclass
class World:
    """An organization with reviews, that grows."""

    size: int = 0

    def grow(self, count: int) -> None:
        """Add so many of everything that a page lists."""
        for _each in range(count):
            self.size += 1
            number = self.size
            unit = make_unit(f"Unit{number}")
            account = make_account(f"{700_000_000_000 + number}", unit=unit)
            other = make_account(f"{710_000_000_000 + number}", unit=unit)
            vendor = f"{800_000_000_000 + number}"
            make_counterparty(vendor, f"Vendor {number}")
            resource = make_resource(account, tags={"Owner": "rin.takeda"})
            make_grant(resource, flags=("confused-deputy",), principal=_of(vendor))
            make_grant(
                make_resource(other),
                principal=_of(account.account_id),
                zone=Zone.ORGANIZATION,
                verdict=Verdict_.IN_ORG,
            )
        crawl = make_crawl()
        for number in range(1, self.size + 1):
            for front in (700, 710):
                account_id = f"{front * 10**9 + number}"
                make_gap(
                    make_coverage(crawl, account_id=account_id), f"arn:{account_id}"
                )
        # Rin's grants; the gaps above are known.
        said = {"limitation": "Known.", "query": f"account={PAYMENTS}"}
        done = campaign(count, name=f"Before {self.size}", **said)
        for each in done.items.all():
            confirm(each, reason="In use.")
        close_campaign(done, closed_by=aiko())
        campaign(count, name=f"Now {self.size}", **said)


def _of(account_id: str) -> Principal:
    return Principal(PrincipalKind.ACCOUNT, account_id, account_id)


def asked(page: str, reader: User) -> int:
    """Return how many queries a page takes, of which nothing is kept but the words."""
    client = Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    client.get(page)  # what a process makes once, it has made
    for file in folder().glob("*.gz"):
        file.unlink()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return len(seen)


PAGES = {
    "/": 32,
    "/map/elements": 16,  # two for the rights that the last answer was judged by
    "/map/accounts": 15,
    "/accounts/": 15,  # five for whom rules name as owners
    "/grants/": 19,  # two for the days on which grants were last seen
    "/coverage/": 16,
    "/crawls/": 5,
    "/charts/": 5,
    "/changes/": 32,
    f"/reach/?to={PAYMENTS}": 6,
    f"/reach/?from={TANUKI}&to={PAYMENTS}": 10,  # two for the days last seen
    f"/reach/?from={TANUKI}&to={PAYMENTS}&format=json": 9,
    # Who gathers, what outsiders share, and each way what is only as last seen.
    f"/accounts/{PAYMENTS}/": 34,
    f"/accounts/{PAYMENTS}/resources/": 9,
    f"/map/account/{PAYMENTS}": 28,
    f"/map/edge?to={PAYMENTS}": 10,
    "/map/table": 18,
    f"/map/opened?home={PAYMENTS}": 6,
    "/map/export/svg": 21,  # whether a crawl runs meanwhile
    "/map/export/csv": 12,
    "/reach/search?q=payments": 5,
    "/reach/search?units&q=payments": 5,
    "/charts/?chart=account-matrix": 5,
    "/charts/?chart=third-parties": 5,
    "/views/": 3,
    "/profile/": 2,
    "/?before=2026-01-01": 67,  # one counts what did not change
    "CRAWL": 18,
    # Both ends, with the role's policies and SCPs; services tried; how it was read.
    "GRANT": 35,
    "/reviews/": 4,
    "CAMPAIGN": 17,
    "/reviews/inbox/": 32,  # four for what of its list is only as last seen
    "ITEM": 30,
    "/reviews/owners/": 3,
    "/reviews/schedules/": 3,
    "FIGURES": 11,
    "SIGN-OFF": 13,
    "/reviews/evidence/": 12,
}


def test_each_page_takes_as_many_queries_of_much_as_of_little() -> None:
    world = World()
    world.grow(3)
    few = {page: asked(*_at(page)) for page in PAGES}
    world.grow(MUCH)
    many = {page: asked(*_at(page)) for page in PAGES}
    assert {page: count for page, count in few.items() if count > PAGES[page]} == {}
    assert many == few


def _at(page: str) -> tuple[str, User]:
    """Return the address and the reader of a page of the list."""
    newest = Campaign.objects.latest("pk")
    rows = {
        "GRANT": Grant.objects.earliest("pk").get_absolute_url(),
        "CRAWL": Crawl.objects.latest("pk").get_absolute_url(),
        "CAMPAIGN": newest.get_absolute_url(),
        "FIGURES": f"{newest.get_absolute_url()}figures/",
        "SIGN-OFF": f"{newest.get_absolute_url()}sign-off/",
        "ITEM": newest.items.earliest("pk").get_absolute_url(),
    }
    is_rins = "inbox" in page or page == "ITEM"
    return rows.get(page, page), rin() if is_rins else aiko()
