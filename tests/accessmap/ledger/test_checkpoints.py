"""Checkpoints sign the ledger; keys change in the open; a dead signer signs nothing."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from accessmap.ledger.append import append
from accessmap.ledger.check import faults
from accessmap.ledger.checkpoints import (
    checkpoint_if_able,
    keys,
    make_checkpoint,
    rotate,
)
from accessmap.ledger.keys import CannotSign, new_pem, read
from accessmap.ledger.note import opened
from accessmap.models import Checkpoint

pytestmark = pytest.mark.django_db


def test_an_empty_ledger_has_no_checkpoint() -> None:
    assert make_checkpoint() is None


def test_it_signs_the_size_and_root() -> None:
    append("role-changed", by="test")
    checkpoint = make_checkpoint()
    assert checkpoint
    assert opened(checkpoint.note, keys()).size == 2
    assert make_checkpoint() == checkpoint


def test_a_new_key_is_named_by_the_ledger_and_both_sign(
    settings: Settings,
) -> None:
    append("role-changed", by="test")
    new = new_pem().decode()
    checkpoint = rotate(read(new, "new"), by="test")
    old_key, new_key = keys()
    assert opened(checkpoint.note, [old_key]) == opened(checkpoint.note, [new_key])
    settings.SIGNING_KEY = new
    append("role-changed", by="test")
    later = make_checkpoint()
    assert later
    assert opened(later.note, [new_key]).size == 4
    assert not list(faults())


def test_a_key_that_the_ledger_does_not_know_signs_nothing(
    settings: Settings,
) -> None:
    append("role-changed", by="test")
    settings.SIGNING_KEY = new_pem().decode()
    with pytest.raises(CannotSign, match="rotate_key"):
        make_checkpoint()
    assert checkpoint_if_able() is None
    assert not Checkpoint.objects.exists()


@pytest.mark.parametrize("pem", ["nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_broken_key_is_said(settings: Settings, pem: str) -> None:
    settings.SIGNING_KEY = pem
    with pytest.raises(CannotSign, match="ACCESSMAP_SIGNING_KEY"):
        append("role-changed", by="test")


def test_an_older_state_is_noticed_against_an_anchor() -> None:
    append("role-changed", by="test")
    kept = make_checkpoint()
    assert kept
    longer = append("role-changed", by="test")
    anchor = make_checkpoint()
    assert anchor
    assert longer.sequence == 3
    assert not list(faults((kept.note, anchor.note)))
