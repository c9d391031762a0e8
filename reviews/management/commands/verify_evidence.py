"""Check bundles, or what the database still says of each campaign."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.language import CODES, reader_language
from accessmap.ledger.anchors import kept_anchors
from accessmap.ledger.check import faults
from reviews.evidence import verify
from reviews.evidence.witness import unwitnessed

# Of the verifier, as it calls them.
OPTIONS = ("key", "draw", "nonce", "item", "proof", "language")


class Command(BaseCommand):
    """The very program of the bundle; without one, the rows against the ledger."""

    help = (
        "Check an evidence bundle, or one item that was handed on with --proof, as "
        "verify.py does; without either, the database against its ledger and the "
        "newest anchor."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what verify.py takes."""
        parser.add_argument("bundle", nargs="?", type=Path)
        parser.add_argument("--key", help="fingerprint, told elsewhere")
        parser.add_argument("--draw", type=int, metavar="COUNT", help="a sample")
        parser.add_argument("--nonce", metavar="TEXT", help="decides which sample")
        parser.add_argument("--item", type=int, metavar="NUMBER", help="hand one on")
        parser.add_argument("--proof", type=Path, metavar="FILE", help="check it")
        parser.add_argument("--language", choices=CODES, default=reader_language())

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what holds; the exit status is the verifier's."""
        if options["bundle"] is None and options["proof"] is None:
            self._database(options)
            return
        asked = [
            f"--{each}={options[each]}" for each in OPTIONS if options[each] is not None
        ]
        place = [str(options["bundle"])] if options["bundle"] else []
        # A process of its own, as the auditor's: no setting of ours reaches it.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", verify.__file__, *asked, *place],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        if done.returncode:
            says = f"{done.stdout}{done.stderr}".strip()
            raise CommandError(says, returncode=done.returncode)
        self.stdout.write(done.stdout, ending="")

    def _database(self, options: dict[str, Any]) -> None:
        """Read the ledger from its first entry, then hold the rows against it."""
        unused = [each for each in OPTIONS[:-1] if options[each] is not None]
        if unused:
            raise CommandError(f"Name the bundle that --{unused[0]} is about.")
        for wrong in (*faults(tuple(kept_anchors())), *unwitnessed()):
            raise CommandError(str(wrong))
        self.stdout.write("The rows are what the ledger says, and it is as signed.")
