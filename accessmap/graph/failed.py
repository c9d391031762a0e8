"""Why a crawl failed, in the reader's language; as it was written down beside it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from accessmap.graph.gaps import why
from accessmap.models import Crawl
from accessmap.models.crawl import REPLACED

ORGANIZATION = "organization"


class Failed(NamedTuple):
    """One sentence, and what AWS or the crawl said, in English."""

    sentence: str
    detail: str = ""


def why_failed(crawl: Crawl) -> Failed | None:
    """Return why nothing could be read, where that is so."""
    if not crawl.error:
        return None
    if crawl.error == REPLACED:
        told = _("It was stopped, and another crawl was started in its place.")
        return Failed(told)
    missed = crawl.coverage.filter(collector=ORGANIZATION).incomplete().first()
    if missed is not None:
        told = _("The organization could not be read.")
        reason = why(missed.outcome, missed.denied_by)
        return Failed(f"{told} {reason}", crawl.error)
    if crawl.selection.get("accounts"):
        told = _("An account was asked for that is not in the organization.")
        return Failed(told, crawl.error)
    return Failed(why("failed"), crawl.error)
