"""Was this place stored just as it is now? Then nothing has to be written.

Storing the same reading twice writes nothing the second time; to know it by one digest
saves finding it out row by row. Whatever else touches the rows of a place takes the
digest away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from accessmap import __version__
from accessmap.aws.collector import UNREAD_TAGS, Sighting, all_collectors
from accessmap.batches import batched
from accessmap.crawl.look import Reading
from accessmap.models import Seen

NOTHING: dict[str, Any] = {"digest": "", "facts_digest": "", "parts": {}}
_ENCODE = json.JSONEncoder(sort_keys=True, default=str).encode
# Raised where ``store`` makes other rows of the same reading.
FORM = f"3 of {__version__}"


@dataclass(frozen=True)
class Digests:
    """One reading in two digests; ``facts`` change daily (last used …)."""

    whole: str
    facts: str
    reading: Reading | None = field(compare=False, default=None, repr=False)

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Return the digest of each resource, by ARN; wanted where some changed."""
        if self.reading is None:
            return {}
        kinds = _kinds(self.reading)
        return {
            arn: _digest([kinds, _lasting(each), dict(each.facts)], _texts(each))[:32]
            for arn, each in self.reading.sightings.items()
        }


def digests(reading: Reading) -> Digests:
    """Return what a reading says, whatever the order that AWS said it in."""
    seen = [each for _arn, each in sorted(reading.sightings.items())]
    frame = [FORM, reading.failure is None, _kinds(reading), sorted(reading.gaps)]
    # In one go each: to encode resource by resource takes twice as long.
    return Digests(
        _digest(
            [frame, [_lasting(each) for each in seen]],
            [text for each in seen for text in _texts(each)],
        ),
        _digest([[each.arn, dict(each.facts)] for each in seen]),
        reading,
    )


def _kinds(reading: Reading) -> list[str] | None:
    return None if reading.kinds is None else sorted(reading.kinds)


def _digest(content: object, texts: Iterable[str] = ()) -> str:
    """Hash ``content`` and the texts whose lengths it tells; JSON in JSON is slow."""
    found = sha256(_ENCODE(content).encode())
    found.update("".join(texts).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _lasting(each: Sighting) -> list[object]:
    """Return all of a sighting but its facts; a bucket's region is one that stays.

    Of its documents the lengths stand for the texts, which are hashed beside.
    """
    return [
        each.arn,
        each.account_id,
        each.resource_type,
        each.name,
        each.unique_id,
        None if each.tags is UNREAD_TAGS else dict(each.tags),
        each.facts.get("region"),
        [(*key, len(text)) for key, text in sorted(each.documents.items())],
    ]


def _texts(each: Sighting) -> list[str]:
    return [text for _key, text in sorted(each.documents.items())]


def last_of(reading: Reading) -> Digests | None:
    """Return the digests of what was stored last at the place of ``reading``."""
    rows = Seen.objects.filter(**_place(reading))
    found = rows.values_list("digest", "facts_digest").first()
    return Digests(*found) if found else None


def unlike(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the readings of which something may have to be stored.

    For many at once: most say what was stored last. A place that nobody stored yet is
    no work to compare.
    """
    for some in batched(readings):
        places = [_place(each) for each in some]
        last = {
            (account_id, region, collector): Digests(whole, facts)
            for account_id, region, collector, whole, facts in Seen.objects.order_by()
            .filter(
                account_id__in={each["account_id"] for each in places},
                collector__in={each["collector"] for each in places},
            )
            .exclude(digest="")
            .values_list("account_id", "region", "collector", "digest", "facts_digest")
        }
        for place, reading in zip(places, some, strict=True):
            known = last.get((*place.values(),))
            if known is None or known != digests(reading):
                yield reading


def locked(reading: Reading) -> Seen:
    """Return the row of a place that one worker at a time stores: this one."""
    place = _place(reading)
    there = Seen.objects.select_for_update()
    if row := there.filter(**place).first():
        return row
    Seen.objects.get_or_create(**place)
    return there.get(**place)


def remember(row: Seen, found: Digests) -> None:
    """Note that the rows of this place say what ``found`` is the digest of."""
    row.digest, row.facts_digest, row.parts = found.whole, found.facts, found.parts
    row.save()


def changed(row: Seen, reading: Reading, now: Digests) -> Iterator[Sighting]:
    """Yield what is otherwise than the rows of this place say."""
    for arn, each in reading.sightings.items():
        if row.parts.get(arn) != now.parts[arn]:
            yield each


def forget(reading: Reading, strangers: Iterable[tuple[str, str]]) -> None:
    """Take away the digests of this place, and of those that share rows with it."""
    Seen.objects.filter(**_place(reading)).update(**NOTHING)
    for account_id, collector in strangers:
        Seen.objects.filter(
            account_id__in=["", account_id], collector=collector
        ).update(**NOTHING)


def _place(reading: Reading) -> dict[str, Any]:
    """Return the place. What is told for all accounts may be told by another later."""
    is_wide = all_collectors()[reading.collector].is_organization_wide
    return {
        "account_id": "" if is_wide else reading.where.account_id,
        "region": reading.where.region,
        "collector": reading.collector,
    }
