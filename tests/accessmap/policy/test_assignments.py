"""Assignments of Identity Center are grants to people and groups."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.explain import plain, sentence
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from accessmap.policy.names import Names
from accessmap.policy.subject import Derivation
from tests import cast
from tests.accessmap.policy.callers import ZONE
from tests.accessmap.policy.world import subject

NAMES = Names(
    accounts={cast.PAYMENTS: "payments-prod"},
    resources={"arn:x": "ReadOnly"},
    people={"g-1": "Auditors", "u-1": "Rin Takeda"},
)


def assigned(*people: tuple[str, str]) -> Derivation:
    listed = [{"PrincipalType": kind, "PrincipalId": who} for kind, who in people]
    about = replace(
        subject({"AccountAssignments": listed}),
        arn="arn:x",
        account_id=cast.PAYMENTS,
        kind=PolicyKind.ASSIGNMENT,
        resource_type="AWS::SSO::AccountAssignment",
    )
    return derive(about, ZONE)


def test_people_and_groups_each_get_a_grant() -> None:
    found = assigned(("GROUP", "g-1"), ("USER", "u-1"))
    kinds = [each.principal.kind for each in found.grants]
    assert kinds == [PrincipalKind.GROUP, PrincipalKind.PERSON]
    assert {each.verdict for each in found.grants} == {"federated"}


@pytest.mark.parametrize(
    ("who", "language", "said"),
    [
        (
            ("GROUP", "g-1"),
            "en",
            (
                "Members of the group Auditors may sign in to payments-prod "
                f"({cast.PAYMENTS}) as ReadOnly."
            ),
        ),
        (
            ("USER", "u-1"),
            "en",
            (
                "Rin Takeda, a person of our directory, may sign in to payments-prod "
                f"({cast.PAYMENTS}) as ReadOnly."
            ),
        ),
        (
            ("GROUP", "g-9"),
            "en",
            (
                "Members of a group known only as g-9 may sign in to payments-prod "
                f"({cast.PAYMENTS}) as ReadOnly."
            ),
        ),
        (
            ("GROUP", "g-1"),
            "ja",
            (
                f"グループ Auditors のメンバーは、payments-prod（{cast.PAYMENTS}）に "
                "ReadOnly としてサインインできます。"
            ),
        ),
    ],
)
def test_it_is_said_in_words(who: tuple[str, str], language: str, said: str) -> None:
    [grant] = assigned(who).grants
    assert plain(sentence(grant, NAMES, language)) == said


def test_a_kind_that_is_new_to_us_is_unknown_and_not_nobody() -> None:
    found = assigned(("ROBOT", "r-1"))
    assert found.errors == ("ROBOT is no kind of principal that we know.",)
