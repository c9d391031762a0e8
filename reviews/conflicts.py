"""Why somebody may not decide about a grant: it is their access, or their writing.

Nobody decides on access that they could use, nor on a policy that they wrote last. Both
come with the path that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from accessmap.graph.writers import Writers
from accessmap.models import Grant, PolicyWriting, User
from reviews.directory import Directory
from reviews.models import ReviewItem
from reviews.ways import Way, Ways, called


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands between a person and a decision, step by step."""

    way: Way
    is_writer: bool = False

    def __str__(self) -> str:
        """Return the path as one line of text."""
        return " → ".join(self.way)

    @property
    def sentence(self) -> str:
        """Say to the person what it is."""
        if self.is_writer:
            return _("You changed this policy last, so somebody else decides")
        return _("This is your own access, so somebody else decides")


class Conflicts:
    """The conflicts of people with grants; everybody is looked up once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._ways = Ways()
        self._writers = Writers()
        self._directory = Directory()
        self._names: dict[int, frozenset[str]] = {}

    def of(self, person: User, grant: Grant) -> Conflict | None:
        """Return why ``person`` may not decide about ``grant``, or None."""
        if way := self._ways.to(person, grant):
            return Conflict(way)
        for write in self._writers.all_of(grant):
            if self._is_by(person, write):
                return Conflict(path_of(write), is_writer=True)
        return None

    def on(self, item: ReviewItem, person: User) -> Conflict | None:
        """Return why ``person`` may not decide ``item``: also who wrote it at opening.

        So what the evidence says of its writer holds, whoever wrote it meanwhile.
        """
        author = item.circumstances.get("author")
        if author and author["user"] == person.username:
            at = datetime.fromisoformat(author["at"])
            told = said(author["by"], author["event"], at, item.grant.resource.arn)
            return Conflict(told, is_writer=True)
        return self.of(person, item.grant)

    def _is_by(self, person: User, write: PolicyWriting) -> bool:
        if person.pk not in self._names:
            self._names[person.pk] = self._directory.known_as(called(person))
        told = {write.name.casefold(), write.directory_id.casefold()} - {""}
        return bool(told & self._names[person.pk])


def path_of(write: PolicyWriting) -> Way:
    """Return who wrote what when, step by step; the same words in every language."""
    return said(write.writer or write.name, write.event, write.at, write.named)


def said(who: str, event: str, at: datetime, named: str) -> Way:
    """Return the path of one write."""
    return who, f"{event} {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC", named
