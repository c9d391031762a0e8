"""Change the key that signs: `manage.py rotate_key`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accessmap.ledger import keys
from accessmap.ledger.checkpoints import rotate
from accessmap.models import Entry


class Command(BaseCommand):
    """Make or take a new key, log it, and sign the ledger with the old and the new."""

    help = "Change the signing key. The ledger names both; old evidence stays valid."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take where the new key is."""
        parser.add_argument(
            "--new",
            type=Path,
            metavar="FILE",
            help="the new key, in PEM; made there if the file does not exist",
        )

    def handle(self, **options: Any) -> None:
        """Rotate; the old private key is kept beside, and may be destroyed."""
        path = options["new"]
        if settings.SIGNING_KEY and path is None:
            raise CommandError(
                "The key comes from ACCESSMAP_SIGNING_KEY. Name the new one with --new "
                "FILE, and configure it afterwards."
            )
        if not Entry.objects.exists():
            raise CommandError("The ledger is empty: just configure the key you want.")
        try:
            made = self._rotate(path or keys.own_file())
        except (keys.CannotSign, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"From entry {made.size} on the ledger is signed anew.")
        if settings.SIGNING_KEY:
            self.stdout.write(f"Now set ACCESSMAP_SIGNING_KEY_FILE to {path}.")

    @transaction.atomic
    def _rotate(self, path: Path) -> Any:
        own = keys.own_file()
        if path != own and path.exists():
            new = path.read_text("ascii")
        else:
            new = keys.new_pem().decode()
        made = rotate(keys.read(new, str(path)), by="rotate_key")
        if path != own and not path.exists():
            keys.write(path, new.encode())
        if not settings.SIGNING_KEY:
            kept = own.with_name(f"signing_key.until-{made.size}.pem")
            keys.switch(own, new.encode(), kept)
        return made
