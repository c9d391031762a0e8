"""Of the services that a role may use, which were tried: as IAM last told.

Nothing is told of roles that let no other account in, nor where AWS refused: that is
not known, and never *none*.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from accessmap.models import Grant, Resource
from accessmap.policy.kinds import PolicyKind, Zone

DAYS = 400  # what AWS remembers
SUFFIX = "/service-last-accessed"  # of a role's ARN, as the collector names it
CROSSING = frozenset({Zone.PUBLIC, Zone.EXTERNAL, Zone.ORGANIZATION})


@dataclass(frozen=True, slots=True)
class Tried:
    """The services of one role; an attempt that was refused counts as well."""

    told_on: date
    service_count: int
    services: tuple[tuple[str, datetime], ...]  # the last tried first


def is_asked(row: Grant) -> bool:
    """Say whether a crawl asks for the services of what is granted."""
    return row.policy_kind == PolicyKind.TRUST and row.zone in CROSSING


def tried(row: Grant) -> Tried | None:
    """Return what whoever became the role tried; None where it is not known."""
    if row.policy_kind != PolicyKind.TRUST:
        return None
    place = Resource.objects.filter(arn=f"{row.resource.arn}{SUFFIX}", ended_at=None)
    facts = place.values_list("facts", flat=True).first()
    if not facts:
        return None
    told_on = date.fromisoformat(facts["asked_on"])
    made = row.resource.facts.get("created_at")
    if made and told_on < datetime.fromisoformat(made).astimezone(UTC).date():
        return None  # it was told of another role, of the same name
    found = {
        service: datetime.fromisoformat(at) for service, at in facts["tried"].items()
    }
    return Tried(
        told_on,
        facts["service_count"],
        tuple(sorted(found.items(), key=lambda each: (-each[1].timestamp(), each[0]))),
    )
