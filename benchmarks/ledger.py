"""How fast eight writers fill the ledger, and whether it forks.

    python -m tests.postgres .venv/bin/python -m benchmarks.ledger [APPENDS A WRITER]

Run it on an empty database: it migrates it and fills it. The PostgreSQL of
tests.postgres does not wait for the disk; set DATABASE_URL to measure one that does.
"""

from __future__ import annotations

import os
import sys
import time
from multiprocessing import get_context

import django

WRITERS = 8


def write(count: int) -> None:
    """Append ``count`` acts, each in a transaction of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accessmap.settings")
    django.setup()
    from django.db import transaction

    from accessmap.ledger.append import append

    for number in range(count):
        with transaction.atomic():
            append("benchmark", by="benchmark", says={"number": number})


def main() -> int:
    """Fill, time, read all of it again."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accessmap.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from accessmap.ledger.check import faults
    from accessmap.ledger.checkpoints import make_checkpoint
    from accessmap.models import Entry

    call_command("migrate", verbosity=0)
    connection.close()
    begun = time.perf_counter()
    with get_context("spawn").Pool(WRITERS) as pool:
        pool.map(write, [count] * WRITERS, chunksize=1)
    took = time.perf_counter() - begun
    make_checkpoint()
    entries = Entry.objects.count()
    wrong = list(faults())
    print(
        f"{WRITERS} writers, {entries} entries, {entries / took:.0f} a second, "
        f"{len(wrong)} faults"
    )
    return 1 if wrong or entries != WRITERS * count + 1 else 0


if __name__ == "__main__":
    sys.exit(main())
