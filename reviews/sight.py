"""What one look saw: codes with values, put into words on reading.

The evidence keeps the words in English, as coverage keeps its reasons; people read them
in their own language, with the times of their own zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accessmap.graph.gaps import Hole
from accessmap.language import reader_language
from accessmap.models import Coverage, Crawl, Gap
from reviews.labels import Words
from reviews.lifecycle import Removal

Saw = Mapping[str, Any]  # the code of a sentence, and its values

SENTENCES: Words = {
    "still": gettext_lazy("%(crawl)s still found it."),
    "again": gettext_lazy("%(crawl)s found it again."),
    "around": gettext_lazy(
        "The policy says the same, and only what stands around it changed."
    ),
    "blocked": gettext_lazy("Meanwhile it is blocked by %(names)s."),
    "unchanged": gettext_lazy("The policy that makes it has not changed."),
    "reworded": gettext_lazy("%(crawl)s found it again, in other words: %(names)s."),
    "gone": gettext_lazy("%(crawl)s read this place completely and did not find it."),
    "other-way": gettext_lazy("But another way remains: %(names)s."),
    "kept": gettext_lazy("What was decided to keep remains: %(names)s."),
    "apart": gettext_lazy("For other actions the same principal keeps %(count)d."),
    "once": gettext_lazy(
        "A second complete read, 15 minutes or more later, is to agree."
    ),
    "unreached": gettext_lazy("%(crawl)s did not reach this place."),
    "unread": gettext_lazy("This place was not read. %(why)s"),
    "unread-resource": gettext_lazy("This resource was not read. %(why)s"),
    "held": gettext_lazy(
        "%(missing)d of %(current)d grants of this account vanished at once; that is "
        "held and not believed yet."
    ),
}
BETWEEN = {"en": " ", "ja": ""}  # sentences


@dataclass(frozen=True, slots=True)
class Sight:
    """The outcome of one look, with what was seen.

    ``ways`` are the fingerprints of what lets in to what was to go, or to a part of it.
    """

    outcome: Removal
    saw: Sequence[Saw]
    other_ways: int = 0
    ways: tuple[str, ...] = ()

    def reason(self, crawl: Crawl) -> str:
        """Return what the evidence keeps: what AWS said, or our words, in English."""
        with override("en"):
            return aside(self.saw) or words(self.saw, str(crawl))


def saw(code: str, **values: Any) -> Saw:
    """Return one sentence as a row keeps it."""
    return {"code": code, **values}


def unread(code: str, place: Coverage | Gap) -> Saw:
    """Return that a place, or a resource, was not read, and why."""
    return saw(
        code,
        outcome=place.outcome,
        denied_by=place.denied_by,
        error=place.code,
        aside=place.reason,
    )


def words(seen: Sequence[Saw], crawl: str) -> str:
    """Return what was seen, for whoever reads and calls the crawl ``crawl``."""
    said = [str(SENTENCES[each["code"]]) % _values(each, crawl) for each in seen]
    return BETWEEN[reader_language()].join(said)


def aside(seen: Sequence[Saw]) -> str:
    """Return what the crawl wrote down besides, which is in English; mostly nothing."""
    return " ".join(filter(None, (each.get("aside") for each in seen)))


def crawl_name(crawl: Crawl) -> str:
    """Return what people call a crawl: its number, and when it began in their zone."""
    began = date_format(localtime(crawl.started_at), "DATETIME_FORMAT")
    return _("Crawl %(number)s (%(day)s)") % {"number": crawl.pk, "day": began}


def _values(each: Saw, crawl: str) -> Mapping[str, Any]:
    names = list(each.get("names", ()))
    if more := each.get("more", 0):
        names.append(_("%(count)d more") % {"count": more})
    why = ""
    if "outcome" in each:
        why = Hole(each["outcome"], each["denied_by"], each["error"]).sentence
    return {**each, "crawl": crawl, "names": ", ".join(names), "why": why}
