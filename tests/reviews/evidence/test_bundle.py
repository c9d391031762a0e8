"""The bundle: whole, checkable, and the same bytes for the same state."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from accessmap.models import Outcome
from reviews.evidence.bundle import bundle
from reviews.lifecycle import AtClose
from reviews.models import Campaign
from reviews.operations.close_campaign import close_campaign
from reviews.operations.verify_removals import verify_removals
from tests.cast import OLD_POS
from tests.reviews.story import (
    FAR,
    aiko,
    campaign,
    confirm,
    grants,
    later_crawl,
    revoke,
)
from tests.rows import end_grant, make_account, make_coverage

pytestmark = pytest.mark.django_db


def decided() -> Campaign:
    """A campaign with a confirmation, a change of mind, a removal and a silence."""
    found = campaign(3)
    first, second, _third = found.items.all()
    confirm(first)
    confirm(second)
    revoke(second, reason="=HYPERLINK(1)")
    close_campaign(found, closed_by=aiko(), at_close=AtClose.KEEP, reason="Due.")
    end_grant(second.grant, crawl=later_crawl())
    verify_removals()
    return Campaign.objects.get()


def unpacked(found: Campaign) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle(found))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(body: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in body.decode().splitlines()]


def test_the_same_state_gives_the_same_bytes() -> None:
    found = decided()
    assert bundle(found) == bundle(Campaign.objects.get())


def test_the_language_of_the_reader_changes_nothing() -> None:
    from django.utils import translation

    found = decided()
    with translation.override("ja"):
        japanese = bundle(found)
    assert japanese == bundle(found)


def test_the_manifest_names_every_other_file_with_its_hash() -> None:
    files = unpacked(decided())
    manifest = json.loads(files.pop("manifest.json"))
    assert {each["name"]: each["sha256"] for each in manifest["files"]} == {
        name: hashlib.sha256(body).hexdigest() for name, body in files.items()
    }


def test_the_sums_tie_out() -> None:
    files = unpacked(decided())
    told = json.loads(files["campaign.json"])
    population = lines(files["population.jsonl"])
    effective = [
        each for each in lines(files["decisions.jsonl"]) if each["is_effective"]
    ]
    assert told["population"] == len(population) == sum(told["items_by_state"].values())
    assert told["items_by_state"] == {"confirmed": 1, "revoked": 1, "undecided": 1}
    assert {each["item"] for each in effective} == {1, 2}
    assert told["revoked_by_removal"] == {"removed": 1}


def test_superseded_decisions_stay() -> None:
    rows = lines(unpacked(decided())["decisions.jsonl"])
    assert [each["verdict"] for each in rows] == ["confirm", "confirm", "revoke"]
    assert rows[2]["supersedes"] == rows[1]["decision"]
    assert [each["is_effective"] for each in rows] == [True, False, True]


def test_a_decision_carries_the_text_that_was_read_and_its_hash() -> None:
    row = lines(unpacked(decided())["decisions.jsonl"])[0]
    assert hashlib.sha256(row["shown"].encode()).hexdigest() == row["shown_sha256"]


def test_a_removal_names_its_crawl() -> None:
    found = decided()
    row = lines(unpacked(found)["verification.jsonl"])[0]
    assert row["outcome"] == "removed"
    assert row["crawl"] == found.items.get(number=2).verifications.get().crawl_id


def test_policies_are_there_as_they_were_read() -> None:
    files = unpacked(decided())
    wanted = {each["document_sha256"] for each in lines(files["population.jsonl"])}
    for sha256 in wanted:
        assert hashlib.sha256(files[f"raw/{sha256}.json"]).hexdigest() == sha256


def test_no_cell_of_a_csv_is_a_formula() -> None:
    text = unpacked(decided())["decisions.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[2]["reason"] == "'=HYPERLINK(1)"


def test_what_was_not_covered_is_told_with_who_accepted_it() -> None:
    from reviews.operations.open_campaign import open_campaign

    grants()
    make_account(OLD_POS, "old-pos")
    make_coverage(account_id=OLD_POS, outcome=Outcome.DENIED, reason="AWS refused us.")
    found = open_campaign(
        name="x", query="", due_on=FAR, opened_by=aiko(), limitation="Shut down soon."
    )
    told = json.loads(unpacked(found)["coverage.json"])
    assert told["not_covered"][0]["reason"] == "AWS refused us."
    assert told["limitation"] == "Shut down soon."
    assert told["limitation_by"]["username"] == "aiko.mori"
    incomplete = [each for each in told["accounts"] if not each["is_complete"]]
    assert [each["account_id"] for each in incomplete] == [OLD_POS]


def test_an_open_campaign_says_that_it_is_not_final() -> None:
    assert not json.loads(unpacked(campaign())["campaign.json"])["is_final"]


def test_acts_are_told_in_order() -> None:
    rows = lines(unpacked(decided())["events.jsonl"])
    assert [each["kind"] for each in rows] == [
        "campaign-opened",
        "item-decided",
        "item-decided",
        "item-decided",
        "campaign-closed",
        "removal-removed",
        "campaign-closed",
    ]
    assert all(each["actor"] for each in rows)


def test_it_reads_in_both_languages() -> None:
    text = unpacked(campaign())["README.txt"].decode()
    assert "AccessMap evidence bundle" in text
    assert "証跡一式" in text


def test_no_name_in_it_climbs_out_of_its_folder() -> None:
    assert all(".." not in name for name in unpacked(decided()))
