"""The queue of security asks as often of many open reviews as of one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accessmap.models import Grant
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Zone
from accessmap.policy.kinds import Verdict as Verdict_
from reviews.disputes import disputes
from reviews.lifecycle import Side, Verdict
from reviews.models import Campaign, SecondLook
from reviews.operations.answer_second_look import answer_second_look
from reviews.operations.decide_item import decide_item
from reviews.operations.draw_second_looks import draw_second_looks
from reviews.second_looks import disagreements
from tests.reviews.operations.test_second_looks import ALL
from tests.reviews.story import (
    ask_exception,
    campaign,
    confirm,
    daichi,
    grants,
    ken,
    owned_resource,
    two_sided_grant,
)
from tests.rows import make_grant

pytestmark = pytest.mark.django_db
QUERIES = 13


def reviewed(grant: Grant) -> Campaign:
    """A review opens over one grant."""
    return campaign(0, query=f"resource={grant.resource.arn}", policy=ALL)


def reviews(crossing: Grant) -> None:
    """One whose sides disagree, one whose second look does, one with an exception."""
    found = reviewed(crossing)
    confirm(found.items.get(side=Side.GRANTING))
    using = found.items.get(side=Side.USING)
    decide_item(using, reviewer=daichi(), verdict=Verdict.REVOKE, reason="Unneeded.")
    confirm(reviewed(*grants()).items.get())
    ask_exception(reviewed(*grants()).items.get())
    draw_second_looks()
    for look in SecondLook.objects.unanswered():
        verdict = Verdict.REVOKE
        answer_second_look(look, answered_by=look.asked, verdict=verdict, reason="No.")


def asked() -> int:
    client = Client()
    client.force_login(ken())
    client.get("/reviews/security/")  # what a process makes once, it has made
    with CaptureQueriesContext(connection) as seen:
        text = client.get("/reviews/security/").content.decode()
    count = Campaign.objects.count() // 3
    assert text.count('class="card stack dispute"') == count
    assert text.count('class="card stack exemption"') == count
    return len(seen)


def test_four_times_the_reviews_take_as_many_queries() -> None:
    ken()
    first = two_sided_grant()
    reviews(first)
    few = asked()
    role = Principal(PrincipalKind.ROLE, first.principal, first.principal_account)
    for _each in range(3):
        reviews(
            make_grant(
                owned_resource(),
                principal=role,
                zone=Zone.ORGANIZATION,
                verdict=Verdict_.IN_ORG,
            )
        )
    assert asked() == few == QUERIES
    opened = Campaign.objects.all()
    assert len(list(disputes(*opened))) == 4
    assert len(list(disagreements(*opened))) >= 4
