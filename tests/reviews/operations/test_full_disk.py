"""A full disk leaves no evidence, no half of it, and a sentence that says so."""

from __future__ import annotations

import gc
import tempfile
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accessmap.models import Role
from reviews.errors import NoEvidence
from reviews.evidence import scratch
from reviews.models import Event, Seal
from reviews.operations.export_derived import FORMS, export_derived
from reviews.operations.export_evidence import export_evidence
from tests.cast import AIKO, MAKOTO
from tests.full_disk import full_disk
from tests.reviews.evidence.bundles import sealed
from tests.reviews.story import campaign
from tests.rows import make_user

# What is closed too late, and fails then, is a warning that nobody could catch.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def on_disk(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    """Small bundles lie in memory; here all of them are large."""
    monkeypatch.setattr(scratch, "IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("room", [0, 1, 100, 4096, 20_000, 30_000])
def test_a_bundle_that_finds_no_room_is_no_evidence(room: int, on_disk: Path) -> None:
    found, makoto = campaign(), make_user(MAKOTO, Role.AUDITOR)
    with full_disk(room), pytest.raises(NoEvidence, match="could not be written") as no:
        export_evidence(found, exported_by=makoto)
    assert f"Make room in {on_disk}" in str(no.value)
    gc.collect()
    assert not list(on_disk.iterdir())
    assert not Event.objects.filter(kind="evidence-exported").exists()
    assert export_evidence(found, exported_by=makoto).body.startswith(b"PK")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_what_is_made_of_it_needs_room_too(form: str, on_disk: Path) -> None:
    found, makoto = campaign(), make_user(MAKOTO, Role.AUDITOR)
    length = len(export_evidence(found, exported_by=makoto).body)
    with full_disk(length - 1), pytest.raises(NoEvidence, match="could not be written"):
        export_derived(found, FORMS[form], exported_by=makoto)
    gc.collect()
    assert not list(on_disk.iterdir())


def test_a_seal_that_finds_no_room_is_no_seal() -> None:
    with full_disk(4096), pytest.raises(NoEvidence, match="could not be written"):
        sealed()
    gc.collect()
    assert not Seal.objects.exists()
    assert not Event.objects.filter(kind__in=["campaign-sealed", "bundle-sealed"])


def test_the_page_says_it(client: Client) -> None:
    found = campaign()
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    with full_disk():
        answer = client.get(f"/reviews/evidence/{found.pk}/", follow=True)
    assert "could not be written" in answer.content.decode()


def test_the_command_leaves_no_half_file(
    on_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "IN_MEMORY", 1 << 30)  # room there, and none here
    path, found = on_disk / "b.zip", campaign()
    asked = ("export_evidence", found.pk, "--by", AIKO, "--to", str(path))
    with full_disk(4096), pytest.raises(CommandError, match="Could not write"):
        call_command(*asked)
    assert not list(on_disk.iterdir())
    call_command(*asked)
    assert zipfile.is_zipfile(path)
