from __future__ import annotations

import pytest

from accessmap.graph.lines import COLUMNS, flat, lines
from accessmap.models import Grant
from accessmap.policy.grant import Blocker, Condition
from accessmap.policy.names import Names
from tests import rows
from tests.cast import TANUKI

pytestmark = pytest.mark.django_db


def test_a_line_has_exactly_the_columns_in_their_order() -> None:
    rows.make_grant()
    found = next(lines(Grant.objects.all(), Names(), "en"))
    assert tuple(found) == COLUMNS


def test_cells_hold_lists_and_blockers_as_text() -> None:
    rows.make_grant(
        conditions=(Condition("StringEquals", "sts:ExternalId", ("abc",)),),
        blocked_by=(Blocker("rcp", "only-our-org"),),
    )
    names = Names(accounts={TANUKI: "Tanuki"})
    found = next(lines(Grant.objects.all(), names, "en"))
    cells = dict(zip(COLUMNS, flat(found), strict=True))
    assert cells["actions"] == "sts:AssumeRole"
    assert '"sts:ExternalId"' in cells["conditions"]
    assert '"only-our-org"' in cells["blocked_by"]
    assert cells["principal_name"] == "Tanuki"
    assert cells["ended_at"] == ""
