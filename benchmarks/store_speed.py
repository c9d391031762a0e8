"""What storing and deriving costs when little has changed: shares of the first time.

    python -m benchmarks.store_speed --accounts 10 --roles 100

CPU of this process, in a new SQLite file, or in the PostgreSQL of DATABASE_URL (then
without the server's own). Reading files is not counted. Prints the rows written too.
"""

from __future__ import annotations

import argparse
import logging
import os
import tempfile
import time
from pathlib import Path

import django

from benchmarks.organization import Plan, make


def measured(folder: Path, plan: Plan) -> tuple[float, int, int]:
    """Return the CPU seconds of keeping an organization, and what was written."""
    from accessmap.crawl.offline import keep
    from accessmap.crawl.printed import read_files
    from accessmap.models import Grant, Snapshot

    make(folder, plan)
    printed = read_files(sorted(folder.rglob("*.json")))
    began = time.process_time()
    crawl = keep(printed, [])
    spent = time.process_time() - began
    grants = Grant.objects.filter(began_crawl=crawl).count()
    return spent, grants, Snapshot.objects.filter(began_crawl=crawl).count()


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
        first = 0.0
        for what, roles, accounts in (
            ("the first time", 0.0, 0.0),
            ("nothing changed", 0.0, 0.0),
            ("1 % of roles changed", 0.01, 0.0),
            ("changed back", 0.0, 0.0),
            ("1 % of accounts changed", 0.0, 0.01),
        ):
            plan = Plan(
                size.accounts, size.roles, change_roles=roles, change_accounts=accounts
            )
            spent, grants, snapshots = measured(Path(name) / "files", plan)
            first = first or spent
            print(
                f"{what:<24} {spent:7.2f} s of CPU {spent / first:6.1%}"
                f" {grants:>7,} grants begun {snapshots:>7,} snapshots begun"
            )


if __name__ == "__main__":
    main()
