"""Ask who can get to what, on the command line."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accessmap.graph.answer import unread
from accessmap.graph.asked import LISTED, answer
from accessmap.graph.in_lines import in_lines
from accessmap.graph.places import Place, UnknownPlace
from accessmap.graph.question import Question
from accessmap.reach import fresh

NO_WAY = 4


class Command(BaseCommand):
    """Prints a path, who reaches a place, or what falls with one."""

    help = (
        "Say how FROM gets to TO; with --to who can get there, with --from what falls "
        "if it is taken; with neither, third parties by how far they reach. Exit "
        "status: 0 there is an answer, 1 a name is not known or not clear, 4 there is "
        "no way in what was read. Of several ways the shortest comes first, and of "
        "equally long ones the one by which most can be done: control, then writing, "
        "then reading."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take two places, or one of them by name."""
        parser.add_argument("start", nargs="?", default="", metavar="FROM")
        parser.add_argument("goal", nargs="?", default="", metavar="TO")
        parser.add_argument("--from", dest="from_", default="", metavar="PLACE")
        parser.add_argument("--to", default="", metavar="PLACE")
        parser.add_argument(
            "--without",
            action="append",
            choices=["chain", "escalate"],
            default=[],
            help="leave this kind of edge out",
        )
        parser.add_argument(
            "--by",
            choices=["permission", "network", "both"],
            default="permission",
            help="what counts as a way (default: %(default)s)",
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument(
            "--rebuild", action="store_true", help="make the index anew first"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask, and print."""
        if options["rebuild"]:
            fresh.rebuild()
        question = Question(
            options["start"] or options["from_"],
            options["goal"] or options["to"],
            tuple(options["without"]),
            options["by"],
        )
        try:
            found = answer(question, sys.maxsize if options["json"] else LISTED)
        except UnknownPlace as unknown:
            raise CommandError(_told(unknown)) from unknown
        if options["json"]:
            self.stdout.write(json.dumps(found.plain(), ensure_ascii=False, indent=2))
        else:
            for line in in_lines(found):
                self.stdout.write(line)
            if hidden := unread().sentence:
                self.stdout.write(hidden)
        if found.is_empty:
            sys.exit(NO_WAY)


def _told(unknown: UnknownPlace) -> str:
    if not unknown.near:
        return str(unknown)
    near = "".join(f"\n  {_line(each)}" for each in unknown.near)
    return f"{unknown} {_('Near it:')}{near}"


def _line(place: Place) -> str:
    return f"{place.word}: {place.text}  {place.key}"
