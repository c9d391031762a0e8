"""Derive grants again from what was read: `manage.py rederive`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accessmap.derive.grants import Derived
from accessmap.derive.rederive import rederive
from accessmap.derive.release import release_hold
from accessmap.models import Crawl, Hold
from accessmap.reach import fresh


class Command(BaseCommand):
    """Recompute grants and flags; where nothing has changed, no row is written."""

    help = "Derive all grants again from stored documents. Reads nothing from AWS."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take accounts to confine it to, and accounts whose hold to release."""
        parser.add_argument("--account", action="append", default=[])
        parser.add_argument(
            "--release",
            action="append",
            default=[],
            metavar="ACCOUNT",
            help="you looked at a held mass disappearance, and it is true",
        )

    def handle(self, **options: Any) -> None:
        """Derive account by account."""
        if not Crawl.objects.finished().exists():
            raise CommandError("Nothing has been read yet. Run: manage.py crawl")
        for account_id in options["release"]:
            hold = Hold.objects.open().filter(account_id=account_id).first()
            if hold is None:
                raise CommandError(f"Nothing is held in account {account_id}.")
            done = release_hold(hold)
            self.stdout.write(f"{account_id}: released, {done.ended} ended")
        total = Derived()
        for account_id, done in rederive(options["account"]):
            total += done
            if done.began or done.ended or done.held:
                self.stdout.write(f"{account_id}: {_in_words(done)}")
        self.stdout.write(f"All: {_in_words(total)}")
        # Questions are answered from an index that is made once a crawl.
        fresh.rebuild()


def _in_words(done: Derived) -> str:
    return (
        f"{done.began} began, {done.ended} ended, {done.kept} kept, "
        f"{done.held} held, {done.unreadable} documents unreadable"
    )
