"""What the ledger keeps of why somebody was let decide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from reviews.evidence import verify as checker
from reviews.lifecycle import AtDeadline, Verdict
from reviews.models import Event
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_items import decide_items
from reviews.operations.open_campaign import Policy
from reviews.operations.override_conflict import override_conflict
from reviews.operations.reassign_item import reassign_item
from reviews.operations.settle_dispute import settle_dispute
from tests.cast import RIN
from tests.reviews.dying import TOO_LATE
from tests.reviews.evidence.bundles import bundle, packed
from tests.reviews.evidence.bundles import unpacked as files_of
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    daichi,
    grants,
    item,
    ken,
    two_sided,
)
from tests.reviews.test_ways import conflicted

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[dict[str, Any]]:
    """What the newest act of that kind says."""
    event = Event.objects.filter(kind=kind).order_by("sequence").last()
    assert event
    found: list[dict[str, Any]] = event.says["cleared"]
    return found


def eligible(of: Any, path: Path) -> bool:
    """Whether the evidence's own check of who decided holds."""
    found = checker.verify(checker.Bundle(packed(files_of(bundle(of)), path)))
    by_name = {english: fault for english, _japanese, fault in found}
    return not by_name["Who decided was asked, and not in conflict"]


def test_a_decision_says_that_its_decider_was_asked_and_no_conflict_was_found() -> None:
    asked = item()
    confirm(asked)
    assert told("item-decided") == [
        {
            "items": [asked.number],
            "asked": RIN,
            "conflict": "none-found",
            "is_writer_known": False,
            "looked_for": "not-account",
        }
    ]


def test_what_names_nobody_in_particular_could_not_be_looked_for() -> None:
    grants(principal=Principal(PrincipalKind.PUBLIC, "*"))
    confirm(campaign(0).items.get(), reason="A shop.")
    [found] = told("item-decided")
    assert (found["conflict"], found["looked_for"]) == ("none-found", "not-named")


def test_a_conflict_that_was_allowed_is_told_and_holds(tmp_path: Path) -> None:
    asked = conflicted()
    override_conflict(asked, granted_by=ken(), reason="Nobody else is left.")
    confirm(asked, reason="Still needed.")
    assert told("item-decided")[0]["conflict"] == "allowed"
    assert eligible(asked.campaign, tmp_path / "b.zip")


def test_identical_grants_are_told_together() -> None:
    found = campaign(3)
    first = found.items.order_by("number")[0]
    decide_items(
        first,
        reviewer=first.reviewer,
        numbers=[1, 2, 3],
        verdict=Verdict.REVOKE,
        reason="Unused.",
    )
    [told_of] = told("items-decided")
    assert told_of["items"] == [1, 2, 3]


def test_a_ruling_tells_who_was_asked_of_each_side(tmp_path: Path) -> None:
    granting, using = two_sided()
    confirm(granting)
    decide_items(
        using,
        reviewer=daichi(),
        numbers=[using.number],
        verdict=Verdict.REVOKE,
        reason="Unused.",
    )
    settle_dispute(granting, settled_by=ken(), verdict=Verdict.CONFIRM, reason="Used.")
    assert {each["asked"] for each in told("dispute-settled")} == {
        granting.reviewer.username,
        using.reviewer.username,
    }
    close_campaign(granting.campaign, closed_by=aiko())
    assert eligible(granting.campaign, tmp_path / "b.zip")


def test_what_a_deadline_decided_has_no_decider_to_clear(tmp_path: Path) -> None:
    policy = Policy(at_due_medium=AtDeadline.REVOKE)
    found = campaign(2, policy=policy)
    confirm(found.items.order_by("number")[0])
    assert apply_deadlines(TOO_LATE)["revoked"] == 1
    assert eligible(found, tmp_path / "b.zip")


def test_it_holds_although_the_item_is_handed_on_afterwards(tmp_path: Path) -> None:
    asked = item()
    confirm(asked)
    reassign_item(asked, to=ken(), reassigned_by=aiko(), reason="Rin left.")
    assert told("item-decided")[0]["asked"] == RIN
    assert eligible(asked.campaign, tmp_path / "b.zip")
