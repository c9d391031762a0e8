"""What is damaged, half or of another shape is said as a finding, and never dies."""

from __future__ import annotations

import ast
import json
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reviews import lifecycle
from reviews.evidence import verify as checker
from reviews.evidence.fields import FIELDS
from reviews.evidence.tables import canonical
from tests.reviews.evidence.bundles import bundle, packed, sealed, unpacked
from tests.reviews.evidence.forging import Forger
from tests.reviews.evidence.test_fields import ROWS

pytestmark = pytest.mark.django_db
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龯]")


@pytest.fixture(name="body")
def _body() -> bytes:
    """A sealed bundle as it is handed out."""
    return bundle(sealed().campaign)


@pytest.fixture(name="files")
def _files(body: bytes) -> dict[str, bytes]:
    return unpacked(body)


def fault(files: dict[str, bytes], path: Path) -> str:
    """The first thing that is wrong, in English."""
    found = checker.verify(checker.Bundle(packed(files, path)))
    return next((each[2] for each in found if each[2]), "").split("|")[0]


def test_any_bit_of_the_real_file_that_turns_is_found(
    body: bytes, files: dict[str, bytes], tmp_path: Path
) -> None:
    """Or nothing of the content is another: a ZIP's own dates prove nothing."""
    path, dice, found = tmp_path / "b.zip", random.Random(7), 0
    for _each in range(120):
        place = dice.randrange(len(body))
        path.write_bytes(
            body[:place]
            + bytes([body[place] ^ 1 << dice.randrange(8)])
            + body[place + 1 :]
        )
        if checker.main([str(path)]):
            found += 1
        else:
            kept = checker.Bundle(path)
            assert {each: kept.read(each) for each in kept.names} == files, place
    assert found > 100


