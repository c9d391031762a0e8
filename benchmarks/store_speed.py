"""What storing and deriving costs when little has changed: shares of the first time.

    python -m benchmarks.store_speed --accounts 10 --roles 100

CPU of this process, in a new SQLite file, or in the PostgreSQL of DATABASE_URL, with
what a server on this machine spent. Reading files is not counted, nor the index of
paths, which nobody waits for; it has a column of its own. Prints the rows written too.
"""

from __future__ import annotations

import argparse
import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import django

from benchmarks.mass_speed import cpu
from benchmarks.organization import Plan, make


@dataclass
class Spent:
    """CPU seconds of one import, and what it wrote."""

    deriving: float
    indexing: float
    grants: int
    snapshots: int


def measured(folder: Path, plan: Plan) -> Spent:
    """Keep an organization, and return what that took."""
    from accessmap.crawl import offline
    from accessmap.crawl.finish import end_crawl
    from accessmap.crawl.printed import read_files
    from accessmap.models import Grant, Snapshot
    from accessmap.reach import fresh

    make(folder, plan)
    printed = read_files(sorted(folder.rglob("*.json")))
    began = cpu()
    crawl = offline.store_all(printed, [])
    end_crawl(crawl.pk)
    derived = cpu()
    fresh.after_crawl()
    return Spent(
        derived - began,
        cpu() - derived,
        Grant.objects.filter(began_crawl=crawl).count(),
        Snapshot.objects.filter(began_crawl=crawl).count(),
    )


CASES = (
    ("the first time", 0.0, 0.0),
    ("nothing changed", 0.0, 0.0),
    ("1 % of roles changed", 0.01, 0.0),
    ("changed back", 0.0, 0.0),
    ("1 % of accounts changed", 0.0, 0.01),
)


def main() -> None:
    """Measure the first time, and each kind of second time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=50)
    parser.add_argument("--roles", type=int, default=100)
    size = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["ACCESSMAP_DATA_DIR"] = name
        os.environ["DJANGO_SETTINGS_MODULE"] = "accessmap.settings"
        django.setup()
        logging.disable(logging.INFO)
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        first = None
        print(f"{'':<24} store and derive     the index  begun: grants snapshots")
        for what, roles, accounts in CASES:
            plan = Plan(
                size.accounts, size.roles, change_roles=roles, change_accounts=accounts
            )
            spent = measured(Path(name) / "files", plan)
            first = first or spent
            print(
                f"{what:<24} {spent.deriving:7.2f} s"
                f" {spent.deriving / first.deriving:6.1%}"
                f" {spent.indexing:10.2f} s {spent.grants:15,} {spent.snapshots:9,}",
                flush=True,
            )


if __name__ == "__main__":
    main()
