"""Give the application's database role what it needs: `manage.py limit_role NAME`."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.database_role import RoleUnfit, limit


class Command(BaseCommand):
    """Run as the owner of the tables, after each migration."""

    help = (
        "Let a PostgreSQL role run AccessMap, and neither rewrite what is written once "
        "nor take its triggers away. Run it as the owner, after each migrate."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the role."""
        parser.add_argument("role", help="the one that web and workers sign in as")

    def handle(self, **options: Any) -> None:
        """Grant, and say what is kept from it."""
        try:
            given = limit(options["role"])
        except RoleUnfit as error:
            raise CommandError(str(error)) from error
        kept = sum("UPDATE" not in each for each in given.values())
        self.stdout.write(
            f"{options['role']} may use {len(given)} tables; in {kept} of them it "
            "changes nothing."
        )
