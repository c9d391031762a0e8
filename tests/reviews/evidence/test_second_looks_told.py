"""The evidence says what was drawn, and anybody can draw it again."""

from __future__ import annotations

import pytest

from reviews.evidence.quality import second_looks_json
from reviews.evidence.rows import decision_rows
from reviews.lifecycle import AtDeadline, Verdict
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.close_campaign import close_campaign
from reviews.operations.open_campaign import Policy
from reviews.operations.settle_second_look import settle_second_look
from reviews.second_looks import is_drawn
from tests.reviews.operations.test_apply_deadlines import AFTER
from tests.reviews.operations.test_second_looks import another_analyst, looked_at, say
from tests.reviews.story import aiko, campaign

pytestmark = pytest.mark.django_db


def test_what_was_drawn_and_how_it_ended_is_told_with_its_seed() -> None:
    look = looked_at()
    say(look, Verdict.REVOKE)
    found = look.item.campaign
    assert second_looks_json(found)["seed"] is None
    assert second_looks_json(found)["unsettled"] == 1
    settle_second_look(
        look.item,
        settled_by=another_analyst(look),
        verdict=Verdict.REVOKE,
        reason="The second is right.",
    )
    told = second_looks_json(close_campaign(found, closed_by=aiko()))
    assert told["drawn"] == [1]
    assert is_drawn(str(told["seed"]), 1, 100)
    assert (told["answered"], told["settled_by_security"], told["unsettled"]) == (
        1,
        1,
        0,
    )


def test_what_a_deadline_revoked_names_its_rule() -> None:
    found = campaign(policy=Policy(at_due_medium=AtDeadline.REVOKE))
    apply_deadlines(AFTER)
    (row,) = decision_rows(found, {})
    assert row["reviewer"] == "system:deadline:medium"
