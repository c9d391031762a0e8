"""Sign a campaign off at the terminal; the password is asked for."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.errors import Refused
from reviews.evidence.statements import statement
from reviews.management.commands.open_campaign import person
from reviews.models import Campaign, SignOff
from reviews.operations.name_management import name_management
from reviews.operations.sign_off import sign_off


class Command(BaseCommand):
    """``manage.py sign_off 3 --as owner --by aiko.mori``."""

    help = (
        "Sign a closed campaign off, as its owner or as management; or, with --name, "
        "say as its owner who signs as management. The page of the review does both."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the campaign, the part, and who signs."""
        parser.add_argument("campaign", type=int)
        parser.add_argument("--as", dest="part", choices=SignOff.Part.values)
        parser.add_argument("--name", help="user name of who signs as management")
        parser.add_argument("--by", required=True, help="user name of who does it")
        parser.add_argument("--remark", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Show the words, ask for the password, sign."""
        campaign = Campaign.objects.filter(pk=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"There is no campaign {options['campaign']}.")
        if options["part"] is None and options["name"] is None:
            raise CommandError("Say as what: --as owner or --as management.")
        try:
            if options["name"]:
                by = person(options["by"])
                name_management(campaign, person=person(options["name"]), named_by=by)
                self.stdout.write(f"{options['name']} signs as management.")
                return
            self.stdout.write(statement(options["part"], "en"))
            sign_off(
                campaign,
                part=SignOff.Part(options["part"]),
                person=person(options["by"]),
                password=getpass(f"Password of {options['by']}: "),
                remark=options["remark"],
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Signed.")
