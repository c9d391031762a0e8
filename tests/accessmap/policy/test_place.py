"""Where accounts may stand."""

from __future__ import annotations

from accessmap.policy.budget import Budget
from accessmap.policy.glob import Pattern, compiled
from accessmap.policy.place import account_of, asked, places
from tests.accessmap.policy.callers import FOREIGN, HOME, MEMBER, OURS, UNIT, ZONE


def pattern(text: str) -> Pattern:
    found = compiled(text)
    assert found
    return found


def found(
    *accounts: str, organizations: tuple[str, ...] = (), paths: tuple[str, ...] = ()
):  # type: ignore[no-untyped-def]
    question = asked(
        named=accounts,
        accounts=(),
        arns=(),
        organizations=map(pattern, organizations),
        paths=map(pattern, paths),
        tells_organizations=True,
        budget=Budget(),
    )
    return places(question, ZONE, HOME)


def test_a_foreign_account_never_stands_in_our_organization() -> None:
    assert OURS not in {e.organization for e in found(FOREIGN) if e.account == FOREIGN}


def test_a_member_stands_only_where_it_is() -> None:
    [member] = [each for each in found(MEMBER) if each.account == MEMBER]
    assert (member.organization, member.path) == (OURS, ZONE.paths[MEMBER])


def test_there_is_always_somebody_in_no_organization() -> None:
    assert any(not each.organization for each in found())


def test_a_unit_is_told_apart_from_the_rest_of_its_organization() -> None:
    ours = [e for e in found(paths=(f"{UNIT}*",)) if e.organization == OURS]
    assert {each.units for each in ours} == {(), (UNIT[:-1],)}


def test_an_arn_tells_its_account() -> None:
    assert account_of(pattern("arn:aws:iam::4444*:role/x")) == "4444*"
    assert account_of(pattern("*")) == ""
