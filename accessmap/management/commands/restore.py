"""Bring a backup back: `manage.py restore FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accessmap.backup.archive import about, bring_back, later_entries
from accessmap.backup.dump import BadBackup
from accessmap.ledger.anchors import kept_anchors
from accessmap.ledger.check import faults
from accessmap.ledger.keys import CannotSign


class Command(BaseCommand):
    """Exit status 1 if something refuses, or if the state is older than an anchor."""

    help = (
        "Bring a backup back, and hold its ledger against checkpoints kept elsewhere. "
        "Stop the web and the workers first."
    )
    requires_system_checks: list[str] = []  # the pages are not asked for

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the file, and whether later acts may be lost."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="also where this database has acts that the backup has not",
        )
        parser.add_argument(
            "--anchor", action="append", default=[], type=Path, metavar="FILE"
        )

    def handle(self, **options: Any) -> None:
        """Restore, and check."""
        try:
            anchors = [each.read_text("utf-8") for each in options["anchor"]]
            found = about(options["file"])
            lost = later_entries(found)
            if lost and not options["replace"]:
                raise CommandError(
                    f"This database has {lost} entries in its ledger that the backup "
                    f"of {found.made_at} has not. Back it up first, then add --replace."
                )
            bring_back(options["file"], by="restore")
        except (BadBackup, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, CannotSign) as error:
            raise CommandError(
                f"The backup cannot be brought up to date ({error}). What was here "
                "before is here again."
            ) from error
        self.stdout.write(f"The state of {found.made_at} is back.")
        known = [each for each in (found.head, *kept_anchors(), *anchors) if each]
        if wrong := [str(each) for each in faults(tuple(known))]:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"Its ledger holds, also against {len(known)} anchors.")
