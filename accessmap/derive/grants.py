"""From the documents of one account to its grants: begin the new, end the vanished.

Deriving again changes nothing: a grant is recognized by its fingerprint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from accessmap import mass
from accessmap.batches import SIZE, batched
from accessmap.derive.basis import Basis, Remembered, basis_of
from accessmap.derive.circumstances import Bystanders
from accessmap.derive.endings import (
    Completeness,
    Loss,
    Place,
    Places,
    believable,
    is_held,
    still_held,
)
from accessmap.derive.flags import write_flags
from accessmap.derive.owners import note_owners
from accessmap.derive.rows import renew_levels, to_row
from accessmap.derive.standing import TOGETHER, Standing, standings
from accessmap.derive.subjects import subjects
from accessmap.derive.zone import World
from accessmap.models import (
    Account,
    Crawl,
    Derivation,
    Document,
    Grant,
    Snapshot,
)
from accessmap.models.grant import GrantQuerySet
from accessmap.policy import grant as value
from accessmap.policy import rule
from accessmap.policy.derive import derive
from accessmap.policy.principal import CANONICAL_ID


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
    """What the engine says of documents in force of one account."""

    grants: dict[str, tuple[value.Grant, Snapshot]] = field(default_factory=dict)
    stale: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by snapshot
    in_force: set[Place] = field(default_factory=set)
    unreadable: set[Place] = field(default_factory=set)
    unsettled: set[int] = field(default_factory=set)  # resources; may end later
    held: Mapping[str, int] = field(default_factory=dict)  # as Derivation.held
    # The canonical ids that a resource's documents name.
    canonical_ids: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def places(self) -> Places:
        """Return where there are documents, and which of them say nothing to us."""
        return Places(frozenset(self.in_force), frozenset(self.unreadable))


def derive_account(
    crawl: Crawl, account_id: str, *, world: World | None = None, anew: bool = False
) -> Derived:
    """Make the grants of ``account_id`` what its documents in force say.

    Only of resources that are otherwise than when they were derived last; of all with
    ``anew``.
    """
    return derive_accounts(crawl, [account_id], world=world, anew=anew)


@transaction.atomic
def derive_accounts(
    crawl: Crawl,
    account_ids: Collection[str],
    *,
    world: World | None,
    anew: bool = False,
) -> Derived:
    """Do so for many; whoever does notes owners and reads the ``world`` before."""
    total = Derived()
    for some in batched(sorted(account_ids), TOGETHER):
        for account_id, standing in standings(crawl, some).items():
            bystanders = Bystanders(
                crawl,
                account_id,
                world or _world(account_id),
                is_logged=standing.is_logged,
                users=standing.users,
            )
            total += _derive(bystanders, standing, anew=anew)
    return total


def _derive(bystanders: Bystanders, standing: Standing, *, anew: bool) -> Derived:
    crawl, account_id = bystanders.crawl, bystanders.account_id
    account, last = standing.account, standing.last
    basis = basis_of(bystanders, standing)
    changed = None if anew else basis.changed(last)
    if changed is not None and len(changed) > SIZE:
        changed = None
    if last is not None and changed is not None and not changed:
        return Derived(kept=last.grant_count)
    held_now, count = _held_now(account_id, last, changed)
    bystanders.abilities.roles = changed
    found = _ask_the_engine(account, bystanders, changed)
    current = {row.fingerprint: row for row in held_now.select_related("resource")}
    new = [
        to_row(grant, snapshot=snapshot, crawl=crawl)
        for fingerprint, (grant, snapshot) in found.grants.items()
        if fingerprint not in current
    ]
    mass.insert(new)
    renew_levels(current, found.grants)
    missing = [row for key, row in current.items() if key not in found.grants]
    ending = _ending(crawl, account_id, found, missing)
    # A document that stands unchanged and is now read otherwise (an account left, the
    # engine learnt) says its grants anew: nothing disappears, so it pulls no brake.
    renewed = {row.snapshot_id for row in new}
    vanishing = [row for row in ending if row.snapshot_id not in renewed]
    before = last.held if last is not None else {}
    loss = Loss(vanishing, count, len(new), found.places, before)
    is_stopped = is_held(crawl, account_id, loss)
    ended = [] if is_stopped else ending
    _end(crawl, ended)
    keys = {row.fingerprint: row.pk for row in [*current.values(), *new]}
    _flag(found, keys, bystanders)
    over = {row.pk for row in ended}
    found.unsettled = {row.resource_id for row in missing if row.pk not in over}
    found.held = still_held(
        crawl,
        account_id,
        before,
        missed=[row for row in missing if row.pk not in over],
        stopped=ending if is_stopped else [],
    )
    _remember(basis, last, changed, found, count + len(new) - len(ended))
    return Derived(
        began=len(new),
        ended=len(ended),
        kept=count - len(ended),
        held=len(ending) - len(ended),
        unreadable=len(found.unreadable),
    )


def _held_now(
    account_id: str, last: Derivation | None, changed: frozenset[int] | None
) -> tuple[GrantQuerySet, int]:
    """Return the grants that may change, and how many the account has in all.

    To count them costs more than to derive a few, and was done last time.
    """
    if last is not None and changed is not None:
        return Grant.objects.current().filter(resource__in=changed), last.grant_count
    all_of_them = Grant.objects.current().filter(resource__account_id=account_id)
    return all_of_them, all_of_them.count()


def _world(account_id: str) -> World:
    """Return the world as it stands, with what this account's buckets say of it."""
    note_owners(account_id)
    return World.now()


