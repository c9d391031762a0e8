"""Write the generated files, or say which of them are stale."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessmap.generated import pages


class Command(BaseCommand):
    """``manage.py generate``."""

    help = (
        "Write the docs and templates that are made from the code; --check only looks."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--check``."""
        parser.add_argument("--check", action="store_true", help="write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, or with ``--check`` fail when a page is stale."""
        stale = {
            path: text
            for path, text in pages().items()
            if not path.exists() or path.read_text(encoding="utf-8") != text
        }
        names = ", ".join(sorted(path.name for path in stale))
        if options["check"] and stale:
            raise CommandError(f"Stale: {names}. Run: make generate")
        for path, text in stale.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.stdout.write(f"Written: {names}." if stale else "Nothing was stale.")
