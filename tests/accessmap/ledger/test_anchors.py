"""Checkpoints leave the operator's reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from accessmap.ledger.anchors import anchor, kept_anchors, sign_and_anchor
from accessmap.ledger.append import append
from accessmap.ledger.check import faults
from accessmap.ledger.checkpoints import make_checkpoint
from accessmap.models import Checkpoint, Entry

pytestmark = pytest.mark.django_db


def test_a_checkpoint_is_mailed_and_written(settings: Settings, tmp_path: Path) -> None:
    settings.ANCHOR_DIR, settings.ANCHOR_MAIL = (
        str(tmp_path),
        ("audit@kitsune.example",),
    )
    append("role-changed", by="test")
    made = sign_and_anchor()
    assert made
    (written,) = tmp_path.iterdir()
    assert written.read_text("utf-8") == mail.outbox[0].body == made.note
    assert not list(faults((made.note,)))


def test_where_nothing_happened_nothing_is_anchored(
    settings: Settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = str(tmp_path)
    append("role-changed", by="test")
    sign_and_anchor()
    count = Entry.objects.count()
    assert sign_and_anchor() is None
    assert Entry.objects.count() == count


def test_a_full_or_missing_directory_is_an_error_and_no_claim(
    settings: Settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = str(tmp_path / "missing")
    append("role-changed", by="test")
    with pytest.raises(FileNotFoundError):
        sign_and_anchor()
    assert Checkpoint.objects.exists()
    assert not Entry.objects.filter(kind="checkpoint-anchored").exists()


def test_a_changed_setting_is_logged_once(settings: Settings) -> None:
    sign_and_anchor()
    settings.REGIONS = ("eu-west-1",)
    sign_and_anchor()
    sign_and_anchor()
    bodies = Entry.objects.filter(kind="settings-seen").values_list("body", flat=True)
    assert len(bodies) == 2
    assert "eu-west-1" in bodies[1]


def test_what_decides_how_evidence_is_kept_and_stamped_is_told(
    settings: Settings,
) -> None:
    settings.KEEP_YEARS, settings.TSA_ROOTS = {"IPE": 10}, "-----BEGIN CERTIFICATE-----"
    sign_and_anchor()
    body = Entry.objects.get(kind="settings-seen").body
    assert '"keep_years":{"IPE":10}' in body
    assert '"tsa_roots":"-----BEGIN CERTIFICATE-----"' in body


@pytest.mark.parametrize("written", [0, 1, 40, -1])
def test_what_a_crash_left_half_written_is_no_anchor_and_is_finished(
    settings: Settings, tmp_path: Path, written: int
) -> None:
    settings.ANCHOR_DIR = str(tmp_path)
    append("role-changed", by="test")
    first = sign_and_anchor()
    append("role-changed", by="test")
    second = make_checkpoint()
    assert first
    assert second
    path = tmp_path / f"checkpoint-{second.size:012}.txt"
    path.write_bytes(second.note.encode()[:written])
    assert kept_anchors() == [first.note]
    anchor(second)
    assert path.read_text("utf-8") == second.note
    assert kept_anchors() == [second.note]


def test_an_older_state_that_was_restored_is_noticed() -> None:
    append("role-changed", by="test")
    make_checkpoint()
    point = transaction.savepoint()
    append("role-changed", by="test")
    later = sign_and_anchor()
    assert later
    # As a restore does: what came later never was.
    transaction.savepoint_rollback(point)
    (fault,) = faults((later.note,))
    assert "older state" in fault.reason


def test_an_anchor_is_never_written_over_by_another_history(
    settings: Settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = str(tmp_path)
    point = transaction.savepoint()
    append("role-changed", by="test")
    first = sign_and_anchor()
    assert first
    transaction.savepoint_rollback(point)
    append("role-changed", by="somebody else")
    with pytest.raises(FileExistsError, match="older state"):
        sign_and_anchor()
    (written,) = tmp_path.iterdir()
    assert written.read_text("utf-8") == first.note


def test_what_is_kept_in_the_directory_is_compared_without_being_asked(
    settings: Settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = str(tmp_path)
    point = transaction.savepoint()
    append("role-changed", by="test")
    sign_and_anchor()
    transaction.savepoint_rollback(point)
    append("role-changed", by="test")
    with pytest.raises(CommandError, match="anchor"):
        call_command("check_ledger")
