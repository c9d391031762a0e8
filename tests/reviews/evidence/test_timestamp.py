"""What an authority said of the checkpoint goes with the bundle."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from accessmap.ledger.anchors import sign_and_anchor
from reviews.errors import NoEvidence
from reviews.evidence import verify as checker
from reviews.models import Campaign, Seal
from tests.accessmap.ledger.authority import Authority, authority
from tests.reviews.evidence.bundles import bundle, packed, sealed, unpacked
from tests.reviews.story import campaign

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """An authority for all tests here: its keys take a moment."""
    with authority(tmp_path_factory.mktemp("tsa") / "home") as found:
        yield found


@pytest.fixture
def tsa(served: Authority, settings: Settings) -> Authority:
    """The authority, named in the settings."""
    settings.TSA_URL, settings.TSA_ROOTS = served.url, served.roots
    return served


def test_a_seal_carries_its_timestamp_for_good(
    tsa: Authority, settings: Settings, tmp_path: Path
) -> None:
    found = sealed().campaign
    first = bundle(found)
    files = unpacked(first)
    for name in ("checkpoint.txt", "checkpoint.tsr"):
        (tmp_path / name).write_bytes(files[name])
    tsa.run(f"openssl ts -verify -in {tmp_path}/checkpoint.tsr "
            f"-data {tmp_path}/checkpoint.txt -CAfile root.pem")  # fmt: skip
    settings.TSA_URL = settings.TSA_ROOTS = ""
    assert bundle(Campaign.objects.get(pk=found.pk)) == first


def test_verify_says_when_the_authority_saw_it(tsa: Authority, tmp_path: Path) -> None:
    path = packed(unpacked(bundle(sealed().campaign)), tmp_path / "b.zip")
    said = subprocess.run(
        [sys.executable, checker.__file__, path], check=True, capture_output=True
    )
    assert b"says checkpoint.tsr" in said.stdout


def test_without_an_authority_a_bundle_has_no_timestamp(settings: Settings) -> None:
    assert "checkpoint.tsr" not in unpacked(bundle(sealed().campaign))


def test_a_timestamp_that_comes_after_the_seal_changes_no_bundle(
    served: Authority, settings: Settings
) -> None:
    found = sealed().campaign
    first = bundle(found)
    settings.TSA_URL, settings.TSA_ROOTS = served.url, served.roots
    sign_and_anchor()
    assert bundle(Campaign.objects.get(pk=found.pk)) == first


def test_an_open_campaign_carries_the_one_that_the_hour_brought(
    tsa: Authority,
) -> None:
    found = campaign()
    assert "checkpoint.tsr" not in unpacked(bundle(found))
    sign_and_anchor()
    assert "checkpoint.tsr" in unpacked(bundle(found))


def test_nothing_is_sealed_while_the_authority_is_down(
    tsa: Authority, settings: Settings
) -> None:
    settings.TSA_URL = "http://127.0.0.1:9/tsr"
    with pytest.raises(NoEvidence, match="did not answer"):
        sealed()
    assert not Seal.objects.exists()


@pytest.mark.parametrize("about", [b"another message", None])
def test_a_timestamp_of_something_else_is_named(
    about: bytes | None, tsa: Authority, tmp_path: Path
) -> None:
    """Whoever signs the bundle may put another token in: its imprint tells."""
    files = unpacked(bundle(sealed().campaign))
    if about is None:
        files["checkpoint.tsr"] = files["checkpoint.tsr"][:-9]
    else:
        (tmp_path / "other").write_bytes(about)
        tsa.run(f"openssl ts -query -data {tmp_path}/other -sha256 -cert -out q")
        files["checkpoint.tsr"] = tsa.answer((tsa.home / "q").read_bytes())
    with pytest.raises(checker.Bad, match=r"checkpoint\.tsr"):
        checker.stamped_at(checker.Bundle(packed(files, tmp_path / "b.zip")))


def test_it_stamps_the_bytes_of_the_file(tsa: Authority) -> None:
    files = unpacked(bundle(sealed().campaign))
    imprint = hashlib.sha256(files["checkpoint.txt"]).digest()
    assert imprint in files["checkpoint.tsr"]
