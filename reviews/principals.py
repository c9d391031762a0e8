"""The tags of who is let in: the roles and users of ours that grants name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from accessmap.models import Grant, Resource
from accessmap.policy.kinds import PrincipalKind

TAGGED = frozenset({PrincipalKind.ROLE, PrincipalKind.USER})


class Principals:
    """What principals are tagged with, each read once, many in one query."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._tags: dict[str, Mapping[str, str]] = {}

    def learn(self, grants: Iterable[Grant]) -> None:
        """Read the tags of all principals of ``grants`` that are not known yet."""
        named = {each.principal for each in grants if each.principal_kind in TAGGED}
        fresh = named - self._tags.keys()
        rows = Resource.objects.filter(arn__in=fresh, ended_at=None)
        found = dict(rows.values_list("arn", "tags")) if fresh else {}
        self._tags |= {arn: found.get(arn, {}) for arn in fresh}

    def tags(self, grant: Grant) -> Mapping[str, str]:
        """Return the tags of the principal of ``grant``; none where none were read."""
        self.learn([grant])
        return self._tags.get(grant.principal, {})
