"""Seal a campaign that is closed and signed off."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.errors import Refused
from reviews.management.commands.open_campaign import person
from reviews.models import Campaign
from reviews.operations.seal_campaign import seal_campaign


class Command(BaseCommand):
    """``manage.py seal 3 --by aiko.mori``."""

    help = "Sign the bundle of a campaign for good; it stays the same bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the campaign, and who seals it."""
        parser.add_argument("campaign", type=int)
        parser.add_argument("--by", required=True, help="user name of who seals")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Seal, and print the manifest's hash, to be kept elsewhere."""
        campaign = Campaign.objects.filter(pk=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"There is no campaign {options['campaign']}.")
        try:
            seal = seal_campaign(campaign, sealed_by=person(options["by"]))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{seal.manifest_sha256}  kept until {seal.keep_until.isoformat()}"
        )
