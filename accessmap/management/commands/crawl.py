"""Read the organization in this process, without a queue."""

from __future__ import annotations

import json
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from accessmap.aws.collector import all_collectors
from accessmap.crawl.inline import Progress, crawl_inline
from accessmap.crawl.start import CrawlRunning, start_crawl
from accessmap.crawl.summary import lines, summary
from accessmap.models import Crawl

STOPPED = 130  # as a shell says of Ctrl-C
EXIT = {Crawl.State.COMPLETE: 0, Crawl.State.PARTIAL: 3}
FAILED = 1


class Command(BaseCommand):
    """Exit status: 0 complete, 3 partial, 1 failed, 130 stopped."""

    help = (
        "Read the organization: exit status 0 says all of it, 3 a part, 1 nothing, 130 "
        "that it was stopped. "
        "A crawl that was stopped goes on where it was."
    )

    told = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a selection; each option may be repeated."""
        for name, what in (
            ("account", "this account only (12 digits)"),
            ("service", "this service or collector only (iam, s3, kms …)"),
            ("region", "this region only; global services are read all the same"),
        ):
            parser.add_argument(f"--{name}", action="append", default=[], help=what)
        parser.add_argument(
            "--json", action="store_true", help="print the summary as JSON"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Start or go on, read, tell."""
        selection = {
            "accounts": options["account"],
            "services": _known_services(options["service"]),
            "regions": options["region"],
        }
        try:
            crawl = start_crawl(trigger="command", selection=selection)
            with _stopped_by_signal() as stop:
                crawl = crawl_inline(
                    crawl,
                    threads=settings.CRAWL_THREADS,
                    progress=self._tell,
                    stop=stop,
                )
        except CrawlRunning as refused:
            raise CommandError(str(refused)) from refused
        except OperationalError as error:
            raise CommandError(
                _(
                    "The database cannot be used: %(error)s. Run `manage.py migrate` "
                    "if it is new; nothing that was written is lost."
                )
                % {"error": str(error).strip()}
            ) from error
        self.stderr.write("")
        if crawl.finished_at is None:
            self.stderr.write(
                _("Stopped. What was read stays; the same command goes on from there.")
            )
            sys.exit(STOPPED)
        found = summary(crawl)
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines(found)))
        if status := EXIT.get(Crawl.State(crawl.state), FAILED):
            sys.exit(status)

    def _tell(self, progress: Progress) -> None:
        """Show how far it is; one line that is written over on a terminal."""
        line = _(
            "%(accounts_done)d of %(accounts)d accounts, %(done)d of %(total)d scopes, "
            "%(calls)d calls, %(rate).0f a second"
        ) % {
            "accounts_done": progress.accounts_done,
            "accounts": progress.accounts,
            "done": progress.done,
            "total": progress.total,
            "calls": progress.calls,
            "rate": progress.calls / progress.seconds,
        }
        if progress.seconds_left is not None and progress.done < progress.total:
            line += _(", about %(left)s left") % {"left": _span(progress.seconds_left)}
        if line == self.told:
            return
        self.told = line
        self.stderr.write(line, ending="\r" if self.stderr.isatty() else "\n")
        self.stderr.flush()


@contextmanager
def _stopped_by_signal() -> Iterator[Event]:
    """Yield what Ctrl-C or a container's SIGTERM sets; a second one interrupts."""
    stop = Event()

    def ask(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, ask) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _span(seconds: float) -> str:
    """Return minutes and seconds, as a clock shows them."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _known_services(names: list[str]) -> list[str]:
    """Return ``names``, or refuse one that no collector answers to."""
    known = {each.name for each in all_collectors().values()}
    known |= {each.service for each in all_collectors().values()}
    if strange := sorted(set(names) - known):
        raise CommandError(
            _("No collector reads %(names)s. There are: %(known)s.")
            % {"names": ", ".join(strange), "known": ", ".join(sorted(known))}
        )
    return names