def test_a_line_that_is_damaged_in_the_zip_is_named(
    body: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(body.replace(b'"reason":"=HYPER', b'"reason":"+HYPER'))
    assert checker.main([str(path)]) == 1
    assert "decisions.jsonl line 3: changed" in capsys.readouterr().out


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_none(
    share: float, body: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(body[: int(len(body) * share)])
    assert checker.main([str(path)]) == 2
    assert "no bundle, or broken" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change", [{"signatures": []}, {"signatures": None}, {"payload": "x"}]
)
def test_a_manifest_without_its_signature_is_a_finding(
    change: dict[str, object],
    files: dict[str, bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = {**json.loads(files["manifest.dsse.json"]), **change}
    files["manifest.dsse.json"] = canonical(told)
    assert checker.main([str(packed(files, tmp_path / "b.zip"))]) == 1
    assert capsys.readouterr().out.startswith("NO  The manifest is signed\n")


def other_population(of: Forger) -> None:
    """Another grant was asked about than the one that was opened."""
    of.rows["population"][0]["resource_account_name"] = "somewhere-else"


def other_exclusions(of: Forger) -> None:
    """Something is said to have been left out that nobody saw."""
    told = {"exclusion": 1, "why": "", "fingerprint": "x", "resource": "x"}
    told |= {"resource_account": "", "principal_kind": "", "principal": ""}
    of.rows["exclusions"].append({**told, "verdict": ""})


@pytest.mark.parametrize("forgery", [other_population, other_exclusions])
@pytest.mark.parametrize("keeps_roots", [True, False])
def test_who_holds_the_key_cannot_ask_about_something_else_afterwards(
    forgery: Callable[[Forger], None],
    files: dict[str, bytes],
    tmp_path: Path,
    *,
    keeps_roots: bool,
) -> None:
    """The opening is anchored; the rows are signed anew, with old roots or new."""
    of = Forger(files)
    of.is_anchored, of.keeps_roots = True, keeps_roots
    forgery(of)
    name = forgery.__name__.removeprefix("other_")
    says = "not the root that is signed" if keeps_roots else "not what was opened"
    assert fault(of.whole(), tmp_path / "b.zip") == f"{name}.jsonl: {says}"


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        ("decisions", {"reason": None}, "line 1: reason?"),
        ("decisions", {"is_effective": 1}, "line 1: is_effective?"),
        ("assignments", {"state": "fine"}, "line 1: state fine?"),
        ("population", {"item": True}, "line 1: item?"),
    ],
)
def test_a_field_of_another_kind_is_named(
    table: str,
    change: dict[str, object],
    says: str,
    files: dict[str, bytes],
    tmp_path: Path,
) -> None:
    of = Forger(files)
    of.rows[table][0] |= change
    assert fault(of.whole(), tmp_path / "b.zip") == f"{table}.jsonl {says}"


def test_a_campaign_without_a_field_is_named(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    of = Forger(files)
    del of.campaign["closed_at"]
    assert fault(of.whole(), tmp_path / "b.zip") == "campaign.json: closed_at?"


def test_the_program_knows_every_field_and_every_word() -> None:
    for name, told in FIELDS.items():
        fields = {each for those in told.values() for each in those}
        if name in ROWS:  # its fields are those of its rows
            fields = {ROWS[name]}
        known = {each.partition(":")[0] for each in checker.SCHEMAS[name].split()}
        assert fields == {each.rstrip("?") for each in known}, name
    told_words = {
        field: known for words in checker.WORDS.values() for field, known in words
    }
    assert told_words == {
        "side": {each.value for each in lifecycle.Side},
        "state": {each.value for each in lifecycle.ItemState},
        "verdict": {each.value for each in lifecycle.Verdict},
        "origin": {each.value for each in lifecycle.Origin},
    }


def test_times_are_compared_and_not_their_text(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    of = Forger(files)
    of.campaign["closed_at"] = "2100-01-01T00:00:00.500000Z"
    of.rows["decisions"][0]["decided_at"] = "2100-01-01T00:00:00Z"
    packed(of.whole(), tmp_path / "b.zip")
    checker.none_late(checker.Bundle(tmp_path / "b.zip"))
    of.rows["decisions"][0]["decided_at"] = "2100-01-01T00:00:01Z"
    packed(of.whole(), tmp_path / "b.zip")
    with pytest.raises(checker.Bad, match="after the close"):
        checker.none_late(checker.Bundle(tmp_path / "b.zip"))


@pytest.mark.parametrize("nonce", [[], ["--nonce", ""], ["--nonce", "  "]])
def test_nothing_is_drawn_without_words_of_the_auditor_s_own(
    nonce: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        checker.main(["b.zip", "--draw", "25", *nonce])
    assert left.value.code == 2
    assert "--draw needs a --nonce" in capsys.readouterr().err


def test_every_line_is_japanese_to_who_asks_for_it(
    body: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, broken = tmp_path / "b.zip", tmp_path / "broken.zip"
    path.write_bytes(body)
    broken.write_bytes(body.replace(b'"reason":"=HYPER', b'"reason":"+HYPER'))
    proof = tmp_path / "item.json"
    checker.main([str(path), "--item", "2"])
    proof.write_text(capsys.readouterr().out, "utf-8")
    for asked in (
        [str(path), "--draw", "2", "--nonce", "x"],
        [str(broken)],
        [str(tmp_path / "none.zip")],
        [str(path), "--item", "99"],
        [str(path), "--key", "00" * 32],
        ["--proof", str(proof)],
    ):
        checker.main([*asked, "--language", "ja"])
        # What is handed over, policies and texts as read, stands indented.
        lines = capsys.readouterr().out.splitlines()
        told = [each for each in lines if not each.startswith("    ")]
        assert [each for each in told if each and not JAPANESE.search(each)] == []
    for wrong in (["--draw", "2"], ["--nonsense"], ["--help"]):
        with pytest.raises(SystemExit):
            checker.main([*wrong, "--language", "ja"])
        told = "".join(capsys.readouterr())
        assert told.startswith("AccessMap の証跡を確認します")
        assert "usage" not in told


def test_it_is_written_in_the_python_that_it_asks_for() -> None:
    text = Path(checker.__file__).read_text("utf-8")
    ast.parse(text, feature_version=(3, 9))


def test_a_name_that_steers_a_terminal_is_told_harmlessly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("\x1b[2Jall holds", b"")
    assert checker.main([str(path)]) == 1
    assert "\x1b" not in capsys.readouterr().out
