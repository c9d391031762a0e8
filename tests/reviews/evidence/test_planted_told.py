"""The evidence counts a planted question apart, and holds nothing else of it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reviews.evidence import verify
from reviews.lifecycle import AtClose, Verdict
from reviews.operations.close_campaign import close_campaign
from reviews.operations.export_evidence import export_evidence
from tests.reviews.operations.test_planting import answer, planted
from tests.reviews.story import aiko

pytestmark = pytest.mark.django_db


def test_it_is_counted_apart_and_is_in_no_other_file(tmp_path: Path) -> None:
    found = planted()
    answer(found, Verdict.CONFIRM)
    role = found.circumstances["resource_name"]
    closed = close_campaign(
        found.campaign, closed_by=aiko(), at_close=AtClose.KEEP, reason="Due."
    )
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(export_evidence(closed, exported_by=aiko()).body)
    with zipfile.ZipFile(bundle) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    told = json.loads(next(v for k, v in files.items() if k.endswith("quality.json")))
    assert told["known_bad"] == {
        "is_counted_apart": True,
        "planted": 1,
        "revoked": 0,
        "confirmed": 1,
        "otherwise": 0,
        "unanswered": 0,
    }
    assert told["effective"] == 0
    assert not any(role.encode() in body for body in files.values())
    ran = subprocess.run(
        [sys.executable, verify.__file__, str(bundle)], check=False, capture_output=True
    )
    assert ran.returncode == 0, ran.stdout
