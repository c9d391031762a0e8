"""verify.py, run as an auditor runs it, agrees with a second verifier."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from reviews.evidence import verify as checker
from reviews.evidence.tables import canonical
from reviews.models import Campaign
from tests.reviews.evidence.bundles import (
    bundle,
    decided,
    lines,
    packed,
    sealed,
    unpacked,
)

pytestmark = pytest.mark.django_db
PROGRAM = Path(checker.__file__)
SECOND = Path(__file__).with_name("second_verifier.mjs")


@pytest.fixture
def files() -> dict[str, bytes]:
    """The files of a sealed bundle."""
    return unpacked(bundle(sealed().campaign))


def run(*asked: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(PROGRAM), *map(str, asked)],
        capture_output=True,
        text=True,
        check=False,
    )


def fault(files: dict[str, bytes], path: Path) -> str:
    """What the verifier says is wrong, in English."""
    try:
        found = list(checker.verify(checker.Bundle(packed(files, path))))
    except (checker.Bad, zipfile.BadZipFile) as wrong:
        return str(wrong)
    return next((each[2] for each in found if each[2]), "").split("|")[0]


def second(path: Path) -> int:
    return subprocess.run(["node", SECOND, path], check=False).returncode


def test_all_holds_from_the_zip_and_from_its_folder(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    whole = packed(files, tmp_path / "bundle.zip")
    assert run(whole).returncode == 0
    folder = tmp_path / "folder"
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(folder)
    alone = subprocess.run(
        [sys.executable, "-I", folder / "verify.py"], check=False, capture_output=True
    )
    assert alone.returncode == 0
    assert second(whole) == 0


def test_what_a_desktop_puts_into_a_folder_is_passed_over(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    with zipfile.ZipFile(packed(files, tmp_path / "b.zip")) as archive:
        archive.extractall(tmp_path / "b")
    for name in (".DS_Store", "raw/Thumbs.db", "desktop.ini"):
        (tmp_path / "b" / name).write_bytes(b"x")
    assert run(tmp_path / "b").returncode == 0
    (tmp_path / "b" / "raw" / "another").write_bytes(b"x")
    assert "raw/another: not in the manifest" in run(tmp_path / "b").stdout


def test_an_open_campaign_verifies_and_says_that_it_is_not_final(
    tmp_path: Path,
) -> None:
    from tests.reviews.story import campaign, confirm

    found = campaign(2)
    confirm(found.items.all()[0])
    told = run(packed(unpacked(bundle(found)), tmp_path / "b.zip"))
    assert (told.returncode, "still open" in told.stdout) == (0, True)


def test_the_key_is_compared_with_what_was_told_elsewhere(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    path = packed(files, tmp_path / "b.zip")
    envelope = json.loads(files["manifest.dsse.json"])
    assert run(path, "--key", envelope["signatures"][0]["keyid"]).returncode == 0
    assert run(path, "--key", "00" * 32).returncode == 1


def test_a_sample_follows_from_the_population_and_the_nonce(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    path = packed(files, tmp_path / "b.zip")
    first, again = (
        run(path, "--draw", "2", "--nonce", "a").stdout.splitlines()[-1]
        for _time in range(2)
    )
    assert first == again
    # Over a thousand items, and a fixed root: three of them fall alike by chance.
    tree = {"root": "00" * 32, "size": 1000}
    told = {"predicate": {"trees": {"population.jsonl": tree}}}
    drawn = [checker.draw(told, 25, nonce) for nonce in ("a", "a", "b")]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(set(drawn[0])) == 25


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "C:\\x", "a//b", ".x"])
def test_names_that_climb_are_refused_before_anything_is_read(
    name: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    assert "no name of ours" in fault({**files, name: b""}, tmp_path / "b.zip")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("population.jsonl", b"0" * 50_000_000)
    assert run(path).returncode == 1


def test_what_is_no_bundle_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"no zip")
    assert run(path).returncode == 2
    assert run(tmp_path / "missing.zip").returncode == 2


@given(message=st.binary(max_size=200), flip=st.integers(0, 511))
def test_its_signatures_are_those_of_a_library(message: bytes, flip: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(message).digest())
    public = private.public_key().public_bytes_raw()
    signature = private.sign(message)
    assert checker.signed(public, message, signature)
    bent = bytearray(signature)
    bent[flip // 8] ^= 1 << flip % 8
    assert not checker.signed(public, message, bytes(bent))


def test_a_sealed_bundle_is_the_same_bytes_whatever_changes_around_it() -> None:
    from accessmap.models import Account, User

    seal = sealed()
    before = bundle(seal.campaign)
    User.objects.update(full_name="Somebody Else", role="reviewer")
    Account.objects.update(name="renamed")
    assert bundle(Campaign.objects.get(pk=seal.campaign_id)) == before
    for _each in range(10):
        assert bundle(Campaign.objects.get(pk=seal.campaign_id)) == before


def test_what_another_release_may_write_otherwise_is_kept_in_the_seal() -> None:
    seal = sealed()
    files = unpacked(bundle(seal.campaign))
    kept = seal.frozen["texts"]
    assert set(kept) == {"VERIFY.md", "absent.json", "controls.json", "verify.py"}
    assert all(files[name].decode() == text for name, text in kept.items())


def test_the_rows_are_witnessed_by_the_ledger() -> None:
    from django.db import connection

    from reviews.evidence.witness import unwitnessed
    from reviews.models import Decision
    from tests.write_once import lifted

    decided()
    assert not list(unwitnessed())
    with lifted():
        last = Decision.objects.order_by("-pk")[0]
        Decision.objects.filter(pk=last.pk).update(reason="Another reason.")
        assert str(next(unwitnessed())).startswith(f"decision {last.pk}:")
    assert connection.is_usable()


@pytest.mark.parametrize(
    ("keep", "shift", "says"),
    [
        (slice(1, None), {}, "line 1: one look"),
        (slice(None), {1: {"crawl_started_at": "2000-01-01T00:00:00Z"}}, "too early"),
        (slice(None), {0: {"crawl_finished_at": "2999-01-01T00:00:00Z"}}, "one look"),
    ],
)
def test_a_removal_that_two_later_looks_do_not_bear_out_is_named(
    files: dict[str, bytes],
    tmp_path: Path,
    keep: slice,
    shift: dict[int, dict[str, str]],
    says: str,
) -> None:
    looks = lines(files["verification.jsonl"])
    told = [{**row, **shift.get(at, {})} for at, row in enumerate(looks)][keep]
    files["verification.jsonl"] = b"".join(canonical(each) + b"\n" for each in told)
    with pytest.raises(checker.Bad, match=says):
        checker.twice_gone(checker.Bundle(packed(files, tmp_path / "b.zip")))


def test_a_grant_that_was_neither_asked_about_nor_left_out_is_missed(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    told = {**json.loads(files["campaign.json"]), "observed": 4}
    files["campaign.json"] = canonical(told)
    sums = {**json.loads(files["reconciliation.json"]), "observed": 4}
    files["reconciliation.json"] = canonical(sums)
    with pytest.raises(checker.Bad, match="sums differ"):
        checker.sums(checker.Bundle(packed(files, tmp_path / "b.zip")))
