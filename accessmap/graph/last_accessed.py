"""Of the services that a role may use, which were tried: as IAM last told.

Nothing is told of roles that let no other account in, nor where AWS refused: that is
not known, and never *none*.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypedDict

from accessmap.models import Grant, Resource
from accessmap.policy.kinds import PolicyKind, Zone

SUFFIX = "/service-last-accessed"  # of a role's ARN, as the collector names it
CROSSING = frozenset({Zone.PUBLIC, Zone.EXTERNAL, Zone.ORGANIZATION})


class Service(TypedDict):
    """One service, and when it was last tried; refused attempts count as well."""

    name: str
    at: str


class Tried(TypedDict):
    """The services of one role, as JSON can carry them: items freeze them."""

    told_on: str
    service_count: int  # of which its policies allow something
    services: list[Service]  # those that were tried, the last of them first


def is_asked(row: Grant) -> bool:
    """Say whether a crawl asks for the services of what is granted."""
    return row.policy_kind == PolicyKind.TRUST and row.zone in CROSSING


def tried_by(rows: Iterable[Grant]) -> dict[str, Tried]:
    """Return what whoever became a role tried, by its ARN; without what is not known.

    One question for all ``rows``.
    """
    roles = {
        row.resource.arn: row.resource
        for row in rows
        if row.policy_kind == PolicyKind.TRUST
    }
    told = Resource.objects.filter(
        arn__in=[f"{arn}{SUFFIX}" for arn in roles], ended_at=None
    )
    found = {}
    for facts in told.values_list("facts", flat=True) if roles else ():
        role = roles[facts["role"]]
        made = role.facts.get("created_at")
        # What was told before it was made was told of another role of the same name.
        if not made or date.fromisoformat(facts["asked_on"]) >= _day(made):
            found[role.arn] = _tried(facts)
    return found


def _tried(facts: Mapping[str, Any]) -> Tried:
    newest = sorted(
        facts["tried"].items(), key=lambda each: (-_moment(each[1]), each[0])
    )
    return Tried(
        told_on=facts["asked_on"],
        service_count=facts["service_count"],
        services=[Service(name=name, at=at) for name, at in newest],
    )


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _day(text: str) -> date:
    return datetime.fromisoformat(text).astimezone(UTC).date()
