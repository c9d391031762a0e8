"""What is taken away, whatever the file: dots, links between them, and the stamp."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

# XML 1.0 has no way to write these, and marks of direction turn a name around.
# https://www.w3.org/TR/xml/#charsets
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Dot:
    """One node. ``column`` is how far from the left it is drawn."""

    id: str
    name: str
    kind: str
    account: str = ""
    account_name: str = ""
    column: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """One edge. ``count`` grants it stands for, whose ids ``grants`` are.

    An answer's stands for no grant, but for so many steps, or for ``accounts`` reached.
    """

    source: str
    target: str
    kind: str
    sentence: str = ""
    doubts: str = ""
    grant: int = 0
    count: int = 1
    grants: tuple[int, ...] = ()
    steps: int = 0
    accounts: int = 0

    def plain(self) -> dict[str, Any]:
        """Return it without what means nothing: an edge of the map has no steps."""
        told = asdict(self)
        for name in ("grant", "count", "grants", "steps", "accounts"):
            if not told[name]:
                del told[name]
        return told


@dataclass(frozen=True, slots=True)
class Stamp:
    """Of which crawl it is, what was asked, and what was not read."""

    title: str
    asked: str
    crawl: int
    read_at: str
    coverage: str
    running: str = ""  # which crawl has not ended, and that its rows are in here too
    compared_with: str = ""  # the earlier of two dates, its crawl and its coverage
    why_not: str = ""  # where there is no way: which half fails
    grant_address: str = ""  # where a grant's page is; {id} stands for its id

    @property
    def moment(self) -> str:
        """Return when the crawl was, as the reader's zone and language say it."""
        return written(self.read_at) if self.read_at else _("nothing was read")

    @property
    def of_crawl(self) -> list[str]:
        """Return of which crawl it is, as a picture says it: one line for each."""
        told = {"crawl": self.crawl, "read_at": self.moment}
        said = [_("Crawl %(crawl)s, %(read_at)s.") % told]
        return [*said, self.running] if self.running else said

    @property
    def compared(self) -> str:
        """Return the earlier of two dates so, with what had been read by then."""
        moment, mark, rest = self.compared_with.partition(";")
        return f"{written(moment)}{mark}{rest}" if moment else ""

    def file_name(self, of: str) -> str:
        """Return what a file is called, without its ending: one in ASCII, no other's.

        Neither the organization nor anything that AWS lets people write is in it.
        """
        parts = ["accessmap", of]
        if self.read_at:
            parts += [_day(self.read_at), f"crawl-{self.crawl}"]
        if self.compared_with:
            parts += ["since", _day(self.compared_with.partition(";")[0])]
        return "-".join(parts)

    def plain(self) -> dict[str, str | int]:
        """Return it with a number as a number, for files that know the two apart."""
        return {**dict(self.rows()), "crawl": self.crawl}

    def rows(self) -> list[tuple[str, str]]:
        """Return it as names and values, in the words that files carry."""
        told = [
            ("title", self.title),
            ("asked", self.asked),
            ("crawl", str(self.crawl)),
            ("read_at", self.read_at),
            ("coverage", self.coverage),
        ]
        if self.running:
            told.append(("running", self.running))
        if self.compared_with:
            told.append(("compared_with", self.compared_with))
        if self.why_not:
            told.append(("why_not", self.why_not))
        if self.grant_address:
            told.append(("grant_address", self.grant_address))
        return told


@dataclass(frozen=True, slots=True)
class Extract:
    """Exactly what was shown."""

    stamp: Stamp
    dots: Sequence[Dot]
    links: Sequence[Link]


def _day(moment: str) -> str:
    return localtime(datetime.fromisoformat(moment)).date().isoformat()


def written(moment: str) -> str:
    """Return a moment as the reader's zone and language say it."""
    return date_format(localtime(datetime.fromisoformat(moment)), "DATETIME_FORMAT")


def safe(text: str) -> str:
    """Return ``text`` as every file can carry it: what cannot be shown is written."""
    for pattern in (_CONTROL, _DIRECTION):
        text = pattern.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text
