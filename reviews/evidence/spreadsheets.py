"""The sheets of a bundle as CSV, one file a sheet: derived from it, and says so."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

from reviews.evidence.binder import Binder
from reviews.evidence.bundle import manifest_of
from reviews.evidence.sheets import sheets
from reviews.evidence.six import six
from reviews.evidence.tables import Row, table
from reviews.evidence.verify import Bundle


def spreadsheets(bundle: Bundle, *, bom: bool) -> bytes:
    """Return the sheets, zipped: the same bytes for the same bundle.

    ``bom`` is the mark by which a Japanese Excel knows UTF-8; other programs take it
    for a part of the first column's name.
    """
    out = io.BytesIO()
    with Binder(out) as binder:
        write = partial(table, bom=bom)
        binder.add("about.csv", write(_about(bundle), ("field", "value")))
        questions = ("question", "answer", "because", "sheets")
        binder.add("six questions.csv", write(_answers(bundle), questions))
        for name, columns, rows in sheets(bundle):
            binder.add(f"{name}.csv", write(rows, columns))
    return out.getvalue()


def _about(bundle: Bundle) -> Iterator[Row]:
    """Yield what these files are made of."""
    told = manifest_of(bundle)
    yield {"field": "review", "value": told.predicate["campaign"]}
    yield {"field": "name", "value": told.predicate["name"]}
    yield {"field": "is_final", "value": told.predicate["is_final"]}
    yield {"field": "derived_from_manifest_sha256", "value": told.sha256}


def _answers(bundle: Bundle) -> Iterator[Row]:
    """Yield the six questions, answered, with where to look."""
    for each in six(bundle):
        yield {
            "question": each.question,
            "answer": each.answer,
            "because": each.because,
            "sheets": each.sheets,
        }
