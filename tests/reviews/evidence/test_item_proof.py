"""One item handed over alone: it is what it says, and nothing of it was left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviews.evidence import verify as checker
from tests.reviews.evidence.bundles import bundle, packed, sealed, unpacked

pytestmark = pytest.mark.django_db
Proof = dict[str, Any]


@pytest.fixture
def whole(tmp_path: Path) -> checker.Bundle:
    """A sealed bundle; its second item was confirmed, then revoked, and is gone."""
    files = unpacked(bundle(sealed().campaign))
    return checker.Bundle(packed(files, tmp_path / "b.zip"))


def proof_of(whole: checker.Bundle, item: int) -> Proof:
    found: Proof = checker.item_proof(whole, checker.statement_of(whole, ""), item)
    return found


def said(proof: Proof, path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a proof in a file; it begins with the exit status."""
    path.write_text(json.dumps(proof), "utf-8")
    status = checker.main(["--proof", str(path)])
    return f"{status} {capsys.readouterr().out}"


def test_it_says_which_item_of_which_review_and_whose_key(
    whole: checker.Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = proof_of(whole, 2)
    assert {json.loads(each["line"])["item"] for each in proof["rows"]} == {2}
    told = said(proof, tmp_path / "item.json", capsys)
    key = proof["envelope"]["signatures"][0]["keyid"]
    assert told.startswith("0 The item is the bundle's.\nitem   2\nreview ")
    assert f", Fourth quarter\nkey    {key}\nfinal  yes\n" in told
    path = str(tmp_path / "item.json")
    assert checker.main(["--proof", path, "--key", key]) == 0
    assert checker.main(["--proof", path, "--key", "00" * 32]) == 1


def test_policy_and_texts_go_with_it_and_are_read_out(
    whole: checker.Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = proof_of(whole, 2)
    [asked], made = of(proof, "population"), of(proof, "decisions")
    sha256 = json.loads(asked["line"])["document_sha256"]
    assert proof["documents"][sha256].encode() == whole.read(f"raw/{sha256}.json")
    assert set(proof["texts"]) == {json.loads(e["line"])["shown_sha256"] for e in made}
    told = said(proof, tmp_path / "item.json", capsys)
    for line in (
        f"asked   {json.loads(asked['line'])['sentence_en']}\n",
        ' rin.takeda: revoke "=HYPERLINK(1)"\n',
        " removed ",
        f"policy  {sha256}\n    ",
        *(f"shown   {each}\n    " for each in proof["texts"]),
    ):
        assert line in told
    checker.main(["--proof", str(tmp_path / "item.json"), "--language", "ja"])
    assert f"文書 {sha256}\n" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["documents", "texts"])
def test_a_policy_or_text_that_lacks_is_added_or_is_another_is_found(
    kind: str, whole: checker.Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof, path = proof_of(whole, 2), tmp_path / "item.json"
    [sha256, *_others] = sorted(proof[kind])
    less = {each: text for each, text in proof[kind].items() if each != sha256}
    more = {**proof[kind], "00" * 32: "{}"}
    other = {**proof[kind], sha256: "{}"}
    assert said({**proof, kind: less}, path, capsys) == f"1 {kind} {sha256}: lacks\n"
    told = said({**proof, kind: more}, path, capsys)
    assert told == f"1 {kind} {'00' * 32}: is not named\n"
    told = said({**proof, kind: other}, path, capsys)
    assert told == f"1 {kind} {sha256}: not its hash\n"


def test_it_is_handed_over_in_letters_that_every_shell_keeps(
    whole: checker.Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows PowerShell writes what a program says anew, in UTF-16."""
    assert checker.main([str(tmp_path / "b.zip"), "--item", "2"]) == 0
    body = capsys.readouterr().out.encode("ascii").decode("ascii")
    path = tmp_path / "item.json"
    path.write_text(body, "utf-16")
    assert checker.main(["--proof", str(path)]) == 0


def test_an_item_that_is_not_there_is_not_handed_over(
    whole: checker.Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checker.main([str(tmp_path / "b.zip"), "--item", "9999"]) == 1
    assert capsys.readouterr().out == "9999: no such item\n"


def of(proof: Proof, table: str) -> list[dict[str, Any]]:
    return [each for each in proof["rows"] if each["table"] == f"{table}.jsonl"]


def test_no_rows_prove_nothing(
    whole: checker.Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said({**proof_of(whole, 2), "rows": []}, tmp_path / "item.json", capsys)
    assert told == "1 rows: not of one item\n"


def test_rows_of_different_items_are_no_item(
    whole: checker.Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = proof_of(whole, 1), proof_of(whole, 2)
    mixed = of(first, "population") + of(second, "assignments")
    told = said({**first, "rows": mixed}, tmp_path / "item.json", capsys)
    assert told == "1 rows: not of one item\n"


@pytest.mark.parametrize(
    ("table", "at", "says"),
    [
        ("population", 0, "population.jsonl: not one line"),
        ("assignments", 0, "assignments.jsonl: not one line"),
        ("decisions", 0, "decisions.jsonl: a decision lacks"),  # the confirmation
        ("decisions", 1, "decisions.jsonl: a decision lacks"),  # the revocation
        ("verification", 1, "remediation.jsonl: its end lacks"),
        ("remediation", 0, "remediation.jsonl: its end lacks"),
    ],
)
def test_what_was_left_out_is_missed(
    *,
    table: str,
    at: int,
    says: str,
    whole: checker.Bundle,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    proof = proof_of(whole, 2)
    proof["rows"].remove(of(proof, table)[at])
    assert said(proof, tmp_path / "item.json", capsys) == f"1 {says}\n"


def test_a_row_that_was_changed_is_not_in_the_bundle(
    whole: checker.Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = proof_of(whole, 2)
    [row] = of(proof, "assignments")
    row["line"] = row["line"].replace("revoked", "reduced")
    told = said(proof, tmp_path / "item.json", capsys)
    assert told == "1 assignments.jsonl 2: not in the bundle\n"
