"""Delete a sealed campaign after its time: dry run, a wish, the act of another."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.errors import Refused
from reviews.management.commands.open_campaign import person
from reviews.models import Campaign, Seal
from reviews.operations.delete_campaign import ask_deletion, counted, delete_campaign


class Command(BaseCommand):
    """``delete_campaign 3``, then ``--ask aiko.mori``, then ``--confirm ken.ito``."""

    help = "Delete a sealed campaign whose time is over; its tombstone stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the campaign; by itself it only says what would go."""
        parser.add_argument("campaign", type=int)
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--ask", metavar="USER", help="who asks that it be deleted")
        act.add_argument("--confirm", metavar="USER", help="who deletes it: another")
        parser.add_argument("--reason", default="", help="why, with --ask")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what would go; ask, or delete, after the password."""
        campaign = Campaign.objects.filter(pk=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"There is no campaign {options['campaign']}.")
        self._say(campaign)
        try:
            if by := options["ask"]:
                ask_deletion(
                    campaign,
                    asked_by=person(by),
                    password=getpass(f"Password of {by}: "),
                    reason=options["reason"],
                )
                self.stdout.write("Asked. Another analyst deletes it with --confirm.")
            elif by := options["confirm"]:
                tombstone = delete_campaign(
                    campaign,
                    deleted_by=person(by),
                    password=getpass(f"Password of {by}: "),
                )
                self.stdout.write(f"Deleted; entry {tombstone.sequence} says so.")
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _say(self, campaign: Campaign) -> None:
        seal = Seal.objects.filter(campaign=campaign).first()
        until = seal.keep_until.isoformat() if seal else "it is sealed, and longer"
        self.stdout.write(f"{campaign}, kept until {until}. With it would go:")
        for name, count in counted(campaign).items():
            self.stdout.write(f"{count:9} {name}")
