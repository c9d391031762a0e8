"""Sign the ledger now: `manage.py checkpoint`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.ledger.anchors import sign_and_anchor
from accessmap.ledger.keys import CannotSign
from accessmap.ledger.timestamps import NoTimestamp
from accessmap.models import Checkpoint


class Command(BaseCommand):
    """What the schedule does each hour."""

    help = "Sign the ledger, anchor the checkpoint, and print it."
    requires_system_checks: list[str] = []  # the pages are not asked for

    def handle(self, **_options: Any) -> None:
        """Sign, anchor, print."""
        try:
            made = sign_and_anchor() or Checkpoint.objects.order_by("-size").first()
        except (CannotSign, NoTimestamp, OSError) as error:
            raise CommandError(str(error)) from error
        if made is None:
            raise CommandError("The ledger is empty, so there is nothing to sign.")
        self.stdout.write(made.note, ending="")
