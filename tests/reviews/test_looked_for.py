"""Where own access could not be looked for, the page says that, not "no conflict"."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accessmap.models import Outcome
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from reviews.looked_for import LookedFor, looked_for
from reviews.models import ReviewItem
from reviews.operations.override_conflict import override_conflict
from tests.cast import DATA_LAKE, TANUKI
from tests.reviews.story import campaign, grants, ken, rin, two_sided
from tests.reviews.test_conflicts import known
from tests.rows import first_crawl, make_account, make_coverage

pytestmark = pytest.mark.django_db


def told(kind: PrincipalKind, account_id: str = "") -> Any:
    return {"principal_kind": kind, "principal_account": account_id}


def page(asked: ReviewItem) -> str:
    client = Client()
    client.force_login(asked.reviewer)
    return client.get(asked.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (PrincipalKind.ROLE, LookedFor.WHOLE),
        (PrincipalKind.SERVICE, LookedFor.WHOLE),
        (PrincipalKind.ACCOUNT, LookedFor.NOT_ACCOUNT),
        (PrincipalKind.PUBLIC, LookedFor.NOT_NAMED),
        (PrincipalKind.ORGANIZATION, LookedFor.NOT_NAMED),
        (PrincipalKind.FEDERATED, LookedFor.NOT_NAMED),
    ],
)
def test_what_names_nobody_is_not_looked_for(
    kind: PrincipalKind, found: LookedFor
) -> None:
    assert looked_for(told(kind, TANUKI)) == found


@pytest.mark.parametrize(
    ("outcome", "found"),
    [(Outcome.COMPLETE, LookedFor.WHOLE), (Outcome.DENIED, LookedFor.PART)],
)
def test_an_account_of_ours_is_looked_through_as_far_as_it_was_read(
    outcome: Outcome, found: LookedFor
) -> None:
    make_account(DATA_LAKE)
    assert looked_for(told(PrincipalKind.ACCOUNT, DATA_LAKE)) == LookedFor.PART
    make_coverage(first_crawl(), account_id=DATA_LAKE, outcome=outcome)
    assert looked_for(told(PrincipalKind.ACCOUNT, DATA_LAKE)) == found


def test_a_vendor_s_whole_account_is_said_not_to_be_looked_through() -> None:
    shown = page(campaign().items.get())
    assert "Not looked for: the grant is to a whole account that is not ours" in shown
    assert "No conflict found" not in shown


def test_everybody_is_said_not_to_be_looked_through() -> None:
    grants(1, principal=Principal(PrincipalKind.PUBLIC, "*"))
    assert "names nobody in particular" in page(campaign(0).items.get())


def test_a_role_is_looked_for() -> None:
    granting, _using = two_sided()
    shown = page(granting)
    assert "No conflict found, as far as known" in shown
    assert "Not looked for" not in shown


def test_a_conflict_that_was_allowed_is_no_absence_of_conflict() -> None:
    asked = campaign().items.get()
    known(asked.grant, rin().email)
    assert "In conflict, see below" in page(asked)
    override_conflict(asked, granted_by=ken(), reason="Nobody else knows it.")
    shown = page(asked)
    assert "In conflict, and a second person allowed it" in shown
    assert "No conflict found" not in shown
