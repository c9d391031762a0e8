"""What writing facts in masses costs beside Django's bulk_create, in one run.

    python -m tests.postgres python -m benchmarks.mass_speed --rows 20000

CPU of this process and, on PostgreSQL of this machine, of the server's. Medians of
alternating rounds. Each way writes the same roles: new, then again unchanged.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def cpu() -> float:
    """Return the CPU seconds so far of this process, and of the server."""
    from django.db import connection

    spent = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text()
        words = stat.rpartition(")")[2].split()
        spent += (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def roles(count: int) -> list[Any]:
    """Return rows to write, not yet saved."""
    from django.utils import timezone

    from accessmap.models import Resource

    return [
        Resource(
            arn=f"arn:aws:iam::123456789012:role/role-{number}",
            resource_type="AWS::IAM::Role",
            account_id="123456789012",
            collector="iam",
            name=f"role-{number}",
            unique_id=f"AROA{number}",
            tags={"team": "payments"},
            facts={"last_used_at": "2026-01-01T00:00:00+00:00"},
            first_seen_at=timezone.now(),
        )
        for number in range(count)
    ]


def ways() -> dict[str, Callable[[list[Any]], object]]:
    """Return how the rows may be written."""
    from accessmap import mass
    from accessmap.crawl.store import COLUMNS
    from accessmap.models import Resource

    def as_before(rows: list[Any]) -> None:
        Resource.objects.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["arn"],
            update_fields=COLUMNS,
        )

    return {
        "bulk_create": as_before,
        "mass.upsert": lambda rows: mass.upsert(rows, key=["arn"], columns=COLUMNS),
        "mass.insert": mass.insert,
    }


def main() -> None:
    """Write, and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    size = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["ACCESSMAP_DATA_DIR"] = name
        os.environ["DJANGO_SETTINGS_MODULE"] = "accessmap.settings"
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from accessmap.models import Resource

        call_command("migrate", verbosity=0)
        spent: dict[tuple[str, str], list[float]] = defaultdict(list)
        for _round in range(size.rounds):
            for way, write in ways().items():
                Resource.objects.all().delete()
                for what in ("new", "unchanged"):
                    if way == "mass.insert" and what == "unchanged":
                        continue
                    rows = roles(size.rows)
                    began = cpu()
                    write(rows)
                    spent[way, what].append(cpu() - began)
        print(f"{connection.vendor}, {size.rows:,} rows, {size.rounds} rounds")
        for (way, what), seconds in spent.items():
            median = statistics.median(seconds)
            ratio = statistics.median(spent["bulk_create", what]) / median
            print(f"{way:<12} {what:<10} {median:7.2f} s of CPU {ratio:5.1f}×")


if __name__ == "__main__":
    main()
