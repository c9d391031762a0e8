"""Check bundles, or what the database still says of each campaign."""

from __future__ import annotations

import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.language import reader_language
from accessmap.ledger.check import faults
from reviews.evidence.verify import Bad, Bundle, verify
from reviews.evidence.witness import unwitnessed


class Command(BaseCommand):
    """The same program as in the bundle; without one, the rows against the ledger."""

    help = "Check an evidence bundle, or without one the database against its ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the bundle, and the key that it should be signed with."""
        parser.add_argument("bundle", nargs="?", type=Path)
        parser.add_argument("--key", default="", help="fingerprint, told elsewhere")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what holds; the exit status is 1 where something does not."""
        if options["bundle"] is None:
            self._database()
            return
        is_japanese = reader_language() == "ja"
        try:
            found = list(verify(Bundle(options["bundle"]), options["key"]))
        except (Bad, OSError, zipfile.BadZipFile) as wrong:
            raise CommandError(str(wrong).split("|")[0]) from wrong
        faults = []
        for english, japanese, fault in found:
            says = japanese if is_japanese else english
            self.stdout.write(f"{'NO ' if fault else 'yes'} {says}")
            faults += [fault.split("|")[is_japanese]] if fault else []
        if faults:
            raise CommandError("\n".join(faults))

    def _database(self) -> None:
        """Read the ledger from its first entry, then hold the rows against it."""
        for wrong in (*faults(), *unwitnessed()):
            raise CommandError(str(wrong))
        self.stdout.write("The rows are what the ledger says, and it is as signed.")
