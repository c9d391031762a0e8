"""The changes between two dates as lines: to read on a page, and to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accessmap.batches import batched
from accessmap.changes_look import DOUBTS, SIGNS, WIDTHS, Sign
from accessmap.graph.changes import Change, Changed, Comparison
from accessmap.graph.dates import Known, known
from accessmap.graph.export.of_map import running
from accessmap.lines import COLUMNS, flat, line
from accessmap.models import Grant
from accessmap.policy.width import width
from accessmap.spoken import Speaker


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One change with the grants themselves, ready to be said."""

    sign: Sign
    doubt: str | Promise
    before: Grant | None
    after: Grant | None

    @property
    def grant(self) -> Grant:
        """Return the newer grant, or what is left of it."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 (one of the two is always there)
        return found

    @property
    def width(self) -> Sign | None:
        """Return whether a changed grant lets in more or less than before."""
        if not self.before or not self.after or self.sign.slug != Change.CHANGED:
            return None
        return WIDTHS.get(width(self.after.value, before=self.before.value))

    @property
    def is_reread(self) -> bool:
        """Say whether the same document is only read otherwise: we learnt, not they."""
        both = self.before, self.after
        texts = {each.snapshot.document_id for each in both if each}
        return self.sign.slug == Change.CHANGED and len(texts) == 1


def changed_lines(changes: Sequence[Changed]) -> Iterator[ChangedLine]:
    """Yield changes with their grants, which are read some hundreds at a time."""
    for part in batched(list(changes)):
        keys = {end.pk for each in part for end in (each.before, each.after) if end}
        rows = Grant.objects.select_related("resource", "snapshot")
        found = rows.prefetch_related("flags").in_bulk(keys)
        for each in part:
            yield ChangedLine(
                SIGNS[each.change],
                DOUBTS[each.doubt],
                found[each.before.pk] if each.before else None,
                found[each.after.pk] if each.after else None,
            )


def stamp(found: Comparison) -> dict[str, str]:
    """Return of which dates and crawls a file speaks, and what they could not read."""
    told: dict[str, str] = {}
    for name, read in (("then", known(found.then)), ("now", known(found.now))):
        told |= {
            name: read.at.isoformat(),
            f"{name}_crawl": str(read.crawl.pk) if read.crawl else "",
            f"{name}_coverage": _coverage(read),
        }
    return {"asked": found.query(), **told, "now_running": running(found.now)}


def _coverage(read: Known) -> str:
    return f"{read.complete_count}/{read.account_count}"


def as_json(found: Comparison, speaker: Speaker) -> Iterator[dict[str, Any]]:
    """Yield every change as plain values."""
    for each in changed_lines(found.changes):
        yield {
            "change": each.sign.slug,
            "doubt": str(each.doubt),
            "width": each.width.slug if each.width else "",
            "is_reread": each.is_reread,
            "before": line(each.before, speaker) if each.before else None,
            "after": line(each.after, speaker) if each.after else None,
        }


HEADER = (
    *("change", "doubt", *COLUMNS, "sentence_before", "width"),
    *("asked", "then", "then_crawl", "then_coverage"),
    *("now", "now_crawl", "now_coverage", "now_running"),
)


def as_cells(found: Comparison, speaker: Speaker) -> Iterator[list[str]]:
    """Yield every change as the cells under ``HEADER``."""
    stamped = list(stamp(found).values())
    for each in as_json(found, speaker):
        newer = each["after"] or each["before"]
        older = each["before"]["sentence"] if each["before"] else ""
        yield [
            each["change"],
            each["doubt"],
            *flat(newer),
            older,
            each["width"],
            *stamped,
        ]
