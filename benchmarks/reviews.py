"""How a campaign of 100,000 items opens, is answered, closes and becomes evidence.

    python -m tests.postgres python -m benchmarks.reviews --items 100000
    python -m benchmarks.reviews --items 10000            (on SQLite, in memory)

Fills an empty database of its own with grants, and measures each step against what the
project promises: open within 60 s, an inbox page within 300 ms (95th percentile), 1,000
in bulk within 5 s, close within 5 min, a bundle within 2 min, verified within 5 s by
stock Python, on two cores.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import django

PROMISES = {
    "open": 60.0,
    "page p95": 0.3,
    "bulk 1,000": 5.0,
    "close": 300.0,
    "bundle": 120.0,
    "verify": 5.0,
}
ACCOUNTS = 100
PEOPLE = 50
PAGES = 60


@contextmanager
def measured(name: str, found: dict[str, float]) -> Iterator[None]:
    """Note how long the block took, in seconds."""
    began, busy = time.perf_counter(), time.process_time()
    yield
    found[name] = time.perf_counter() - began
    busy = time.process_time() - busy
    print(f"{name:12} {found[name]:8.2f} s, {busy:.2f} s of it here", flush=True)


def fill(count: int) -> None:
    """Make ``count`` current grants to one vendor, in accounts with owners."""
    from accessmap.derive.rows import to_row
    from accessmap.models import Grant, Resource, Role, Snapshot, User
    from reviews.operations.writing import count_anew
    from tests.rows import (
        THEN,
        first_crawl,
        grant_value,
        make_account,
        make_coverage,
        make_document,
        trust,
    )

    crawl = first_crawl()
    User.objects.bulk_create(
        User(username=f"owner-{n}", role=Role.REVIEWER) for n in range(PEOPLE)
    )
    document = make_document(trust({"AWS": "arn:aws:iam::338812907744:root"}))
    for place in range(ACCOUNTS):
        account = make_account(
            f"{300_000_000_000 + place}",
            f"account-{place}",
            tags={"Owner": f"owner-{place % PEOPLE}"},
        )
        make_coverage(crawl, account_id=account.account_id)
        resources = Resource.objects.bulk_create(
            Resource(
                arn=f"arn:aws:iam::{account.account_id}:role/role-{n}",
                name=f"role-{n}",
                account_id=account.account_id,
                resource_type="AWS::IAM::Role",
                collector="iam",
                first_seen_at=THEN,
            )
            for n in range(count // ACCOUNTS)
        )
        snapshots = Snapshot.objects.bulk_create(
            Snapshot(
                resource=each,
                kind="trust",
                document=document,
                began_crawl=crawl,
                began_at=THEN,
            )
            for each in resources
        )
        Grant.objects.bulk_create(
            (
                to_row(grant_value(each.resource), snapshot=each, crawl=crawl)
                for each in snapshots
            ),
            batch_size=500,
        )
    # As autovacuum has done before anybody opens a campaign over what was crawled.
    count_anew(Grant, Resource, Snapshot)


def pages(found: dict[str, float]) -> None:
    """Ask for the inbox and for items, as their owners do."""
    from django.test import Client

    from accessmap.models import User
    from reviews.models import ReviewItem

    client = Client()
    client.force_login(User.objects.get(username="owner-0"))
    items = ReviewItem.objects.filter(reviewer__username="owner-0")[: PAGES // 2]
    urls = ["/reviews/inbox/"] * (PAGES // 2) + [
        each.get_absolute_url() for each in items
    ]
    took = []
    for url in urls:
        began = time.perf_counter()
        assert client.get(url).status_code == 200
        took.append(time.perf_counter() - began)
    found["page p95"] = sorted(took)[int(len(took) * 0.95)]
    print(f"{'page p95':12} {found['page p95'] * 1000:8.0f} ms", flush=True)


def campaign(count: int) -> dict[str, float]:
    """Open, read, answer in bulk and close; return the seconds of each."""
    from reviews.lifecycle import AtClose, Verdict
    from reviews.operations.close_campaign import close_campaign
    from reviews.operations.decide_items import decide_items, identical
    from reviews.operations.open_campaign import open_campaign
    from reviews.operations.preview_campaign import preview_campaign
    from tests.reviews.story import aiko

    found: dict[str, float] = {}
    opener = aiko()
    with measured("preview", found):
        preview_campaign(query="")
    with measured("open", found):
        opened = open_campaign(
            name="All", query="", due_on=date(2100, 1, 1), opened_by=opener
        )
    assert opened.population_count == count, opened.population_count
    pages(found)
    first = opened.items.filter(reviewer__username="owner-0").first()
    assert first
    numbers = [each.number for each in identical(first)[:1000]]
    with measured("bulk 1,000", found):
        batch = decide_items(
            first, reviewer=first.reviewer, numbers=numbers, verdict=Verdict.CONFIRM
        )
    assert len(batch.decided) == len(numbers)
    with measured("close", found):
        close_campaign(
            opened, closed_by=opener, at_close=AtClose.REVOKE, reason="Measured."
        )
    evidence(opened.pk, found)
    return found


def evidence(campaign: int, found: dict[str, float]) -> None:
    """Make the bundle, and verify it as an auditor does: a Python of its own."""
    from reviews.evidence import verify
    from reviews.evidence.bundle import write_bundle
    from reviews.models import Campaign

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        with measured("bundle", found), path.open("wb") as out:
            write_bundle(Campaign.objects.get(pk=campaign), out)
        print(f"{'bundle':12} {path.stat().st_size / 1e6:8.0f} MB", flush=True)
        with measured("verify", found):
            subprocess.run(
                [sys.executable, "-I", verify.__file__, path],
                check=True,
                stdout=subprocess.DEVNULL,
            )


def main() -> None:
    """Measure; end with 1 if a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    count = parser.parse_args().items // ACCOUNTS * ACCOUNTS
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accessmap.settings")
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    django.setup()
    from django.test.runner import DiscoverRunner
    from django.test.utils import setup_test_environment

    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        found: dict[str, float] = {}
        with measured("fill", found):
            fill(count)
        late = kept(campaign(count), lambda text: print(text, flush=True))
    finally:
        runner.teardown_databases(old)
    sys.exit(1 if late else 0)


def kept(found: dict[str, float], say: Callable[[str], None]) -> list[str]:
    """Say of each promise whether it was kept; return those that were not."""
    late = [name for name, most in PROMISES.items() if found[name] > most]
    for name, most in PROMISES.items():
        say(f"{name:12} {found[name]:8.2f} of {most:g} s{' LATE' * (name in late)}")
    return late


if __name__ == "__main__":
    main()
