"""Read the whole ledger again and name the first row that is not as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from accessmap.ledger import tree
from accessmap.ledger.append import peaks_of
from accessmap.ledger.canonical import canonical, spoken
from accessmap.ledger.checkpoints import keys
from accessmap.ledger.note import BadNote, NamedKey, opened
from accessmap.ledger.timestamps import bad_timestamps
from accessmap.models import Checkpoint, Entry

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and with which row."""

    place: str  # entry 17, checkpoint 40
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def faults(anchors: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Yield what is wrong, in the ledger's order; the first names the first bad row.

    ``anchors`` are checkpoints that were kept elsewhere: a ledger that is shorter than
    one of them, or differs from it, was restored from an older state or rewritten.
    """
    roots = [tree.root(())]
    for fault in _bad_entries(roots):
        yield fault
        return
    kept: list[tuple[int | None, str]] = [
        *Checkpoint.objects.order_by("size").values_list("size", "note"),
        *((None, note) for note in anchors),
    ]
    try:
        named = keys()
    except (ValueError, KeyError, TypeError):
        named = []
    if not named and (len(roots) > 1 or kept):
        yield Fault("entry 1", "it does not name the ledger and its key")
        return
    for at, note in kept:
        if reason := _disagreement(note, roots, named, at):
            yield Fault(f"checkpoint {at}" if at else "anchor", reason)
    for at, reason in bad_timestamps():
        yield Fault(f"checkpoint {at}", reason)


def _bad_entries(roots: list[bytes]) -> Iterator[Fault]:
    """Yield the first bad entry; ``roots`` takes the root after each good one."""
    peaks: tree.Peaks = ()
    entries = Entry.objects.order_by("sequence").iterator(chunk_size=BATCH)
    for size, entry in enumerate(entries):
        if entry.sequence != size + 1:
            yield Fault(f"entry {size + 1}", "it is missing, or out of order")
            return
        leaf = tree.leaf_hash(entry.body.encode())
        peaks = tree.grown(peaks, size, leaf)
        if reason := _difference(entry, leaf, peaks):
            yield Fault(f"entry {entry.sequence}", reason)
            return
        roots.append(tree.root(peaks))


def _difference(entry: Entry, leaf: bytes, peaks: tree.Peaks) -> str:
    """Say in what way a row is not what was written, or nothing."""
    if bytes(entry.leaf) != leaf:
        return "its text is not the one that was hashed"
    if peaks_of(entry) != peaks:
        return "it does not follow from the entries before it"
    says: dict[str, object] = {
        "about": entry.about,
        "actor": entry.actor,
        "at": spoken(entry.at),
        "kind": entry.kind,
        "sequence": entry.sequence,
    }
    try:
        says["says"] = json.loads(entry.body)["says"]
    except (ValueError, KeyError, TypeError):
        return "its text is no act"
    if canonical(says) != entry.body.encode():
        return "its columns say something else than its text"
    if entry.person_id is None and not entry.actor.startswith("system:"):
        return "nobody is named as the person who did it"
    return ""


def _disagreement(
    note: str, roots: list[bytes], named: list[NamedKey], at: int | None = None
) -> str:
    """Say in what way the ledger is not what ``note`` says, or nothing."""
    try:
        head = opened(note, named)
    except BadNote as error:
        return str(error)
    if head.origin != named[0].name or at not in {None, head.size}:
        return "it is of another ledger, or of another size"
    if head.size >= len(roots):
        return (
            f"the ledger once had {head.size} entries and now has {len(roots) - 1}: "
            "an older state was restored, or entries were cut off"
        )
    if roots[head.size] != head.root:
        return f"the first {head.size} entries are not the ones that were signed"
    return ""
