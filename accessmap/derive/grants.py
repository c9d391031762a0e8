"""From the documents of one account to its grants: begin the new, end the vanished.

Deriving again changes nothing: a grant is recognized by its fingerprint.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from accessmap import mass
from accessmap.derive.batches import batched
from accessmap.derive.circumstances import Bystanders
from accessmap.derive.endings import Completeness, Place, Places, believable, is_held
from accessmap.derive.flags import write_flags
from accessmap.derive.rows import to_row
from accessmap.derive.subjects import subjects
from accessmap.derive.zone import zone_of_trust
from accessmap.models import Account, Crawl, Document, Grant, Snapshot
from accessmap.policy import grant as value
from accessmap.policy import rule
from accessmap.policy.derive import derive
from accessmap.policy.zone import ZoneOfTrust


@dataclass(frozen=True, slots=True)
class Derived:
    """What one derivation did, in numbers of grants; ``unreadable`` are documents."""

    began: int = 0
    ended: int = 0
    kept: int = 0
    held: int = 0
    unreadable: int = 0

    def __add__(self, other: Derived) -> Derived:
        """Return both together."""
        return Derived(
            self.began + other.began,
            self.ended + other.ended,
            self.kept + other.kept,
            self.held + other.held,
            self.unreadable + other.unreadable,
        )


@dataclass(slots=True)
class Found:
    """What the engine says of all documents in force of one account."""

    grants: dict[str, tuple[value.Grant, Snapshot]] = field(default_factory=dict)
    stale: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by snapshot
    in_force: set[Place] = field(default_factory=set)
    unreadable: set[Place] = field(default_factory=set)

    @property
    def places(self) -> Places:
        """Return where there are documents, and which of them say nothing to us."""
        return Places(frozenset(self.in_force), frozenset(self.unreadable))


@transaction.atomic
def derive_account(crawl: Crawl, account_id: str) -> Derived:
    """Make the grants of ``account_id`` what its documents in force say."""
    # Two crawls may finish the same account at the same time: one after the other.
    Account.objects.select_for_update().filter(account_id=account_id).first()
    zone = zone_of_trust(account_id)
    found = _ask_the_engine(account_id, zone)
    current = {
        row.fingerprint: row
        for row in Grant.objects.current()
        .filter(resource__account_id=account_id)
        .select_related("resource")
    }
    new = [
        to_row(grant, snapshot=snapshot, crawl=crawl)
        for fingerprint, (grant, snapshot) in found.grants.items()
        if fingerprint not in current
    ]
    mass.insert(new)
    ended, held = _end_the_vanished(
        crawl,
        account_id,
        found,
        current=current,
        renewed=frozenset(row.snapshot_id for row in new),
    )
    standing = {row.fingerprint: row.pk for row in [*current.values(), *new]}
    _flag(found, standing, Bystanders(crawl, account_id, zone))
    return Derived(
        began=len(new),
        ended=ended,
        kept=len(current) - ended,
        held=held,
        unreadable=len(found.unreadable),
    )


def _ask_the_engine(account_id: str, zone: ZoneOfTrust) -> Found:
    found = Found()
    for snapshot, subject in subjects(account_id):
        answer = derive(subject, zone)
        place = (snapshot.resource_id, snapshot.kind)
        found.in_force.add(place)
        if answer.errors:
            found.unreadable.add(place)
            _say_why(snapshot.document, " ".join(answer.errors))
        found.stale[snapshot.pk] = answer.stale_principals
        for grant in answer.grants:
            found.grants.setdefault(grant.fingerprint, (grant, snapshot))
    return found


def _say_why(document: Document, error: str) -> None:
    if document.error != error:
        Document.objects.filter(pk=document.pk).update(error=error)


def _end_the_vanished(
    crawl: Crawl,
    account_id: str,
    found: Found,
    *,
    current: dict[str, Grant],
    renewed: frozenset[int],
) -> tuple[int, int]:
    """End what is gone for sure; return how many ended, and how many are held."""
    missing = [
        row
        for fingerprint, row in current.items()
        # What a later crawl has seen, an earlier one that is derived late cannot end.
        if fingerprint not in found.grants and row.first_seen_at <= crawl.started_at
    ]
    ending = believable(
        missing,
        places=found.places,
        completeness=Completeness(crawl, account_id),
    )
    # A document that stands unchanged and is now read otherwise (an account left, the
    # engine learnt) says its grants anew: nothing disappears, so it pulls no brake.
    vanishing = [row for row in ending if row.snapshot_id not in renewed]
    if is_held(crawl, account_id, ending=vanishing, current_count=len(current)):
        return 0, len(ending)
    for keys in batched([row.pk for row in ending]):
        Grant.objects.current().filter(pk__in=keys).update(
            ended_at=crawl.started_at, ended_crawl=crawl
        )
    return len(ending), 0


def _flag(found: Found, standing: dict[str, int], bystanders: Bystanders) -> None:
    write_flags(
        bystanders.account_id,
        {
            standing[fingerprint]: rule.flags(
                grant, bystanders.of(grant, snapshot, found.stale[snapshot.pk])
            )
            for fingerprint, (grant, snapshot) in found.grants.items()
        },
    )
