"""Where a grant stands in the document that is in force."""

from __future__ import annotations

from dataclasses import dataclass

from accessmap.derive.subjects import subject_of
from accessmap.derive.zone import zone_of_trust
from accessmap.models import Grant, Snapshot
from accessmap.policy.derive import derive


@dataclass(frozen=True, slots=True)
class Place:
    """A document, and the positions of the statements that say the grant there."""

    snapshot: Snapshot
    statements: tuple[int, ...]


def place_of(row: Grant) -> Place:
    """Return where ``row`` stands today; where it last stood, if it has ended.

    A grant outlives the order of its statements, so where the document has changed
    around it, the engine is asked again.
    """
    began = Place(row.snapshot, row.value.statements)
    if row.has_ended or row.snapshot.ended_at is None:
        return began
    newer = Snapshot.objects.current().filter(
        resource=row.resource, kind=row.policy_kind
    )
    zone = zone_of_trust(row.resource.account_id)
    for snapshot in newer.select_related("resource", "document"):
        for grant in derive(subject_of(snapshot), zone).grants:
            if grant.fingerprint == row.fingerprint:
                return Place(snapshot, grant.statements)
    return began
