"""From sightings to rows: resources, documents kept once, snapshots begun and ended.

Nothing is written for what did not change, and nothing ends but inside a scope that was
listed to its end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.db import transaction

from accessmap import mass
from accessmap.aws.collector import UNREAD_TAGS, Sighting, all_collectors
from accessmap.batches import batched
from accessmap.crawl import seen
from accessmap.crawl.look import Reading
from accessmap.crawl.missing import end_snapshots, end_the_missing, standing
from accessmap.models import Crawl, Document, Resource, Snapshot
from accessmap.policy.kinds import PolicyKind

COLUMNS = (
    "resource_type",
    "region",
    "collector",
    "name",
    "unique_id",
    "tags",
    "facts",
    "ended_at",
    "missed_at",
)
Key = tuple[int, str, str]  # resource, kind, name


@transaction.atomic
def store(crawl: Crawl, reading: Reading) -> None:
    """Make the rows say what ``reading`` saw, where they do not say it already.

    What is not believed to be gone becomes a gap of ``reading``.
    """
    if reading.failure is not None and not reading.sightings:
        return
    now, last = seen.digests(reading), seen.last_of(reading)
    if last == now:
        return
    # Most places are empty, and were: a row for each of them would say nothing.
    if last is None and not reading.sightings and not standing(reading).exists():
        return
    memory = seen.locked(reading)
    is_same = memory.digest == now.whole
    strangers: set[tuple[str, str]] = set()
    for part in batched(seen.changed(memory, reading, now)):
        resources, reborn = _resources(crawl, reading, part, strangers)
        if not is_same:  # else only facts have changed
            _snapshots(crawl, part, resources, reborn, reading.kinds)
    is_held = False
    if reading.failure is None and not is_same:
        is_held = end_the_missing(crawl, reading)
    # Two places write the same rows, or these are not what was read: no memory of it.
    if strangers or is_held:
        seen.forget(reading, strangers)
    else:
        seen.remember(memory, now)


def _digest(text: str) -> tuple[str, bytes]:
    """Return the hash and the bytes of a text, lone surrogates and all."""
    body = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(body).hexdigest(), body


def _columns(reading: Reading, each: Sighting) -> dict[str, object]:
    """Return a sighting as columns. A bucket has a region, though its list has none."""
    collector = all_collectors()[reading.collector]
    return {
        "resource_type": each.resource_type or collector.resource_type,
        "region": reading.where.region or str(each.facts.get("region") or ""),
        "collector": reading.collector,
        "name": each.name[:512],
        "unique_id": each.unique_id,
        "tags": dict(each.tags),
        "facts": dict(each.facts),
        "ended_at": None,
        "missed_at": None,
    }


def _resources(
    crawl: Crawl,
    reading: Reading,
    sightings: list[Sighting],
    strangers: set[tuple[str, str]],
) -> tuple[dict[str, Resource], set[int]]:
    """Write the resources; return them by ARN, and those made again under a name.

    Whoever else wrote one of them, account and collector, is added to ``strangers``.
    """
    found = {
        row.arn: row
        for row in Resource.objects.filter(arn__in=[each.arn for each in sightings])
    }
    strangers |= {
        (found[each.arn].account_id, found[each.arn].collector)
        for each in sightings
        if each.arn in found and _is_from_elsewhere(found[each.arn], reading, each)
    }
    new, changed, reborn = [], [], set()
    for each in sightings:
        columns = _columns(reading, each)
        row = found.get(each.arn)
        if row is None:
            row = Resource(
                arn=each.arn,
                account_id=each.account_id or reading.where.account_id,
                first_seen_at=crawl.started_at,
                **columns,
            )
            new.append(row)
            continue
        if reading.kinds is not None:
            continue  # a part is no word about the whole
        if row.unique_id and row.unique_id != each.unique_id:
            # A role deleted and made again under its name is another role.
            # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
            reborn.add(row.pk)
        if each.tags is UNREAD_TAGS:
            del columns["tags"]
        if any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            changed.append(row)
    mass.insert(new)
    mass.upsert(changed, key=["arn"], columns=COLUMNS)
    return found | {row.arn: row for row in new}, reborn


def _is_from_elsewhere(row: Resource, reading: Reading, each: Sighting) -> bool:
    """Say whether a row was written by another place, which may write it again."""
    place = (row.account_id, row.collector, row.region)
    account_id, region = reading.where.account_id, reading.where.region
    return place != (
        each.account_id or account_id,
        reading.collector,
        region or row.region,
    )


def _documents(bodies: Mapping[str, bytes]) -> dict[str, Document]:
    """Keep every text once; return the rows by hash."""
    known: dict[str, Document] = {}
    for part in batched(bodies):
        rows = Document.objects.filter(sha256__in=part).defer("body")
        known |= {row.sha256: row for row in rows}
    missing = [
        Document(sha256=digest, body=body)
        for digest, body in bodies.items()
        if digest not in known
    ]
    # Another worker may be keeping the same text just now.
    mass.upsert(missing, key=["sha256"])
    for part in batched(row.sha256 for row in missing):
        rows = Document.objects.filter(sha256__in=part).defer("body")
        known |= {row.sha256: row for row in rows}
    return known


def _snapshots(
    crawl: Crawl,
    sightings: list[Sighting],
    resources: dict[str, Resource],
    reborn: set[int],
    kinds: frozenset[PolicyKind] | None,
) -> None:
    """Begin what is new, end what is no longer so, leave the rest alone."""
    wanted: dict[Key, tuple[str, bytes]] = {
        (resources[each.arn].pk, kind.value, name): _digest(text)
        for each in sightings
        for (kind, name), text in each.documents.items()
    }
    before = Snapshot.objects.current().filter(
        resource__in=[resources[each.arn].pk for each in sightings]
    )
    if kinds is not None:  # of the others nothing is known
        before = before.filter(kind__in=kinds)
    over = []
    for pk, resource, kind, name, digest in before.values_list(
        "pk", "resource_id", "kind", "name", "document__sha256"
    ):
        key = (resource, kind, name)
        is_same = key in wanted and wanted[key][0] == digest
        if is_same and resource not in reborn:
            del wanted[key]
        else:
            over.append(pk)
    end_snapshots(crawl, over)
    documents = _documents(dict(wanted.values()))
    mass.insert(
        [
            Snapshot(
                resource_id=resource,
                kind=kind,
                name=name,
                document=documents[digest],
                began_crawl=crawl,
                began_at=crawl.started_at,
            )
            for (resource, kind, name), (digest, _body) in wanted.items()
        ]
    )
