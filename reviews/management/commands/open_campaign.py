"""Open a campaign from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.models import User
from reviews.errors import Refused
from reviews.models.handling import MOST_CARRIED, MOST_DAYS
from reviews.operations.open_campaign import Policy, open_campaign


def person(name: str) -> User:
    """Return the active user of that name."""
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"Nobody here is called {name}. Give a user name.")
    return found


def day(text: str) -> date:
    """Return a date written as 2026-12-04."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no date. Write it like 2026-12-04.") from error


def number(text: str, least: int, most: int) -> int:
    """Return a number between two others."""
    if not text.isdecimal() or not least <= int(text) <= most:
        raise CommandError(f"{text} is no number from {least} to {most}.")
    return int(text)


class Command(BaseCommand):
    """Ask the owners of some grants to confirm or revoke them."""

    help = "Open a review campaign over a filter."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the terms of the campaign."""
        parser.add_argument("--name", required=True)
        parser.add_argument("--query", default="", help="as the grants page's address")
        parser.add_argument("--due", required=True, help="a date, such as 2026-12-04")
        parser.add_argument("--by", required=True, help="user name of an analyst")
        parser.add_argument("--fallback", help="who is asked where no tag says")
        parser.add_argument(
            "--one-sided",
            action="store_true",
            help="ask only the side that grants, also where both ends are ours",
        )
        parser.add_argument(
            "--carry-limit",
            default="1",
            help="how often in a row an equal, low-risk grant is not asked about",
        )
        parser.add_argument(
            "--exception-days", default="90", help="the longest exception"
        )
        parser.add_argument(
            "--limitation", default="", help="signs for what was not read, in words"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Open it and say how large it is."""
        fallback = options["fallback"]
        try:
            campaign = open_campaign(
                name=options["name"],
                query=options["query"],
                due_on=day(options["due"]),
                opened_by=person(options["by"]),
                limitation=options["limitation"],
                fallback=person(fallback) if fallback else None,
                policy=Policy(
                    is_two_sided=not options["one_sided"],
                    carry_limit=number(options["carry_limit"], 0, MOST_CARRIED),
                    exception_days=number(options["exception_days"], 1, MOST_DAYS),
                ),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Campaign {campaign.pk} is open: {campaign.grant_count} grants, "
            f"due {campaign.due_on}."
        )
