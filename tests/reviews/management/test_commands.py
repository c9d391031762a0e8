"""What the pages do, from the command line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from reviews.jobs import verify_removals
from reviews.models import Campaign, Verification
from tests.cast import AIKO
from tests.reviews.story import aiko, campaign, grants, item, later_crawl, revoke
from tests.rows import end_grant

pytestmark = pytest.mark.django_db
TERMS = ["--name", "Q4", "--due", "2100-01-01", "--by", AIKO]


def test_a_campaign_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    aiko()
    grants(2)
    call_command("open_campaign", *TERMS)
    pk = Campaign.objects.get().pk
    said = capsys.readouterr().out
    assert said == f"Campaign {pk} is open: 2 grants, due 2100-01-01.\n"


def test_who_is_asked_and_how_often_is_chosen_there_too() -> None:
    aiko()
    grants(1)
    terms = ["--one-sided", "--carry-limit", "0", "--exception-days", "30"]
    call_command("open_campaign", *TERMS, *terms)
    found = Campaign.objects.get()
    assert not found.is_two_sided
    assert (found.carry_limit, found.exception_days) == (0, 30)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (["--by", "nobody"], "Nobody here is called nobody"),
        (["--due", "tomorrow"], "is no date"),
        (["--query", "verdict=pubic"], "Did you mean"),
        (["--fallback", "nobody"], "Nobody here is called nobody"),
        (["--carry-limit", "13"], "13 is no number from 0 to 12."),
        (["--exception-days", "0"], "0 is no number from 1 to 3660."),
    ],
)
def test_what_it_cannot_use_it_says(change: list[str], sentence: str) -> None:
    aiko()
    grants()
    with pytest.raises(CommandError, match=sentence):
        call_command("open_campaign", *TERMS, *change)


def test_removals_are_verified(capsys: pytest.CaptureFixture[str]) -> None:
    asked = item()
    revoke(asked)
    end_grant(asked.grant, crawl=later_crawl())
    call_command("verify_removals")
    call_command("verify_removals")
    assert capsys.readouterr().out == "1 gone-once\nNothing new was seen.\n"


def test_the_job_does_the_same() -> None:
    asked = item()
    revoke(asked)
    end_grant(asked.grant, crawl=later_crawl())
    verify_removals()
    assert Verification.objects.get().outcome == "gone-once"


def test_evidence_is_written_with_its_hash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "q4.zip"
    call_command("export_evidence", campaign().pk, "--by", AIKO, "--to", str(file))
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert capsys.readouterr().out == f"{sha256}  {file}\n"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    file = str(tmp_path / "nowhere" / "q4.zip")
    with pytest.raises(CommandError, match="Could not write"):
        call_command("export_evidence", campaign().pk, "--by", AIKO, "--to", file)


def test_a_campaign_that_is_none_is_said() -> None:
    with pytest.raises(CommandError, match="no campaign 4711"):
        call_command("export_evidence", 4711, "--by", AIKO)
