"""Look whether what was revoked is really gone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reviews.operations.verify_removals import verify_removals


class Command(BaseCommand):
    """Take every finished crawl that was not looked at yet."""

    help = "See in finished crawls whether revoked grants are gone."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Look, and say what was seen."""
        seen = verify_removals()
        said = ", ".join(
            f"{count} {outcome}" for outcome, count in sorted(seen.items())
        )
        self.stdout.write(said or "Nothing new was seen.")
