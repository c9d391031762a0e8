"""Make the workbook of a campaign from its bundle; taking it is taking the evidence."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from accessmap.models import User
from reviews.evidence import verify
from reviews.evidence.workbook import workbook
from reviews.models import Campaign
from reviews.operations.export_evidence import export_evidence


def export_workbook(campaign: Campaign, *, exported_by: User) -> bytes:
    """Return the workbook, which names the bundle that it is derived from."""
    taken = export_evidence(campaign, exported_by=exported_by)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / taken.name
        with path.open("wb") as out:
            shutil.copyfileobj(taken.file, out)
        return workbook(verify.Bundle(path), taken.manifest_sha256)
