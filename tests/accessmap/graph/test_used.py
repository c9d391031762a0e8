from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accessmap.graph.used import GrantUse, Uses
from accessmap.models import Grant, Outcome
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from tests import rows, sightings
from tests.cast import KUMO, PAYMENTS, SHOP, TANUKI
from tests.rows import THEN

pytestmark = pytest.mark.django_db
POLLER = f"arn:aws:iam::{TANUKI}:role/poller"


def use_of(grant: Grant) -> GrantUse | None:
    return Uses(THEN, [grant.resource.arn]).of(grant)


def seen(grant: Grant) -> GrantUse:
    found = use_of(grant)
    assert found is not None
    return found


def one(kind: PrincipalKind, who: str, account: str = "") -> dict[str, Any]:
    return {"principal": Principal(kind, who, account)}


@pytest.fixture
def read() -> None:
    """All of payments-prod's history was read."""
    sightings.make_history()
    rows.make_coverage(collector="event_history", region="eu-west-1")


def test_it_says_how_often_and_by_whom(read: None) -> None:
    grant = rows.make_grant()
    sightings.make_use(grant.resource, times=41)
    sightings.make_use(grant.resource, "AROA3OTHER", times=2)
    assert seen(grant) == {
        "times": 43,
        "days": 90,
        "caller_count": 2,
        "callers": [
            {
                "who": who,
                "account": TANUKI,
                "times": times,
                "last_at": THEN.isoformat(),
            }
            for who, times in (("AROA3TANUKIPOLLER", 41), ("AROA3OTHER", 2))
        ],
        "is_whole": True,
    }


def test_another_accounts_use_of_the_role_is_not_use_of_the_grant(read: None) -> None:
    grant = rows.make_grant()
    sightings.make_use(grant.resource, account=KUMO)
    found = seen(grant)
    assert (found["times"], found["is_whole"]) == (0, True)


def test_a_grant_to_one_role_counts_that_role_and_who_may_be_it(read: None) -> None:
    grant = rows.make_grant(**one(PrincipalKind.ROLE, POLLER, TANUKI))
    sightings.make_use(grant.resource, POLLER, times=3)
    sightings.make_use(grant.resource, f"{POLLER}-2", times=5)
    sightings.make_use(grant.resource, "AROA3UNKNOWN", times=1)
    assert seen(grant)["times"] == 4


def test_our_own_callers_are_told_by_their_names(read: None) -> None:
    theirs = rows.make_resource(rows.make_account(SHOP), unique_id="AROA3DEPLOY")
    grant = rows.make_grant(**one(PrincipalKind.ROLE, theirs.arn, SHOP))
    sightings.make_use(grant.resource, "AROA3DEPLOY", account=SHOP)
    assert [each["who"] for each in seen(grant)["callers"]] == [theirs.arn]


def test_a_provider_is_the_one_it_names(read: None) -> None:
    okta, other = (f"arn:aws:iam::{PAYMENTS}:saml-provider/{n}" for n in ("o", "x"))
    grant = rows.make_grant(**one(PrincipalKind.FEDERATED, okta))
    sightings.make_use(grant.resource, okta, account="", times=7)
    sightings.make_use(grant.resource, other, account="")
    sightings.make_use(grant.resource)
    assert seen(grant)["times"] == 7


def test_switching_in_the_console_is_not_counted_twice(read: None) -> None:
    grant = rows.make_grant()
    person = f"arn:aws:iam::{TANUKI}:user/support"
    sightings.make_use(grant.resource, person, event="SwitchRole", times=2)
    assert seen(grant)["times"] == 2
    sightings.make_use(grant.resource, "AIDA3SUPPORT", times=3)
    assert seen(grant)["times"] == 3


def test_what_lies_further_back_is_not_counted(read: None) -> None:
    grant = rows.make_grant()
    days = {"2026-01-01": 9, THEN.date().isoformat(): 1}
    sightings.make_use(grant.resource, days=days)
    old = THEN - timedelta(days=91)
    sightings.make_use(grant.resource, "AROA3OLD", last_at=old, days={"2026-08-01": 4})
    assert seen(grant)["times"] == 1


def test_nobody_looked_is_not_never_used() -> None:
    assert use_of(rows.make_grant()) is None


def test_a_history_read_in_part_says_so() -> None:
    sightings.make_history(since="2026-11-20")
    rows.make_coverage(collector="event_history", region="eu-west-1")
    assert seen(rows.make_grant())["is_whole"] is False


def test_of_a_role_that_was_asked_for_by_name_all_is_known() -> None:
    history = sightings.make_history(since="2026-11-20")
    rows.make_coverage(collector="event_history", region="eu-west-1")
    asked, other = rows.make_grant(), rows.make_grant()
    history.facts["whole_roles"] = [asked.resource.arn]
    history.save()
    assert seen(asked)["is_whole"] is True
    assert seen(other)["is_whole"] is False


def test_a_region_that_was_not_read_says_so(read: None) -> None:
    rows.make_coverage(
        collector="event_history", region="us-east-1", outcome=Outcome.DENIED
    )
    assert seen(rows.make_grant())["is_whole"] is False


def test_another_region_that_was_read_since_does_not_make_it_whole(read: None) -> None:
    """Denied in the crawl of everything; then one other region was read again."""
    history = {"collector": "event_history", "service": "cloudtrail"}
    rows.make_coverage(region="us-east-1", outcome=Outcome.DENIED, **history)
    part = rows.make_crawl(selection={"regions": ["ap-northeast-1"]})
    rows.make_coverage(part, region="ap-northeast-1", **history)
    assert seen(rows.make_grant())["is_whole"] is False


def test_of_a_bucket_or_of_a_service_nothing_is_said(read: None) -> None:
    service = one(PrincipalKind.SERVICE, "lambda.amazonaws.com")
    assert use_of(rows.make_grant(**service)) is None
    bucket = rows.make_grant(policy_kind=PolicyKind.RESOURCE)
    assert use_of(bucket) is None
