"""Identity Center is a way to access too: of a person, and of a group they are in."""

from __future__ import annotations

import pytest

from accessmap.models import Grant
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from reviews.errors import InConflict
from reviews.lifecycle import Rule
from reviews.models import ReviewItem
from reviews.operations.override_conflict import override_conflict
from reviews.operations.return_item import return_item
from reviews.ways import Ways
from tests.cast import DATA_LAKE, PAYMENTS
from tests.reviews.story import (
    campaign,
    confirm,
    daichi,
    ken,
    owned_resource,
    read_completely,
    rin,
)
from tests.rows import (
    first_crawl,
    make_account,
    make_coverage,
    make_grant,
    make_resource,
)

pytestmark = pytest.mark.django_db

SET = "DataAdmin_EU"
ROLE = (
    f"arn:aws:iam::{DATA_LAKE}:role/aws-reserved/sso.amazonaws.com/"
    f"AWSReservedSSO_{SET}_0123456789abcdef"
)
STORE = "arn:aws:identitystore:::"
RIN_ID, GROUP_ID = "90677d1e-rin", "90677d1e-group"


def directory(*, members: tuple[str, ...] = (RIN_ID,), email: str = "") -> None:
    """Rin is listed under an address of theirs, and in a group."""
    read_completely()
    make_account(DATA_LAKE, "data-lake")
    make_coverage(first_crawl(), account_id=DATA_LAKE)
    make_resource(
        arn=f"{STORE}user/{RIN_ID}",
        name="Rin Ito",
        resource_type="AWS::IdentityStore::User",
        unique_id=RIN_ID,
        facts={"user_name": "r.ito", "emails": [email or rin().email.upper()]},
    )
    make_resource(
        arn=f"{STORE}group/{GROUP_ID}",
        name="data-admins",
        resource_type="AWS::IdentityStore::Group",
        unique_id=GROUP_ID,
        facts={"members": list(members)},
    )


def assign(kind: PrincipalKind, who: str, name: str = SET) -> Grant:
    """Assign a permission set in the data lake's account."""
    account = make_account(DATA_LAKE)
    place = make_resource(
        account,
        arn=f"arn:aws:sso:::permissionSet/ssoins-1/ps-1/account/{DATA_LAKE}/{who}",
        name=name,
        resource_type="AWS::SSO::AccountAssignment",
    )
    return make_grant(
        place,
        policy_kind=PolicyKind.ASSIGNMENT,
        principal=Principal(kind, who),
        verdict=Verdict.FEDERATED,
        zone=Zone.FEDERATED,
    )


def grant_to(role: str = ROLE) -> Grant:
    """What Rin owns, granted to the role of the permission set."""
    return make_grant(
        owned_resource(),
        principal=Principal(PrincipalKind.ROLE, role, DATA_LAKE),
        verdict=Verdict.IN_ORG,
        zone=Zone.ORGANIZATION,
    )


def test_who_is_assigned_a_permission_set_can_become_its_role() -> None:
    directory(members=())
    assign(PrincipalKind.PERSON, RIN_ID)
    assert Ways().to(rin(), grant_to()) == ("Rin Ito (Identity Center)", ROLE)
    assert Ways().to(daichi(), grant_to()) is None


def test_so_can_who_is_in_a_group_that_is_and_the_group_is_named() -> None:
    directory()
    assign(PrincipalKind.GROUP, GROUP_ID)
    way = Ways().to(rin(), grant_to())
    assert way == ("Rin Ito (Identity Center)", "data-admins", ROLE)


def test_from_there_it_goes_on_through_every_role() -> None:
    directory()
    assign(PrincipalKind.GROUP, GROUP_ID)
    deploy = f"arn:aws:iam::{PAYMENTS}:role/Deploy"
    make_grant(
        make_resource(name="Deploy"),
        principal=Principal(PrincipalKind.ROLE, ROLE, DATA_LAKE),
    )
    way = Ways().to(rin(), grant_to(deploy))
    assert way
    assert way[-2:] == (ROLE, deploy)


def test_the_assignment_itself_is_one_s_own_access() -> None:
    directory()
    mine = assign(PrincipalKind.GROUP, GROUP_ID)
    assert Ways().to(rin(), mine) == ("Rin Ito (Identity Center)", "data-admins")
    assert Ways().to(daichi(), mine) is None


def test_a_set_whose_name_begins_alike_is_another_set() -> None:
    directory(members=())
    assign(PrincipalKind.PERSON, RIN_ID, name="DataAdmin")
    assert Ways().to(rin(), grant_to()) is None


def test_a_longer_address_of_somebody_else_is_not_mine() -> None:
    directory(email=f"not-{rin().email}")
    assign(PrincipalKind.PERSON, RIN_ID)
    assert Ways().to(rin(), grant_to()) is None


def test_the_decision_is_refused_with_the_way_and_a_second_person_may_allow_it() -> (
    None
):
    directory()
    assign(PrincipalKind.GROUP, GROUP_ID)
    grant = grant_to()
    asked = campaign(0).items.get(grant=grant)
    assert asked.reviewer != rin()
    ReviewItem.objects.filter(pk=asked.pk).update(reviewer=rin())
    asked = ReviewItem.objects.get(pk=asked.pk)
    with pytest.raises(InConflict, match=r"Identity Center\) → data-admins → "):
        confirm(asked, reason="Mine.")
    override_conflict(asked, granted_by=ken(), reason="Rin alone knows it.")
    assert confirm(asked, reason="Mine, and needed.").pk


def tagged_with_the_group() -> Grant:
    return make_grant(owned_resource("Data-Admins"))


def test_a_tag_may_name_a_group_and_somebody_in_it_is_asked() -> None:
    directory()
    asked = campaign(0, query=f"resource={tagged_with_the_group().resource.arn}")
    found = asked.items.get()
    assert (found.reviewer, found.resolved_by) == (rin(), Rule.GROUP)
    assert found.resolved_from == "owner=Data-Admins, in the group Data-Admins"


def test_who_gives_it_back_is_followed_by_the_next_in_the_group_each_time_alike() -> (
    None
):
    directory(members=(RIN_ID, "90677d1e-daichi"))
    make_resource(
        arn=f"{STORE}user/90677d1e-daichi",
        name="Daichi",
        resource_type="AWS::IdentityStore::User",
        unique_id="90677d1e-daichi",
        facts={"user_name": daichi().username, "emails": []},
    )
    grant = tagged_with_the_group()
    order = sorted([rin(), daichi()], key=lambda each: each.pk)
    found = campaign(0, query=f"resource={grant.resource.arn}").items.get()
    assert found.reviewer == order[0]
    return_item(found, returned_by=order[0], reason="Not my part of it.")
    found.refresh_from_db()
    assert (found.reviewer, found.resolved_by) == (order[1], Rule.GROUP)


def test_a_group_of_nobody_here_leads_to_the_next_rule() -> None:
    directory(members=())
    make_account(PAYMENTS).__class__.objects.filter(account_id=PAYMENTS).update(
        tags={"Owner": daichi().username}
    )
    found = campaign(0, query=f"resource={tagged_with_the_group().resource.arn}")
    assert found.items.get().resolved_by == Rule.ACCOUNT_TAG