def _ask_the_engine(
    account: Account | None, bystanders: Bystanders, resources: frozenset[int] | None
) -> Found:
    found = Found()
    for snapshot, subject in subjects(account, bystanders.account_id, resources):
        answer = derive(subject, bystanders.zone)
        place = (snapshot.resource_id, snapshot.kind)
        found.in_force.add(place)
        if answer.errors:
            found.unreadable.add(place)
            _say_why(snapshot.document, " ".join(answer.errors))
        found.stale[snapshot.pk] = answer.stale_principals
        _note_deleted(snapshot.document, answer.stale_principals)
        found.canonical_ids[snapshot.resource_id].update(
            CANONICAL_ID.findall(str(subject.document))
        )
        for grant in answer.grants:
            found.grants.setdefault(grant.fingerprint, (grant, snapshot))
    return found


def _say_why(document: Document, error: str) -> None:
    if document.error != error:
        Document.objects.filter(pk=document.pk).update(error=error)


def _note_deleted(document: Document, ids: Iterable[str]) -> None:
    """Keep whom a document names in vain: it may grant nothing, and so have no flag."""
    named = ", ".join(sorted(ids))
    if document.deleted_principals != named:
        Document.objects.filter(pk=document.pk).update(deleted_principals=named)


def _ending(
    crawl: Crawl, account_id: str, found: Found, missing: Iterable[Grant]
) -> list[Grant]:
    """Return those of ``missing`` that are gone for sure."""
    # What a later crawl has seen, an earlier one that is derived late cannot end.
    known = [row for row in missing if row.first_seen_at <= crawl.started_at]
    if not known:
        return []
    return believable(
        known, places=found.places, completeness=Completeness(crawl, account_id)
    )


def _end(crawl: Crawl, ending: Iterable[Grant]) -> None:
    for keys in batched([row.pk for row in ending]):
        Grant.objects.current().filter(pk__in=keys).update(
            ended_at=crawl.started_at, ended_crawl=crawl
        )


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


def _remember(
    basis: Basis,
    last: Derivation | None,
    changed: frozenset[int] | None,
    found: Found,
    grant_count: int,
) -> None:
    """Note what was derived now, but for what may end otherwise the next time."""
    resources: Remembered = {}
    if last is not None and changed is not None:
        resources = {
            k: own for k, own in last.resources.items() if int(k) not in changed
        }
    for key in basis.own.keys() if changed is None else changed & basis.own.keys():
        named = sorted(found.canonical_ids[key])
        resources[str(key)] = [basis.digest(key, named), *named]
    open_ones = found.unsettled | {resource for resource, _kind in found.unreadable}
    resources |= {str(key): [] for key in open_ones}
    row = last or Derivation(account_id=basis.bystanders.account_id)
    row.grounds, row.resources, row.grant_count = basis.grounds, resources, grant_count
    row.held = found.held
    row.save()
