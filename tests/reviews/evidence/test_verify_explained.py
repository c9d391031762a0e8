"""VERIFY.md explains every line that verify.py prints, in English and in Japanese."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pytest_django import Settings

from reviews.evidence import verify as checker
from tests.accessmap.ledger.authority import authority
from tests.reviews.evidence.bundles import bundle, packed, sealed, unpacked

pytestmark = pytest.mark.django_db
TEXT = Path(checker.__file__).with_name("VERIFY.md").read_text("utf-8")
HALVES = dict(zip(("en", "ja"), re.split(r"(?m)^# この証跡", TEXT), strict=True))
LANGUAGES = pytest.mark.parametrize("language", ["en", "ja"])


def explained(language: str) -> set[str]:
    """The first cells of the tables; one may name several lines."""
    cells = re.findall(r"(?m)^\| (.+?) \|", HALVES[language])
    return {*cells, *(part for each in cells for part in re.split(", |、", each))}


@LANGUAGES
def test_every_line_has_its_row(
    *,
    language: str,
    tmp_path: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with authority(tmp_path / "tsa") as served:
        settings.TSA_URL, settings.TSA_ROOTS = served.url, served.roots
        files = unpacked(bundle(sealed().campaign))
    path = packed(files, tmp_path / "b.zip")
    asked = ["--language", language, "--draw", "2", "--nonce", "tea"]
    assert checker.main([str(path), *asked]) == 0
    checks, about = capsys.readouterr().out.split("\n\n")
    titles = {each[3:].strip() for each in checks.splitlines()}
    assert len(titles) == 1 + len(checker.CHECKS) + len(checker.INVARIANTS)
    assert titles <= explained(language)
    said = {each.split()[0] for each in about.splitlines()}
    assert len(said) == 6
    assert said <= explained(language)


@LANGUAGES
def test_so_has_every_line_about_one_item(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = checker.Bundle(
        packed(unpacked(bundle(sealed().campaign)), tmp_path / "b.zip")
    )
    proof = checker.item_proof(opened, checker.statement_of(opened, ""), 2)
    path = tmp_path / "item.json"
    path.write_text(json.dumps(proof), "utf-8")
    assert checker.main(["--proof", str(path), "--language", language]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first in explained(language)
    said = {each.split()[0] for each in rest if each and not each.startswith(" ")}
    assert len(said) == 12
    assert said <= explained(language)


@LANGUAGES
def test_so_has_every_file(language: str) -> None:
    names = set(unpacked(bundle(sealed().campaign))) - {"VERIFY.md", "verify.py"}
    told = explained(language)
    for name in names:
        folder = f"{name.partition('/')[0]}/"
        assert name in told or folder in told or name.endswith(".csv"), name


def test_both_halves_have_the_same_parts() -> None:
    def shape(text: str) -> tuple[int, ...]:
        return tuple(text.count(each) for each in ("\n## ", "\n| ", "\n    ", "\n* "))

    assert shape(HALVES["en"]) == shape(HALVES["ja"])
