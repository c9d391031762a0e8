"""A process that ends in the middle: before the statement of a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import rule

from reviews.errors import Refused
from reviews.lifecycle import AtClose, Verdict
from reviews.models import Decision, Event
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from tests.reviews.promises import Promises
from tests.reviews.story import aiko

PICK = st.integers(min_value=0, max_value=3)
SETTLED = st.sampled_from([Verdict.CONFIRM, Verdict.REVOKE])
IN_TIME = datetime(2100, 1, 1, 12, tzinfo=UTC)
TOO_LATE = datetime(2100, 1, 2, 12, tzinfo=UTC)


class Killed(Exception):
    """The process ends here."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """End the process before it runs its statement of that number."""
    run = 0

    def count(execute: Any, *asked: Any) -> Any:
        nonlocal run
        run += 1
        if run == statement:
            raise Killed
        return execute(*asked)

    with connection.execute_wrapper(count):
        yield


class Dying(Promises):
    """Acts that are killed somewhere, and done again by who comes back."""

    decide: Callable[[int, Verdict], None]
    deadline: Callable[[datetime], None]

    @rule(which=PICK, verdict=SETTLED, statement=st.integers(1, 25))
    def kill_while_deciding(self, which: int, verdict: Verdict, statement: int) -> None:
        """Nothing half done stays; who comes back may do it again."""
        item = self.items()[which]
        self.killed(
            statement,
            lambda: decide_item(
                item, reviewer=item.reviewer, verdict=verdict, reason="Because."
            ),
        )
        self.decide(which, verdict)

    @rule(statement=st.integers(1, 60))
    def kill_while_closing(self, statement: int) -> None:
        self.killed(
            statement,
            lambda: close_campaign(
                self.campaign, closed_by=aiko(), at_close=AtClose.REVOKE, reason="Now."
            ),
        )

    @rule(statement=st.integers(1, 60))
    def kill_at_the_deadline(self, statement: int) -> None:
        self.killed(statement, lambda: apply_deadlines(TOO_LATE))
        self.deadline(TOO_LATE)

    def killed(self, statement: int, act: Callable[[], Any]) -> None:
        """Begin it, and be killed; what would have ended sooner is taken back too."""
        before = self.trace()
        with suppress(Killed, Refused), transaction.atomic():
            with killed_at(statement):
                act()
            transaction.set_rollback(True)
        assert self.trace() == before

    def trace(self) -> tuple[object, ...]:
        states = tuple(self.items().values_list("state", "removal"))
        return Decision.objects.count(), Event.objects.count(), states
