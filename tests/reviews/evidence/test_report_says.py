"""The report names who decided, and says of coverage what the review stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from accessmap.models import Outcome
from reviews.evidence.report.facts import facts
from reviews.evidence.verify import Bundle
from reviews.models import Campaign
from tests.cast import DATA_LAKE
from tests.reviews.evidence.bundles import on_disk
from tests.reviews.evidence.test_six import (
    nobody_answered,
    ruled,
    the_deadline_answered,
)
from tests.reviews.story import campaign, grants
from tests.rows import first_crawl, make_account, make_coverage

pytestmark = pytest.mark.django_db


def told(found: Campaign, folder: Path) -> dict[str, Any]:
    """What the report prints of a campaign."""
    return facts(on_disk(Campaign.objects.get(pk=found.pk), folder))


def column(told: dict[str, Any], title: str, at: int) -> list[str]:
    [table] = [each for each in told["tables"] if each["title"] == title]
    return [row[at] for row in table["rows"]]


TO_GO = "What was to go, and whether it is gone"


def test_what_a_deadline_revoked_was_decided_by_nobody(tmp_path: Path) -> None:
    [by] = column(told(the_deadline_answered(), tmp_path), TO_GO, 2)
    assert by.startswith("by the deadline's rule, for want of an answer, ")


def test_what_closing_revoked_names_the_closer(tmp_path: Path) -> None:
    found = told(nobody_answered(), tmp_path)
    for by in column(found, TO_GO, 2):
        assert by.startswith("aiko.mori, at close, for want of an answer, ")
    assert "0 of 2 items were answered by people. 2 decided by rule" in found["lead"]


def test_a_ruling_names_who_settled_it(tmp_path: Path) -> None:
    by = column(told(ruled(), tmp_path), TO_GO, 2)
    assert by[0].startswith("ken.abe, settled by security, ")


def limited(folder: Path) -> dict[str, Any]:
    grants()
    return told(campaign(0, limitation="We know."), folder)


def test_a_scope_with_a_gap_was_not_read_completely(tmp_path: Path) -> None:
    grants()
    make_coverage(first_crawl(), region="eu-west-1", gap_count=1)
    found = limited(tmp_path)
    assert "1 of 2 scopes were read completely" in found["lead"]
    assert found["coverage"]["count"] == "1 of 2"


def test_an_account_that_no_crawl_looked_at_is_named(tmp_path: Path) -> None:
    grants()
    make_account(DATA_LAKE, "data-lake")
    found = limited(tmp_path)
    assert "Every scope" not in found["lead"]
    assert "No crawl looked at 1 account." in found["lead"]
    assert found["coverage"]["missing"]["rows"] == [
        [f"data-lake {DATA_LAKE}", "1", "No crawl looked at this account."]
    ]
    with translation.override("ja"):
        rows = facts(Bundle(tmp_path / "b.zip"))["coverage"]["missing"]["rows"]
    assert "クロール" in rows[0][2]


def test_a_region_that_is_off_is_named_and_lacks_nothing(tmp_path: Path) -> None:
    grants()
    make_coverage(first_crawl(), region="ap-east-1", outcome=Outcome.REGION_OFF)
    found = told(campaign(0), tmp_path)
    assert "Every scope was read completely." in found["lead"]
    assert found["coverage"]["count"] == "1 of 1"
    assert (
        "1 more is of a region that the account has switched off."
        in (found["coverage"]["says"])
    )
