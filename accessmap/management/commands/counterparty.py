"""Name outside accounts: `manage.py counterparty 338812907744 "Tanuki"`."""

from __future__ import annotations

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accessmap.ledger.rows import note
from accessmap.models import Account, Counterparty

ACCOUNT_ID = re.compile(r"[0-9]{12}", re.ASCII)

BESIDE = ("kind", "source")


class Command(BaseCommand):
    """Say who an account that is not ours is, and where that is known from."""

    help = "Name an outside account, forget its name, or list all names."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an account and its name; without either, list."""
        parser.add_argument("account", nargs="?", help="12 digits")
        parser.add_argument("name", nargs="?")
        parser.add_argument(
            "--kind",
            choices=Counterparty.Kind.values,
            default=Counterparty.Kind.VENDOR.value,
        )
        parser.add_argument("--source", default="", help="a contract, a page, a person")
        parser.add_argument("--forget", action="store_true")

    def handle(self, **options: Any) -> None:
        """Do the one thing that the arguments ask for."""
        account_id, name = options["account"], options["name"]
        if not account_id:
            for each in Counterparty.objects.all():
                self.stdout.write(f"{each.account_id}  {each.kind:<8}  {each.name}")
            return
        _refuse(account_id)
        if options["forget"]:
            _forget(account_id)
            self.stdout.write(f"{account_id} has no name any more.")
        elif name:
            _name(account_id, {each: options[each] for each in ("name", *BESIDE)})
            self.stdout.write(f"{account_id} is {name}.")
        else:
            raise CommandError(f"Give {account_id} a name, or --forget it.")


@transaction.atomic
def _name(account_id: str, fields: dict[str, str]) -> None:
    before = Counterparty.objects.filter(account_id=account_id)
    if before.filter(**fields).exists():
        return
    row, is_new = Counterparty.objects.update_or_create(
        account_id=account_id, defaults=fields
    )
    note(row, "added" if is_new else "changed", by="counterparty")


@transaction.atomic
def _forget(account_id: str) -> None:
    for row in Counterparty.objects.filter(account_id=account_id):
        note(row, "deleted", by="counterparty")
        row.delete()


def _refuse(account_id: str) -> None:
    if not ACCOUNT_ID.fullmatch(account_id):
        raise CommandError(
            f"{account_id!r} is no account id; that is 12 digits, as 338812907744."
        )
    if ours := Account.objects.present().filter(account_id=account_id).first():
        raise CommandError(f"{account_id} is our own {ours.name}; AWS names it.")
