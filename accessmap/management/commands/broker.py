"""Run the broker that comes along."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap import broker


class Command(BaseCommand):
    """Stays until it is stopped, or leaves the broker running with --background."""

    help = "Run the broker that comes along; only where ACCESSMAP_REDIS_URL is not set."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take whether to stay."""
        parser.add_argument(
            "--background",
            action="store_true",
            help="start it if nobody answers, and come back",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run it."""
        try:
            if options["background"]:
                broker.start_in_background()
            else:
                broker.run_until_stopped()
        except broker.BrokerRefused as refused:
            raise CommandError(str(refused)) from refused
