from __future__ import annotations

import pytest
from django.test import Client

from accessmap.charts.coverage import figures
from accessmap.models import Outcome
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def test_it_counts_accounts_of_which_something_is_missing_by_unit(
    client: Client,
) -> None:
    production, sandbox = rows.make_unit(), rows.make_unit("Sandbox")
    rows.make_account(PAYMENTS, unit=production)
    rows.make_account(SHOP, unit=production)
    rows.make_account("7" * 12, unit=sandbox)
    for account in (PAYMENTS, SHOP, "7" * 12):
        rows.make_coverage(account_id=account)
    # Two regions of one account are one account; a region that is off is no loss.
    for region in ("eu-west-1", "us-east-1"):
        lost = {"collector": "kms", "region": region, "outcome": Outcome.DENIED}
        rows.make_coverage(account_id=PAYMENTS, **lost)
    off = {"collector": "kms", "region": "me-west-1", "outcome": Outcome.REGION_OFF}
    rows.make_coverage(account_id=SHOP, **off)
    found = figures()
    assert found.columns == ("IAM", "KMS")
    # Nobody asked for the keys of the sandbox.
    assert found.rows == (("Production", (0, 1)), ("Sandbox", (0, 1)))
    assert found.row_links[0] == "/coverage/?ou=Production"
    client.force_login(rows.make_user())
    for (_label, counts), links in zip(found.rows, found.links, strict=True):
        for count, title, link in zip(counts, found.columns, links, strict=True):
            shown = client.get(link).context
            assert len(shown["page"]) == count, link
            assert [each for _name, each in shown["matrix"].columns] == [title]


def test_what_is_read_once_for_all_is_missing_nowhere_else() -> None:
    rows.make_account(PAYMENTS, unit=rows.make_unit())
    rows.make_account(SHOP, unit=rows.make_unit("Sandbox"))
    for account in (PAYMENTS, SHOP):
        rows.make_coverage(account_id=account)
    rows.make_coverage(account_id=SHOP, collector="identity_center")
    assert dict(figures().rows) == {
        "Production": (0, 0),
        "Sandbox": (0, 0),
    }


def test_before_the_first_crawl_there_is_nothing_to_draw() -> None:
    rows.make_account(PAYMENTS)
    assert figures().rows == ()
