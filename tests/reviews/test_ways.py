"""Nobody decides on access that they could come to use, however many steps away."""

from __future__ import annotations

import pytest

from accessmap.models import Grant
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from reviews.errors import InConflict, NothingToApprove, SecondPersonNeeded
from reviews.models import ConflictOverride, ReviewItem
from reviews.operations.override_conflict import override_conflict
from reviews.operations.reassign_item import reassign_item
from reviews.ways import Ways
from tests.cast import DATA_LAKE, PAYMENTS, RIN
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    daichi,
    ken,
    owned_resource,
    read_completely,
    rin,
)
from tests.rows import make_account, make_grant, make_resource

pytestmark = pytest.mark.django_db


def role(name: str) -> str:
    return f"arn:aws:iam::{PAYMENTS}:role/{name}"


def trusts(name: str, principal: str, kind: PrincipalKind) -> Grant:
    """The role of that name may be assumed by the principal."""
    return make_grant(
        make_resource(name=name), principal=Principal(kind, principal, PAYMENTS)
    )


def session_of(name: str, person: str) -> str:
    return f"arn:aws:sts::{PAYMENTS}:assumed-role/{name}/{person}"


def three_steps() -> Grant:
    """Rin's session may become Deploy, that Break, and Break may become the target."""
    read_completely()
    trusts("Deploy", session_of("Admin", rin().email), PrincipalKind.SESSION)
    trusts("Break", role("Deploy"), PrincipalKind.ROLE)
    principal = Principal(PrincipalKind.ROLE, role("Break"), PAYMENTS)
    return make_grant(
        owned_resource(),
        principal=principal,
        verdict=Verdict.IN_ORG,
        zone=Zone.ORGANIZATION,
    )


def test_the_way_is_found_through_every_role_between() -> None:
    grant = three_steps()
    way = Ways().to(rin(), grant)
    assert way == (session_of("Admin", rin().email), role("Deploy"), role("Break"))
    assert Ways().to(daichi(), grant) is None


def test_a_role_with_a_path_and_its_sessions_are_one() -> None:
    grant = three_steps()
    trusts("Other", session_of("Break", "anything"), PrincipalKind.SESSION)
    further = make_grant(
        principal=Principal(PrincipalKind.ROLE, role("a/path/Other"), PAYMENTS)
    )
    assert Ways().to(rin(), further)
    assert grant.pk != further.pk


def test_a_blocked_step_leads_nowhere_and_neither_does_an_ended_one() -> None:
    grant = three_steps()
    Grant.objects.filter(principal=role("Deploy")).update(is_blocked=True)
    assert Ways().to(rin(), grant) is None


def test_another_s_session_of_my_role_is_not_my_access() -> None:
    read_completely()
    trusts("Deploy", session_of("Admin", rin().email), PrincipalKind.SESSION)
    theirs = trusts("Else", session_of("Admin", "someone@else"), PrincipalKind.SESSION)
    assert Ways().to(rin(), theirs) is None


def test_a_grant_to_a_whole_account_is_nobody_s_own() -> None:
    three_steps()
    make_account(DATA_LAKE)
    whole = make_grant(principal=Principal(PrincipalKind.ACCOUNT, PAYMENTS, PAYMENTS))
    assert Ways().to(rin(), whole) is None


def test_a_circle_of_trust_ends() -> None:
    grant = three_steps()
    trusts("Deploy2", role("Break"), PrincipalKind.ROLE)
    make_grant(
        Grant.objects.get(principal=role("Deploy")).resource,
        principal=Principal(PrincipalKind.ROLE, role("Deploy2"), PAYMENTS),
    )
    assert Ways().to(rin(), grant)


def conflicted() -> ReviewItem:
    """Asked of Rin, however it came about."""
    grant = three_steps()
    asked = campaign(0).items.get(grant=grant)
    assert asked.reviewer != rin()
    assert RIN in asked.resolved_from
    assert role("Break") in asked.resolved_from
    ReviewItem.objects.filter(pk=asked.pk).update(reviewer=rin())
    return ReviewItem.objects.get(pk=asked.pk)


def test_who_could_become_the_principal_is_refused_with_the_way() -> None:
    asked = conflicted()
    with pytest.raises(InConflict, match=r"Deploy → .*Break"):
        confirm(asked)
    with pytest.raises(InConflict, match="Choose somebody else"):
        reassign_item(asked, to=rin(), reassigned_by=aiko(), reason="Try.")


def test_a_second_person_may_allow_it_and_the_way_is_kept() -> None:
    asked = conflicted()
    override_conflict(asked, granted_by=ken(), reason="Rin alone knows this system.")
    assert confirm(asked).pk
    kept = ConflictOverride.objects.get()
    assert (kept.person, kept.granted_by) == (rin(), ken())
    assert kept.way == " → ".join(Ways().to(rin(), asked.grant) or ())


def test_nobody_allows_it_to_themself() -> None:
    asked = conflicted()
    person = rin()
    person.role = "analyst"
    person.save()
    with pytest.raises(SecondPersonNeeded):
        override_conflict(asked, granted_by=person, reason="I may.")


def test_there_is_nothing_to_allow_without_a_conflict() -> None:
    asked = campaign().items.get()
    with pytest.raises(NothingToApprove):
        override_conflict(asked, granted_by=ken(), reason="To be sure.")
