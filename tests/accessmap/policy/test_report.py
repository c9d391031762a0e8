"""Who stands highest."""

from __future__ import annotations

from tests.accessmap.policy.callers import FOREIGN, HOME, MEMBER, OURS
from tests.accessmap.policy.stage import allow, deny, grants


def told(*statements: object) -> list[tuple[str, bool]]:
    return [(each.principal.id, each.is_blocked) for each in grants(*statements)]


def test_what_stands_below_the_public_is_not_repeated() -> None:
    assert told(allow({"AWS": ["*", MEMBER]})) == [("*", False)]


def test_a_deny_leaves_a_union_and_the_public_is_shown_as_blocked() -> None:
    asked = {
        "StringNotEquals": {"aws:PrincipalOrgID": OURS, "aws:PrincipalAccount": FOREIGN}
    }
    found = told(allow(), deny(Condition=asked))
    assert set(found) == {(OURS, False), (FOREIGN, False), ("*", True)}


def test_a_service_in_passing_is_not_told() -> None:
    asked = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": OURS},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    assert (OURS, False) in told(allow(), deny(Condition=asked))
    assert not any(
        each.zone == "service" for each in grants(allow(), deny(Condition=asked))
    )


def test_an_account_and_the_roles_in_it_are_one() -> None:
    named = {"AWS": [HOME, f"arn:aws:iam::{HOME}:role/x"]}
    assert told(allow(named)) == [(HOME, False)]


def test_a_part_that_a_deny_takes_is_told_by_what_takes_it() -> None:
    [grant] = grants(allow(), deny(Sid="Secret", Resource="*/secret/*"))
    [blocker] = grant.blocked_by
    assert (blocker.name, blocker.is_total, grant.is_blocked) == (
        "Secret",
        False,
        False,
    )


def partly_blocked(denied: str) -> dict[str, bool]:
    both = {"AWS": [FOREIGN, MEMBER]}
    found = grants(allow(both), deny(Principal={"AWS": denied}))
    return {
        each.principal.id: bool(each.blocked_by) and not each.is_blocked
        for each in found
    }


def test_what_is_denied_to_one_account_changes_nothing_for_another() -> None:
    assert not any(partly_blocked(MEMBER).values())


def test_a_role_that_is_denied_is_told_of_its_own_account_only() -> None:
    found = partly_blocked(f"arn:aws:iam::{FOREIGN}:role/x")
    assert (found[FOREIGN], found[MEMBER]) == (True, False)


def test_of_two_denies_the_wider_one_is_told_whichever_stands_first() -> None:
    days = ["2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z"]
    narrow, wide = (
        deny(Condition={"DateEquals": {"aws:CurrentTime": each}})
        for each in (days[:1], days)
    )
    one, other = grants(allow(), narrow, wide), grants(allow(), wide, narrow)
    assert {e.fingerprint for e in one} == {e.fingerprint for e in other}
    assert {e.values for each in one for e in each.conditions} == {tuple(days)}
