"""The key changes in one step: there is always one, and the ledger knows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from accessmap.ledger import keys
from accessmap.ledger.append import append
from accessmap.ledger.checkpoints import make_checkpoint
from tests.full_disk import full_disk

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Path:
    """A key made on first start, and a ledger that begins with it."""
    settings.SIGNING_KEY, settings.DATA_DIR = "", tmp_path
    with transaction.atomic():
        append("role-changed", by="test")
    return keys.own_file()


def files(own: Path) -> list[str]:
    return sorted(each.name for each in own.parent.iterdir())


def test_the_old_key_is_kept_beside_and_the_new_one_signs(own: Path) -> None:
    before = own.read_bytes()
    call_command("rotate_key")
    assert own.read_bytes() != before
    [kept] = own.parent.glob("signing_key.until-*.pem")
    assert kept.read_bytes() == before
    assert own.stat().st_mode & 0o077 == 0
    assert make_checkpoint()


@pytest.mark.parametrize("room", [0, 60])
def test_a_full_disk_leaves_the_key_that_was(own: Path, room: int) -> None:
    before = own.read_bytes()
    with full_disk(room), pytest.raises(CommandError, match="File too large"):
        call_command("rotate_key")
    assert own.read_bytes() == before
    assert files(own) == [own.name]
    assert make_checkpoint()
