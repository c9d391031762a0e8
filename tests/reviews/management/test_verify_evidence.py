"""`manage.py verify_evidence` does what verify.py does, and looks at anchors."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from accessmap.ledger.anchors import sign_and_anchor
from accessmap.ledger.append import append
from reviews.evidence import verify
from tests.reviews.evidence.bundles import bundle, packed, unpacked
from tests.reviews.story import campaign, confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """A bundle of two items, one of them decided."""
    found = campaign(2)
    confirm(found.items.all()[0])
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle(found))
    return path


def said(*words: str | Path) -> str:
    out = io.StringIO()
    call_command("verify_evidence", *map(str, words), stdout=out)
    return out.getvalue()


def by_itself(*words: str | Path) -> str:
    program = [sys.executable, verify.__file__, *map(str, words)]
    done = subprocess.run(program, capture_output=True, check=False)
    return done.stdout.decode()


@pytest.mark.parametrize(
    "words",
    [[], ["--draw=1", "--nonce=rain"], ["--item=2"], ["--language=ja"]],
)
def test_it_says_what_the_verifier_says(taken: Path, words: list[str]) -> None:
    assert said(taken, *words) == by_itself(taken, *words) != ""


def test_one_item_is_handed_on_and_checked(taken: Path, tmp_path: Path) -> None:
    alone = tmp_path / "item.json"
    alone.write_text(said(taken, "--item", "1"), "utf-8")
    assert said("--proof", alone).startswith("The item is the bundle's.\nitem   1\n")
    told = json.loads(alone.read_text("utf-8"))
    told["rows"][0]["line"] = told["rows"][0]["line"].replace("1", "2")
    alone.write_text(json.dumps(told), "utf-8")
    with pytest.raises(CommandError, match="not in the bundle") as wrong:
        said("--proof", alone)
    assert wrong.value.returncode == 1


def test_what_does_not_hold_and_what_is_none_have_their_own_status(
    taken: Path,
) -> None:
    with pytest.raises(CommandError) as other_key:
        said(taken, "--key", "0" * 64)
    assert other_key.value.returncode == 1
    files = unpacked(taken.read_bytes())
    packed({**files, "decisions.jsonl": b""}, taken)
    with pytest.raises(CommandError, match=r"decisions\.jsonl") as cut:
        said(taken)
    assert cut.value.returncode == 1
    taken.write_bytes(b"no bundle")
    with pytest.raises(CommandError) as none:
        said(taken)
    assert none.value.returncode == 2


def test_an_option_without_a_bundle_is_no_check_of_the_database() -> None:
    with pytest.raises(CommandError, match="Name the bundle that --draw is about"):
        said("--draw", "1")


def test_an_older_state_is_noticed_against_the_newest_anchor(
    settings: Settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = str(tmp_path)
    append("role-changed", by="test")
    assert "it is as signed" in said()
    point = transaction.savepoint()
    append("role-changed", by="test")
    sign_and_anchor()
    # As a restore does: what came later never was.
    transaction.savepoint_rollback(point)
    with pytest.raises(CommandError, match="older state"):
        said()
