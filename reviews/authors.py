"""Who last wrote the policy of an item: frozen into it when the campaign opens."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypedDict

from accessmap.graph.writers import Unknown, Writers
from accessmap.models import Grant, PolicyWriting, User
from reviews.directory import Directory


class Author(TypedDict):
    """What stands in an item's ``circumstances``; empty where it is not known."""

    by: str  # as AWS names it
    user: str  # the user name here, of who is known here
    event: str
    at: str
    unknown: str  # accessmap.graph.writers.Unknown
    since: str  # since when all writes are known


class Authors:
    """The writers of policies, with who of them is known here."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._writers = Writers()
        self._directory = Directory()
        self._known: dict[tuple[str, str], str] = {}

    def of(self, grant: Grant) -> Author:
        """Return who last wrote the policy of ``grant``, or why that is not known."""
        last = self._writers.of(grant)
        write = (
            last.write if last.unknown in {Unknown.KNOWN, Unknown.NO_PERSON} else None
        )
        return Author(
            by=write.writer if write else "",
            user=self._user(write) if write else "",
            event=write.event if write else "",
            at=write.at.isoformat() if write else "",
            unknown=last.unknown.value,
            since=last.since_at.isoformat() if last.since_at else "",
        )

    def _user(self, write: PolicyWriting) -> str:
        told = (write.name, write.directory_id)
        if told not in self._known:
            names = self._directory.known_as(told)
            found = {self._users[each] for each in names if each in self._users}
            self._known[told] = min(found, default="")
        return self._known[told]

    @cached_property
    def _users(self) -> Mapping[str, str]:
        """Return every name of a user, in lower case → the user name."""
        return {
            each.casefold(): username
            for username, email in User.objects.values_list("username", "email")
            for each in (username, email)
            if each
        }
