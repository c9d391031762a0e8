"""One grant as one line, for tables and files."""

from __future__ import annotations

import pytest

from accessmap.lines import LISTED, flat, lines
from accessmap.models import Grant
from accessmap.policy.grant import Blocker, Condition
from accessmap.spoken import Speaker
from tests import rows
from tests.cast import TANUKI

pytestmark = pytest.mark.django_db


def test_a_line_has_exactly_the_columns_in_their_order() -> None:
    rows.make_grant()
    found = next(lines(Grant.objects.all(), Speaker("en")))
    assert tuple(found) == LISTED


def test_cells_hold_lists_and_blockers_as_text() -> None:
    rows.make_grant(
        conditions=(Condition("StringEquals", "sts:ExternalId", ("abc",)),),
        blocked_by=(Blocker("rcp", "only-our-org"),),
    )
    rows.make_counterparty(account_id=TANUKI, name="Tanuki")
    found = next(lines(Grant.objects.all(), Speaker("en")))
    cells = dict(zip(LISTED, flat(found), strict=True))
    assert cells["actions"] == "sts:AssumeRole"
    assert '"sts:ExternalId"' in cells["conditions"]
    assert '"only-our-org"' in cells["blocked_by"]
    assert cells["principal_name"] == "Tanuki"
    assert cells["ended_at"] == ""
    assert cells["last_seen_at"] == rows.THEN.isoformat().replace("+00:00", "Z")


def test_what_was_read_has_no_day_on_which_it_was_last_seen() -> None:
    rows.make_grant()
    rows.make_coverage()
    found = next(lines(Grant.objects.all(), Speaker("en")))
    assert found["last_seen_at"] is None
