"""What is suggested goes by the use of the very grant, not of its role alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accessmap.models import Flag, Grant
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from reviews.lifecycle import Reduction
from reviews.models import ReviewItem
from reviews.shown import sha256, shown_text
from tests.cast import KUMO, TANUKI
from tests.reviews.story import campaign, owned_resource, read_completely, rin
from tests.rows import make_coverage, make_grant
from tests.sightings import make_history, make_use

pytestmark = pytest.mark.django_db


def shared_role(*, days: int = 120) -> tuple[Grant, Grant]:
    """A role that Tanuki uses today, and that was granted to another vendor too."""
    rin()
    read_completely()
    make_history()
    make_coverage(collector="event_history", region="eu-west-1")
    today = timezone.now()
    role = owned_resource(facts={"last_used_at": today.isoformat()})
    uses = {"days": {today.date().isoformat(): 9}, "last_at": today}
    make_use(role, account=TANUKI, **uses)
    other = Principal(PrincipalKind.ACCOUNT, KUMO, KUMO)
    found = make_grant(role), make_grant(role, principal=other)
    since = today - timedelta(days=days)
    Grant.objects.update(first_seen_at=since)
    return found


def asked_about(grant: Grant) -> ReviewItem:
    return campaign(0).items.get(grant=grant)


def test_a_grant_that_its_vendor_never_used_is_not_to_be_confirmed() -> None:
    _used, idle = shared_role()
    asked = asked_about(idle)
    assert asked.suggestion == "revoke"
    assert "no use of this grant in 90 days" in asked.wording["en"]["advice"]
    assert "used today, by somebody else" in asked.wording["en"]["advice"]


def test_a_grant_that_is_younger_than_what_was_read_is_not_called_unused() -> None:
    _used, idle = shared_role(days=30)
    assert asked_about(idle).suggestion == ""


@pytest.mark.parametrize(
    ("flag", "word"), [("confused-deputy", "external-id"), ("no-mfa", "mfa")]
)
def test_a_used_grant_that_lacks_a_condition_is_to_be_reduced_to_it(
    flag: str, word: str
) -> None:
    used, _idle = shared_role()
    Flag.objects.create(grant=used, rule_id=flag, severity="high")
    asked = asked_about(used)
    assert asked.suggestion == "reduce"
    shown = page(asked)
    assert f'value="{word}" checked' in shown
    assert "Reduce to what is used" not in shown
    decide(asked, verdict="reduce", reason="Agreed.", reduce_to=word)
    assert asked.effective.reduce_to == Reduction(word)


def test_where_nothing_is_suggested_the_button_reduces_to_what_is_used() -> None:
    asked = campaign().items.get()
    shown = page(asked)
    assert "Reduce to what is used" in shown
    assert "checked" not in shown.partition('id="reduction"')[2].partition("details")[0]


def test_of_what_was_made_before_aws_remembers_it_says_400_days() -> None:
    rin()
    read_completely()
    facts = {"last_used_at": None, "created_at": "2018-01-01T00:00:00+00:00"}
    asked = asked_about(make_grant(owned_resource(facts=facts)))
    assert asked.circumstances["unused_days"] == 400
    assert "the 400 days that it remembers" in asked.wording["en"]["advice"]
    assert "Never in the 400 days that AWS remembers" in page(asked)


def page(asked: ReviewItem) -> str:
    client = Client()
    client.force_login(rin())
    return client.get(asked.get_absolute_url()).content.decode()


def decide(asked: ReviewItem, **sent: Any) -> None:
    client = Client()
    client.force_login(rin())
    sent["shown_sha256"] = sha256(shown_text(asked, "en"))
    url = f"{asked.get_absolute_url()}decide"
    assert client.post(url, sent).status_code == 302
