"""A second person looks, blind to the first, and security settles where they differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis.stateful import rule

from accessmap.models import User
from reviews.lifecycle import Verdict
from reviews.models import SecondLook
from reviews.operations.answer_second_look import answer_second_look
from reviews.operations.draw_second_looks import draw_second_looks
from reviews.operations.settle_second_look import settle_second_look
from reviews.second_looks import disagreements
from tests.reviews.dying import SETTLED
from tests.reviews.promises import Promises
from tests.reviews.story import aiko, ken


class LookingTwice(Promises):
    """Every decision of the campaign is drawn."""

    attempt: Callable[..., Any]
    mei: User

    @rule(verdict=SETTLED)
    def look_twice(self, verdict: Verdict) -> None:
        draw_second_looks()
        assert draw_second_looks() == 0
        for look in SecondLook.objects.unanswered():
            self.attempt(
                lambda look=look: answer_second_look(
                    look, answered_by=look.asked, verdict=verdict, reason="So."
                ),
                made=0,
            )

    @rule(verdict=SETTLED)
    def settle_second_looks(self, verdict: Verdict) -> None:
        for found in list(disagreements(self.campaign)):
            people = {found.answer.answered_by, found.item.reviewer}
            third = next(
                each for each in (self.mei, ken(), aiko()) if each not in people
            )
            self.attempt(
                lambda found=found, third=third: settle_second_look(
                    found.item, settled_by=third, verdict=verdict, reason="So."
                )
            )
