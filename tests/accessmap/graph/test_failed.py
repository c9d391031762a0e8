from __future__ import annotations

import pytest
from django.utils.translation import override

from accessmap.graph.failed import Failed, why_failed
from accessmap.models import Crawl, Outcome
from accessmap.models.crawl import REPLACED
from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db
NOTED = "AccessMap may not read AWS Organizations."


def failed(error: str = NOTED, **more: object) -> Crawl:
    return rows.make_crawl(Crawl.State.FAILED, error=error, **more)


def test_a_crawl_that_did_not_fail_has_nothing_to_say() -> None:
    assert why_failed(rows.make_crawl()) is None


def test_an_organization_that_could_not_be_read_is_said_in_both_languages() -> None:
    crawl = failed()
    rows.make_coverage(
        crawl, collector="organization", outcome=Outcome.DENIED, denied_by="scp"
    )
    assert why_failed(crawl) == (
        "The organization could not be read. AWS refused us: an SCP denies the call.",
        NOTED,
    )
    with override("ja"):
        found = why_failed(crawl)
    assert found is not None
    assert "SCP" in found.sentence
    assert "organization" not in found.sentence
    assert found.detail == NOTED  # as it was written down


def test_one_that_was_replaced_needs_no_other_words() -> None:
    crawl = failed(REPLACED)
    rows.make_coverage(crawl, collector="organization", outcome=Outcome.NOT_ATTEMPTED)
    assert why_failed(crawl) == Failed(REPLACED)
    with override("ja"):
        found = why_failed(crawl)
    assert found is not None
    assert found.sentence != REPLACED


def test_an_account_that_is_not_there_is_told_from_what_failed_otherwise() -> None:
    noted = f"{PAYMENTS} is not in the organization."
    crawl = failed(noted, selection={"accounts": [PAYMENTS]})
    assert why_failed(crawl) == (
        "An account was asked for that is not in the organization.",
        noted,
    )
    assert why_failed(failed()) == ("Something failed on the way.", NOTED)
