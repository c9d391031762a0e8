"""Hold the rows of judgments against the ledger, and name the first that differs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial

from accessmap.ledger.check import Fault
from accessmap.models import Entry
from accessmap.models.entry import TOMBSTONE
from reviews.evidence.as_sealed import unsealed
from reviews.evidence.bundle import SealBroken, write_bundle
from reviews.evidence.rows import (
    CHUNK,
    decision_digest,
    decisions_root,
    exclusions_root,
    population_root,
)
from reviews.evidence.scratch import scratch
from reviews.lifecycle import Origin
from reviews.models import Campaign, Decision, Event, Seal


def unwitnessed() -> Iterator[Fault]:
    """Yield each row, campaign by campaign, that is not what the ledger says."""
    yield from _deleted()
    for campaign in Campaign.objects.order_by("pk"):
        yield from unwitnessed_of(campaign)
        yield from unsealed(campaign)
        yield from _seal(campaign)


def unwitnessed_of(campaign: Campaign) -> Iterator[Fault]:
    """Yield each row of one campaign that is not what the ledger says."""
    acts = Entry.objects.about(f"campaign:{campaign.pk}")
    told = {each.sequence: json.loads(each.body) for each in acts}
    yield from _events(campaign, told)
    yield from _decisions(campaign, told)
    yield from _roots(campaign, told)


def _deleted() -> Iterator[Fault]:
    """Yield each campaign that was opened and is not there, without a tombstone."""
    opened = Entry.objects.filter(kind="campaign-opened").order_by("sequence")
    buried = dict(Entry.objects.filter(kind=TOMBSTONE).values_list("about", "sequence"))
    there = {f"campaign:{pk}" for pk in Campaign.objects.values_list("pk", flat=True)}
    for about in opened.values_list("about", flat=True):
        name = about.replace(":", " ")
        if about not in there and about not in buried:
            yield Fault(name, "it is missing, and no tombstone says why")
    for about, sequence in sorted(buried.items()):
        if about in there:
            name = about.replace(":", " ")
            yield Fault(name, f"entry {sequence} says that it was deleted")


def _events(campaign: Campaign, told: dict[int, dict[str, object]]) -> Iterator[Fault]:
    events = Event.objects.filter(campaign=campaign).order_by("sequence")
    seen = set()
    for each in events.iterator(chunk_size=CHUNK):
        seen.add(each.sequence)
        act = told.get(each.sequence)
        says = act["says"] if act else None
        if not (
            act
            and isinstance(says, dict)
            and act["kind"] == each.kind
            and act["actor"] == each.actor
            and each.says.items() <= says.items()
        ):
            yield Fault(f"event {each.sequence}", "the ledger says otherwise")
    for sequence in sorted(set(told) - seen):
        yield Fault(f"event {sequence}", "it is missing")


def _decisions(
    campaign: Campaign, told: dict[int, dict[str, object]]
) -> Iterator[Fault]:
    """Yield each decision that no act of its own knows, and each that is missing."""
    known: dict[int, str] = {}
    for act in told.values():
        says = act["says"]
        assert isinstance(says, dict)  # noqa: S101  (as append writes it)
        if digest := says.get("decision_sha256"):
            known[says["decision"]] = digest
        digests = says.get("decisions_sha256", [])
        known |= zip(says.get("decisions", []), digests, strict=False)
    rows = Decision.objects.filter(item__campaign=campaign).select_related("item")
    texts = rows.order_by("pk").values_list("pk", "shown", "shown_sha256")
    for pk, shown, sha256 in texts.iterator(chunk_size=CHUNK):
        if hashlib.sha256(shown.encode()).hexdigest() != sha256:
            yield Fault(f"decision {pk}", "what was shown is another text")
    by_act = rows.filter(origin__in=[Origin.ANSWER, Origin.BULK, Origin.RULING])
    for each in by_act.defer("shown").order_by("pk").iterator(chunk_size=CHUNK):
        if known.pop(each.pk, "") != decision_digest(each):
            yield Fault(f"decision {each.pk}", "the ledger says otherwise")
    for pk in sorted(known):
        yield Fault(f"decision {pk}", "it is missing, or says another origin")


def _seal(campaign: Campaign) -> Iterator[Fault]:
    """Yield if a sealed bundle cannot be made again: then some row is another one."""
    if not Seal.objects.filter(campaign=campaign).exists():
        return
    with scratch() as file, file:
        try:
            write_bundle(campaign, file)
        except SealBroken as broken:
            yield Fault(f"seal of campaign {campaign.pk}", str(broken))


def _roots(campaign: Campaign, told: dict[int, dict[str, object]]) -> Iterator[Fault]:
    """Yield which whole table is not what an act bound."""
    for sequence, act in sorted(told.items()):
        says = act["says"]
        assert isinstance(says, dict)  # noqa: S101  (as append writes it)
        again = {
            "population_root": partial(population_root, campaign),
            "exclusions_root": partial(exclusions_root, campaign),
            "decisions_root": partial(decisions_root, campaign),
            "carried_root": partial(decisions_root, campaign, origin=Origin.CARRIED),
        }
        for name in again.keys() & says.keys():
            if says[name] != again[name]():
                place = f"{name.removesuffix('_root')} of campaign {campaign.pk}"
                yield Fault(place, f"not what entry {sequence} bound")
