"""Write an evidence bundle to a file."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.errors import Refused
from reviews.management.commands.open_campaign import person
from reviews.models import Campaign
from reviews.operations.export_evidence import export_evidence


class Command(BaseCommand):
    """The same bytes for the same state; who took it is logged."""

    help = "Write the evidence bundle of a campaign to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the campaign, who takes its evidence, and where to."""
        parser.add_argument("campaign", type=int)
        parser.add_argument("--by", required=True, help="user name of who takes it")
        parser.add_argument("--to", help="file name; by default the bundle's own")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and print its hash, to be kept elsewhere."""
        campaign = Campaign.objects.filter(pk=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"There is no campaign {options['campaign']}.")
        try:
            taken = export_evidence(campaign, exported_by=person(options["by"]))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        path = Path(options["to"] or taken.name)
        # Under another name until it is whole: half a bundle looks like a bundle.
        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("wb") as out:
                shutil.copyfileobj(taken.file, out)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(f"Could not write {path}: {error.strerror}.") from error
        self.stdout.write(f"{taken.sha256}  {path}")
