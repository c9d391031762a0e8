"""Import what the AWS CLI printed, for those who may not hand out a role."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.crawl.offline import import_files
from accessmap.crawl.printed_file import FileRefused
from accessmap.crawl.summary import lines, summary
from accessmap.models import Crawl


class Command(BaseCommand):
    """Exit status as of a crawl: 0 complete, 3 partial, 1 nothing."""

    help = (
        "Import what the AWS CLI printed: account authorization details, bucket "
        "policies, the organization with its accounts, units, SCPs and RCPs, findings; "
        "or log files of a CloudTrail trail. All files or none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--account", default="", help="whose buckets these are, if no path says it"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and tell what is known now and what not."""
        try:
            crawl = import_files(options["files"], account_id=options["account"])
        except FileRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("\n".join(lines(summary(crawl))))
        if crawl.state != Crawl.State.COMPLETE:
            sys.exit(3 if crawl.state == Crawl.State.PARTIAL else 1)
