"""Check every entry and checkpoint: `manage.py check_ledger`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.ledger.anchors import kept_anchors
from accessmap.ledger.check import faults
from accessmap.ledger.timestamps import standing
from accessmap.models import Entry


class Command(BaseCommand):
    """Read the ledger again from its first entry."""

    help = "Check the ledger, also against checkpoints that were kept elsewhere."
    requires_system_checks: list[str] = []  # the pages are not asked for

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take files of checkpoints."""
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="a checkpoint as it was mailed or written elsewhere",
        )

    def handle(self, **options: Any) -> None:
        """Say what does not hold, or that all holds."""
        try:
            given = [each.read_text("utf-8") for each in options["anchor"]]
            notes = (*kept_anchors(), *given)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"An anchor cannot be read: {error}") from error
        if found := [str(each) for each in faults(notes)]:
            raise CommandError("\n".join(found))
        self.stdout.write(
            f"{Entry.objects.count()} entries, as they were written and signed."
        )
        if said := standing():
            self.stdout.write(said)
