"""Killed before any of its statements, an act leaves all or nothing, and is done again.

A process that ends takes its open transaction with it; what it had committed stays. So
each act is killed before its first statement, its second and so on, and whoever comes
back does it again: the rows must be those of somebody who was never disturbed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import models, transaction
from django.utils import timezone

from accessmap.models import Entry
from accessmap.policy.kinds import Verdict as Says
from accessmap.policy.kinds import Zone
from reviews.lifecycle import AtClose, AtDeadline, Verdict
from reviews.models import Exemption, Notice
from reviews.operations.answer_exception import answer_exception
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.ask_owners_anew import ask_owners_anew
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_items import decide_items
from reviews.operations.open_campaign import Policy
from reviews.operations.open_due_campaigns import open_due_campaigns
from reviews.operations.remind_reviewers import remind_reviewers
from reviews.operations.send_notices import LEASE, send_notices
from reviews.operations.settle_dispute import settle_dispute
from reviews.operations.upload_owners import upload_owners
from reviews.operations.verify_removals import verify_removals
from tests.cast import PAYMENTS, RIN
from tests.reviews.dying import TOO_LATE, Killed, killed_at
from tests.reviews.operations.test_open_due_campaigns import OCTOBER, quarterly
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    daichi,
    decide_item,
    grants,
    ken,
    later_crawl,
    revoke,
    rin,
    two_sided,
    two_sided_grant,
)
from tests.rows import end_grant

pytestmark = pytest.mark.django_db
Act = Callable[[], object]
# What another run writes otherwise: numbers of rows, times, and what holds them.
OTHERWISE = (
    models.AutoField,
    models.DateTimeField,
    models.JSONField,
    models.ForeignObject,
)
FREE = {"key", "sequence", "second_look_seed", "attempts", "error"}


def rows() -> dict[str, list[str]]:
    """Every row of ours, without what differs from one run to the next."""
    found = {}
    for table in apps.get_app_config("reviews").get_models():
        names = [
            each.name
            for each in table._meta.concrete_fields
            if not isinstance(each, OTHERWISE) and each.name not in FREE
        ]
        told = table.objects.order_by().values_list(*names)  # type: ignore[attr-defined]
        found[table.__name__] = sorted(map(str, told))
    entries = Entry.objects.order_by("sequence").values_list("kind", "actor", "about")
    # A campaign that is opened again has another number.
    found["Entry"] = [f"{kind} {actor}" for kind, actor, _about in entries]
    return found


def opening() -> Act:
    """Two sides, something carried forward, something changed."""
    low = {"verdict": Says.IN_ORG, "zone": Zone.ORGANIZATION}
    grants(2, **low)
    two_sided_grant()
    first = campaign(0)
    confirm(first.items.order_by("number")[0])
    close_campaign(first, closed_by=aiko(), at_close=AtClose.KEEP, reason="Done.")
    return lambda: campaign(0, name="Next quarter")


def verifying() -> Act:
    """Two reads see one revoked grant gone and another still there."""
    found = campaign(3)
    first, second, third = found.items.order_by("number")
    revoke(first), revoke(second), confirm(third)
    close_campaign(found, closed_by=aiko())
    end_grant(first.grant, crawl=later_crawl())
    later_crawl()
    return verify_removals


def coming_round() -> Act:
    """Three occurrences came round while nothing ran."""
    grants(2)
    quarterly(taken_until=datetime(2026, 1, 10, tzinfo=UTC))
    return lambda: open_due_campaigns(OCTOBER)


def closing() -> Act:
    found = campaign(4)
    first, second, *_rest = found.items.order_by("number")
    confirm(first), revoke(second)
    return lambda: close_campaign(
        found, closed_by=aiko(), at_close=AtClose.REVOKE, reason="Nobody answered."
    )


def falling_due() -> Act:
    policy = Policy(at_due_medium=AtDeadline.REVOKE, at_due_low=AtDeadline.KEEP)
    campaign(4, policy=policy)
    return lambda: apply_deadlines(TOO_LATE)


def deciding_alike() -> Act:
    first, *_rest = campaign(4).items.order_by("number")
    return lambda: decide_items(
        first,
        reviewer=rin(),
        numbers=[1, 2, 3],
        verdict=Verdict.REVOKE,
        reason="Unused.",
    )


def settling() -> Act:
    granting, using = two_sided()
    confirm(granting)
    decide_item(
        using, reviewer=daichi(), verdict=Verdict.REVOKE, reason="We do not use it."
    )
    by = ken()
    return lambda: settle_dispute(
        granting,
        settled_by=by,
        verdict=Verdict.REVOKE,
        reason="Neither does Rin.",
    )


def excepting() -> Act:
    ask_exception(campaign(1).items.get())
    asked, by = Exemption.objects.get(), ken()
    return lambda: answer_exception(asked, answered_by=by, is_approved=True)


def asking_anew() -> Act:
    found = campaign(3)
    for item in found.items.select_related("grant__resource"):
        item.grant.resource.tags = {"Owner": daichi().username}
        item.grant.resource.save()
    return lambda: ask_owners_anew(found, asked_by=aiko(), reason="He took over.")


def listing() -> Act:
    campaign(1)
    content = f"what,owner\n{PAYMENTS},{RIN}\n".encode()
    return lambda: upload_owners(content, uploaded_by=aiko())


def reminding() -> Act:
    found = campaign(2)
    for person in (aiko(), rin()):
        person.email = f"{person.username}@kitsune.example"
        person.save()
    at = datetime.combine(found.due_on, datetime.min.time(), tzinfo=UTC)
    return lambda: remind_reviewers(at + timedelta(days=3, hours=12))


ACTS = (
    opening,
    verifying,
    coming_round,
    closing,
    falling_due,
    deciding_alike,
    settling,
    excepting,
    asking_anew,
    listing,
    reminding,
)


def killed_everywhere(act: Act, stride: int) -> int:
    """Kill ``act`` before every ``stride``-th statement; return how many it has."""
    before, mark = rows(), transaction.savepoint()
    act()
    undisturbed = rows()
    assert undisturbed != before
    transaction.savepoint_rollback(mark)
    statement = is_over = 0
    while not is_over:
        statement += stride
        mark = transaction.savepoint()
        is_over = 1
        with suppress(Killed), killed_at(statement):
            act()
            is_over = 2
        is_over -= 1
        if rows() != undisturbed:
            assert not is_over
            act()
        assert rows() == undisturbed, statement
        transaction.savepoint_rollback(mark)
    return statement


@pytest.mark.parametrize("begin", ACTS, ids=lambda each: each.__name__)
def test_killed_here_and_there_it_ends_as_if_undisturbed(
    begin: Callable[[], Act],
) -> None:
    assert killed_everywhere(begin(), stride=11) > 11


@pytest.mark.deep
@pytest.mark.parametrize("begin", ACTS, ids=lambda each: each.__name__)
def test_killed_before_any_statement_it_ends_as_if_undisturbed(
    begin: Callable[[], Act],
) -> None:
    assert killed_everywhere(begin(), stride=1) > 5


def test_a_sender_killed_anywhere_sends_each_mail_under_one_name() -> None:
    for n in range(3):
        Notice.objects.create(
            key=f"digest:{n}",
            channel=Notice.Channel.MAIL,
            kind="digest",
            recipient=rin(),
            address="rin@kitsune.example",
            subject="Two wait",
            text="Decide.",
        )
    now = timezone.now()
    statement, is_over = 0, False
    while not is_over:
        statement += 1
        mark, mail.outbox = transaction.savepoint(), []
        with suppress(Killed), killed_at(statement):
            send_notices(now)
            is_over = True
        transaction.set_rollback(False)  # there is none around it but the test's own
        send_notices(now + LEASE)  # whoever comes back finds the claim run out
        assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
        sent = [each.extra_headers["Message-ID"] for each in mail.outbox]
        assert len(set(sent)) == 3
        assert len(sent) <= 4  # the one that was on its way, once more
        transaction.savepoint_rollback(mark)
    assert statement > 10
