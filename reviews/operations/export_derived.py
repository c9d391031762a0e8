"""Make from a bundle what people read; taking it is taking the evidence."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from accessmap.models import User
from reviews.evidence import verify
from reviews.evidence.bundle import ENVELOPE
from reviews.evidence.oscal import oscal
from reviews.evidence.report.pdf import report
from reviews.evidence.scratch import told_when_full
from reviews.evidence.spreadsheets import spreadsheets
from reviews.evidence.workbook import workbook
from reviews.models import Campaign, ReviewItem
from reviews.operations.export_evidence import export_evidence


@dataclass(frozen=True, slots=True)
class Form:
    """What can be made of a bundle: how its file ends, its type, and who makes it."""

    ending: str
    content_type: str
    make: Callable[[verify.Bundle], bytes]


FORMS: Mapping[str, Form] = {
    "pdf": Form("pdf", "application/pdf", report),
    "xlsx": Form(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook,
    ),
    "oscal": Form("oscal.json", "application/json", oscal),
    "csv": Form("csv.zip", "application/zip", partial(spreadsheets, bom=False)),
    # With the mark by which Excel, the Japanese one above all, knows UTF-8.
    "csv-bom": Form("csv-bom.zip", "application/zip", partial(spreadsheets, bom=True)),
}
ITEM = "item"  # one of them alone, with its proof


def export_derived(campaign: Campaign, form: str, *, exported_by: User) -> bytes:
    """Return what the form of ``FORMS`` makes of the campaign's bundle, which it names.

    Raises:
        NotAllowed, NoEvidence: as `export_evidence` does, whose taking is logged.
    """
    with _bundle(campaign, exported_by, form) as bundle:
        return FORMS[form].make(bundle)


def export_item(item: ReviewItem, *, exported_by: User) -> dict[str, object]:
    """Return one item with what proves it, as ``verify.py --item`` hands it over.

    Raises:
        NotAllowed, NoEvidence: as `export_evidence` does, whose taking is logged.
    """
    with _bundle(item.campaign, exported_by, ITEM, item) as bundle:
        told = verify.statement_in(bundle.json(ENVELOPE), "")
        proof: dict[str, object] = verify.item_proof(bundle, told, item.number)
        return proof


@contextmanager
def _bundle(
    campaign: Campaign, exported_by: User, form: str, item: ReviewItem | None = None
) -> Iterator[verify.Bundle]:
    """Make the bundle on disk, for as long as something is made of it."""
    taken = export_evidence(campaign, exported_by=exported_by, form=form, item=item)
    with told_when_full(), taken.file, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / taken.name
        with path.open("wb") as out:
            shutil.copyfileobj(taken.file, out)
        yield verify.Bundle(path)
