"""The bundle: whole, checkable, and the same bytes for the same state."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import subprocess
from pathlib import Path

import pytest

from accessmap.models import Grant, Outcome, Snapshot
from reviews.evidence.bundle import ENVELOPE
from reviews.models import Campaign
from reviews.operations.open_due_campaigns import open_due_campaigns
from tests.cast import OLD_POS
from tests.reviews.evidence.bundles import bundle, decided, lines, sealed, unpacked
from tests.reviews.operations.test_open_due_campaigns import OCTOBER, quarterly
from tests.reviews.story import (
    FAR,
    aiko,
    campaign,
    grants,
    owned_resource,
    revoke,
)
from tests.rows import make_account, make_coverage, make_grant, make_snapshot

pytestmark = pytest.mark.django_db


def test_the_same_state_gives_the_same_bytes() -> None:
    found = decided()
    assert bundle(found) == bundle(Campaign.objects.get())


@pytest.mark.deep
def test_a_sealed_bundle_is_the_same_bytes_a_hundred_times_of_a_hundred() -> None:
    from django.utils import translation

    found = sealed().campaign
    made = set()
    for each in range(100):
        with translation.override("ja" if each % 2 else "en"):
            made.add(hashlib.sha256(bundle(found)).hexdigest())
    assert len(made) == 1


def test_the_language_of_the_reader_changes_nothing() -> None:
    from django.utils import translation

    found = decided()
    with translation.override("ja"):
        japanese = bundle(found)
    assert japanese == bundle(found)


def test_the_manifest_names_every_other_file_with_its_hash() -> None:
    files = unpacked(bundle(decided()))
    told = json.loads(base64.b64decode(json.loads(files[ENVELOPE])["payload"]))
    hashes = {each["name"]: each["digest"]["sha256"] for each in told["subject"]}
    assert hashes == {
        name: hashlib.sha256(body).hexdigest()
        for name, body in files.items()
        if name != ENVELOPE and not name.startswith("openssl/")
    }


def test_the_sums_tie_out() -> None:
    sums = json.loads(unpacked(bundle(decided()))["reconciliation.json"])
    assert sums["population"] == sums["items"] == sum(sums["by_state"].values()) == 3
    assert sums["by_state"] == {"confirmed": 1, "revoked": 1, "undecided": 1}
    assert sums["effective_by_verdict"] == {"confirm": 1, "revoke": 1}
    assert sums["newest_look_by_outcome"] == {"removed": 1}


def test_superseded_decisions_stay() -> None:
    rows = lines(unpacked(bundle(decided()))["decisions.jsonl"])
    assert [each["verdict"] for each in rows] == ["confirm", "confirm", "revoke"]
    assert rows[2]["supersedes"] == rows[1]["decision"]
    assert [each["is_effective"] for each in rows] == [True, False, True]


def test_a_decision_names_the_text_that_was_read_by_its_hash() -> None:
    files = unpacked(bundle(decided()))
    row = lines(files["decisions.jsonl"])[0]
    (text,) = [
        each["text"]
        for each in lines(files["shown.jsonl"])
        if each["sha256"] == row["shown_sha256"]
    ]
    assert hashlib.sha256(text.encode()).hexdigest() == row["shown_sha256"]


def test_a_removal_names_the_two_crawls_that_agree() -> None:
    found = decided()
    first, second = lines(unpacked(bundle(found))["verification.jsonl"])
    assert (first["outcome"], second["outcome"]) == ("gone-once", "removed")
    looks = found.items.get(number=2).verifications.values_list("crawl", flat=True)
    assert [first["crawl"], second["crawl"]] == list(looks)


def test_policies_are_there_as_they_were_read() -> None:
    files = unpacked(bundle(decided()))
    wanted = {each["document_sha256"] for each in lines(files["population.jsonl"])}
    for sha256 in wanted:
        assert hashlib.sha256(files[f"raw/{sha256}.json"]).hexdigest() == sha256


def test_no_cell_of_a_csv_is_a_formula() -> None:
    text = unpacked(bundle(decided()))["decisions.csv"].decode("utf-8-sig")
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
    told = json.loads(unpacked(bundle(found))["coverage.json"])
    assert told["not_covered"][0]["reason"] == "AWS refused us."
    assert told["limitation"] == "Shut down soon."
    assert told["limitation_by"]["username"] == "aiko.mori"
    incomplete = [each for each in told["accounts"] if not each["is_complete"]]
    assert [each["account_id"] for each in incomplete] == [OLD_POS]


def test_an_open_campaign_says_that_it_is_not_final() -> None:
    assert not json.loads(unpacked(bundle(campaign()))["campaign.json"])["is_final"]


def test_acts_are_told_in_order() -> None:
    rows = lines(unpacked(bundle(decided()))["events.jsonl"])
    assert [each["kind"] for each in rows] == [
        "campaign-opened",
        "item-decided",
        "item-decided",
        "item-decided",
        "campaign-closed",
        "removal-gone-once",
        "removal-removed",
        "campaign-closed",
    ]
    assert all(each["actor"] for each in rows)


def test_it_explains_itself_in_both_languages() -> None:
    text = unpacked(bundle(campaign()))["VERIFY.md"].decode()
    assert "What a signature does not prove" in text
    assert "証跡" in text


def test_what_is_not_recorded_is_said() -> None:
    told = json.loads(unpacked(bundle(campaign()))["absent.json"])
    assert "CloudTrail" in told["files"]["remediation.jsonl"]


def test_what_was_to_go_has_its_policy_before_and_after() -> None:
    found = decided()
    gone = found.items.get(state="revoked")
    before = gone.grant.snapshot
    seen = gone.verifications.order_by("pk")[0].crawl
    before.ended_crawl, before.ended_at = seen, seen.started_at
    before.save()
    after = make_snapshot(
        before.resource,
        {"Statement": []},
        kind=before.kind,
        name=before.name,
        began_crawl=seen,
        began_at=seen.started_at,
    )
    files = unpacked(bundle(found))
    (told,) = map(json.loads, files["remediation.jsonl"].splitlines())
    assert (told["item"], told["outcome"]) == (gone.number, "removed")
    assert told["policy_before"] == gone.document_sha256
    assert told["policy_after"] == after.document.sha256
    assert files[f"raw/{told['policy_after']}.json"] == bytes(after.document.body)


def test_a_policy_that_is_gone_altogether_leaves_none_after() -> None:
    found = decided()
    gone = found.items.get(state="revoked")
    seen = gone.verifications.order_by("pk")[0].crawl
    Snapshot.objects.filter(pk=gone.grant.snapshot_id).update(
        ended_crawl=seen, ended_at=seen.started_at
    )
    (told,) = unpacked(bundle(found))["remediation.jsonl"].splitlines()
    assert json.loads(told)["policy_after"] == ""


def test_what_still_stands_has_no_policy_after() -> None:
    found = campaign(1)
    revoke(found.items.get(), reason="Nobody uses it.")
    (told,) = unpacked(bundle(found))["remediation.jsonl"].splitlines()
    assert json.loads(told)["outcome"] == "not-looked"
    assert json.loads(told)["policy_after"] is None


def test_openssl_agrees_with_the_signature(tmp_path: Path) -> None:
    files = unpacked(bundle(decided()))
    for name in ("key.pem", "message", "signature"):
        (tmp_path / name).write_bytes(files[f"openssl/{name}"])
    asked = (
        "pkeyutl -verify -rawin -pubin -inkey key.pem -in message -sigfile signature"
    )
    check = ["openssl", *asked.split()]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "message").write_bytes(files["openssl/message"] + b" ")
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode != 0


def test_no_name_in_it_climbs_out_of_its_folder() -> None:
    assert all(".." not in name for name in unpacked(bundle(decided())))


def test_what_the_filter_left_out_is_listed_and_the_sums_tie_out() -> None:
    grants(2)
    public = make_grant(owned_resource())
    Grant.objects.filter(pk=public.pk).update(verdict="public")
    found = campaign(0, query="verdict=public")
    files = unpacked(bundle(found))
    assert len(lines(files["population.jsonl"])) == 1
    assert [each["why"] for each in lines(files["exclusions.jsonl"])] == [
        "outside the campaign's filter"
    ] * 2
    sums = json.loads(files["reconciliation.json"])
    assert (sums["observed"], sums["grants"], sums["exclusions"]) == (3, 1, 2)


def test_it_says_how_often_the_review_comes_round_and_why() -> None:
    grants(1)
    quarterly()
    open_due_campaigns(OCTOBER)
    told = json.loads(unpacked(bundle(Campaign.objects.get()))["campaign.json"])
    assert told["frequency"]["reason"] == "Access policy 4.2"
    assert told["frequency"]["nominal_on"] == "2026-10-01"
