"""Write the database to a file: `manage.py backup FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.backup.archive import back_up
from accessmap.backup.dump import BadBackup


class Command(BaseCommand):
    """Others may go on working meanwhile."""

    help = "Write the database, with the ledger's signed head, to a file."
    requires_system_checks: list[str] = []  # the pages are not asked for

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, **options: Any) -> None:
        """Write it, and say what must be kept beside it."""
        try:
            made = back_up(options["file"])
        except (BadBackup, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{options['file']}: {made.entries} entries of the ledger, "
            f"sha256 of the dump {made.sha256}.\n"
            "The signing key is not in it. Keep that elsewhere: without it nothing can "
            "be signed, and with it and the backup anybody can sign."
        )
