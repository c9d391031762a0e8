"""What it would take to remove a grant that AWS holds now."""

from __future__ import annotations

from dataclasses import dataclass

from accessmap.derive.subjects import subject_of
from accessmap.derive.zone import zone_of_trust
from accessmap.models import Grant, Snapshot
from accessmap.policy.apply import way
from accessmap.policy.deny_first import deny_first
from accessmap.policy.narrow import Narrowing, narrow
from accessmap.policy.remove import CannotRemove, Change, remove
from accessmap.policy.ways.way import Way


@dataclass(frozen=True, slots=True)
class Removal:
    """The change to the policy in force, and how AWS is told it, as text to run.

    ``change`` is None where AWS keeps a list and no document; ``way`` then says what
    takes the entry out. ``sha256`` names the document that the change was made for.
    """

    change: Change | None
    way: Way
    sha256: str
    deny: str = ""  # the policy with a Deny beside it, as a step before


def removal_of(row: Grant) -> Removal:
    """Return how to remove ``row``, from the document in force now.

    Raises CannotRemove where it is gone already, or where the document has changed so
    that another plan is needed.
    """
    snapshot, how = _in_force(row)
    subject, zone = subject_of(snapshot), zone_of_trust(row.resource.account_id)
    change, deny = None, ""
    try:
        change = remove(subject, zone, row.value)
        deny = deny_first(subject, zone, row.value)
    except CannotRemove:
        if not how.undo_entry:
            raise
    return Removal(change, how, snapshot.document.sha256, deny)


def narrowing_of(row: Grant, to: Narrowing) -> Removal:
    """Return how to make ``row`` ask for what ``to`` names; raises as removal does."""
    snapshot, how = _in_force(row)
    subject, zone = subject_of(snapshot), zone_of_trust(row.resource.account_id)
    change = narrow(subject, zone, row.value, to)
    return Removal(change, how, snapshot.document.sha256)


def _in_force(row: Grant) -> tuple[Snapshot, Way]:
    """Return the document in force now, and how its kind is changed."""
    resource = row.resource
    snapshot = (
        Snapshot.objects.current()
        .filter(resource=resource, kind=row.snapshot.kind, name=row.snapshot.name)
        .select_related("resource", "document")
        .first()
    )
    if row.has_ended or snapshot is None:
        raise CannotRemove("The newest complete reading no longer holds this grant.")
    return snapshot, way(
        row.value,
        document=snapshot.document.text,
        called=resource.name,
        policy=snapshot.name,
        region=resource.region,
    )
