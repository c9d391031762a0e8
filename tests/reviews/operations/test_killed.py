"""Killed before any of its statements, an act leaves all or nothing, and is done again.

A process that ends takes its open transaction with it; what it had committed stays. So
each act is killed before its first statement, its second and so on, and whoever comes
back does it again: the rows must be those of somebody who was never disturbed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from reviews.models import Notice
from reviews.operations.send_notices import LEASE, send_notices
from tests.reviews.dying import Killed, killed_at
from tests.reviews.operations.acts import ACTS, Act, rows
from tests.reviews.story import rin

pytestmark = pytest.mark.django_db


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
