"""List grants: `manage.py grants --format jsonl --verdict public`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from accessmap.graph.export.stamped import stamped_lines
from accessmap.graph.filters import CHOICES, SINGLE, BadFilter, GrantFilter, end_of
from accessmap.graph.knowledge import Knowledge, knowledge
from accessmap.graph.more_words import more_words
from accessmap.graph.narrow import matching
from accessmap.lines import LISTED, flat, lines
from accessmap.models.grant import GrantQuerySet
from accessmap.spoken import Speaker

MANY = tuple(
    each.name
    for each in fields(GrantFilter)
    if each.name not in SINGLE and each.name != "more"
)
TABLE = ("verdict", "principal", "principal_name", "resource", "sentence")
WIDEST = 60


class Command(BaseCommand):
    """Print grants to standard output, and what is unknown to standard error."""

    help = "List grants; filters are those of the grants page."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a format, a language, and the words of the filter language."""
        parser.add_argument(
            "--format", choices=["table", "json", "csv", "jsonl"], default="table"
        )
        parser.add_argument("--language", choices=["en", "ja"], default="en")
        parser.add_argument(
            "--all", action="store_true", help="ended grants and same-account ones too"
        )
        for name in MANY:
            known = ", ".join(CHOICES[name]) if name in CHOICES else None
            parser.add_argument(f"--{name}", action="append", help=known)
        for name in sorted(SINGLE):
            parser.add_argument(f"--{name}", choices=CHOICES.get(name))
        for name, word in more_words().items():
            parser.add_argument(
                f"--{name}", action="append", help=", ".join(word.choices)
            )

    def handle(self, **options: Any) -> None:
        """Print what the filter leaves."""
        names = (*MANY, *SINGLE, *more_words())
        words = {name: options[name] for name in names if options[name]}
        if options["all"]:
            words = {"state": "all", "within": "yes", **words}
        with override(options["language"]):
            try:
                wanted = GrantFilter.of(words)
                grants = matching(wanted)
            except BadFilter as error:
                raise CommandError(str(error)) from error
            at = end_of(wanted.at) if wanted.at else None
            found = lines(grants.order_by("pk"), Speaker(options["language"]), at)
            if options["format"] == "csv":
                self._csv(found, wanted.query(), at)
            else:
                getattr(self, f"_{options['format']}")(found)
            self._say_what_is_unknown(grants)

    def _say_what_is_unknown(self, grants: GrantQuerySet) -> None:
        self.stderr.write(f"{grants.count()} grants.")
        for sentence in _unknown(knowledge()):
            self.stderr.write(sentence)

    def _jsonl(self, found: Iterator[dict[str, Any]]) -> None:
        for each in found:
            self.stdout.write(json.dumps(each, ensure_ascii=False))

    def _json(self, found: Iterator[dict[str, Any]]) -> None:
        self.stdout.write(json.dumps(list(found), ensure_ascii=False, indent=2))

    def _csv(
        self, found: Iterator[dict[str, Any]], asked: str, at: datetime | None
    ) -> None:
        for text in stamped_lines(LISTED, map(flat, found), at=at, asked=asked):
            self.stdout.write(text, ending="")

    def _table(self, found: Iterator[dict[str, Any]]) -> None:
        rows = [list(TABLE)]
        for each in found:
            cells = [str(each[column] or "") for column in TABLE]
            # The sentence is last and keeps its length.
            rows.append([*(cell[:WIDEST] for cell in cells[:-1]), cells[-1]])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            padded = zip(row, widths, strict=True)
            self.stdout.write("  ".join(f"{cell:<{n}}" for cell, n in padded).rstrip())


def _unknown(found: Knowledge) -> Iterator[str]:
    if not found.accounts:
        yield "Nothing has been read yet. Run: manage.py crawl"
        return
    if not found.unread:
        yield f"All {len(found.accounts)} accounts were read completely."
        return
    yield (
        f"{len(found.unread)} of {len(found.accounts)} accounts were not read "
        "completely. What they grant beyond these lines is unknown, not zero:"
    )
    for account in found.unread:
        yield f"  {account.account_id} {account.name}".rstrip()
