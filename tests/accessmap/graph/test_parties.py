from __future__ import annotations

import pytest

from accessmap.graph.parties import ANY_ACCOUNT, ANYONE, Group, Parties, provider
from accessmap.policy.kinds import PrincipalKind, Verdict
from tests.cast import KAPPA, ORGANIZATION, PAYMENTS, STRANGER, TANUKI
from tests.rows import THEN, make_account, make_counterparty, make_unit

pytestmark = pytest.mark.django_db
GITHUB = "oidc-provider/token.actions.githubusercontent.com"


def test_everybody_stands_in_the_group_that_is_theirs() -> None:
    make_account()
    make_account(KAPPA, "kappa-sweets", left_at=THEN)
    make_counterparty()
    parties = Parties()
    groups = {
        id_: parties.of(PrincipalKind.ROLE, "arn", id_, Verdict.EXTERNAL).group
        for id_ in (PAYMENTS, KAPPA, TANUKI, STRANGER)
    }
    assert groups == {
        PAYMENTS: Group.HOME,
        KAPPA: Group.LEFT,
        TANUKI: Group.VENDORS,
        STRANGER: Group.UNKNOWN,
    }


def test_anyone_and_any_account_are_two_places() -> None:
    parties = Parties()
    public = parties.of(PrincipalKind.PUBLIC, "*", "", Verdict.PUBLIC)
    narrowed = parties.of(PrincipalKind.PUBLIC, "*", "", Verdict.ANY_ACCOUNT)
    assert (public, narrowed) == (ANYONE, ANY_ACCOUNT)


def test_one_provider_in_many_accounts_is_one_party() -> None:
    one = provider(f"arn:aws:iam::{PAYMENTS}:{GITHUB}")
    other = provider(f"arn:aws:iam::{STRANGER}:{GITHUB}")
    assert one == other
    assert (one.name, one.note) == ("GitHub Actions", "OIDC")


def test_a_saml_provider_keeps_its_name() -> None:
    party = provider(f"arn:aws:iam::{PAYMENTS}:saml-provider/Okta")
    assert (party.name, party.note) == ("Okta", "SAML")


def test_a_service_is_called_as_aws_calls_it() -> None:
    party = Parties().of(
        PrincipalKind.SERVICE, "cloudtrail.amazonaws.com", "", Verdict.SERVICE
    )
    assert (party.group, party.name) == (Group.SERVICES, "CloudTrail")


def test_trust_in_a_unit_starts_at_the_name_of_that_unit() -> None:
    unit = make_unit()
    path = f"{ORGANIZATION}/r-k1t5/{unit.unit_id}/*"
    party = Parties().of(PrincipalKind.UNIT, path, "", Verdict.ORGANIZATION)
    assert party.id == f"unit:{unit.unit_id}"


def test_an_organization_that_is_not_ours_is_unknown() -> None:
    party = Parties().of(PrincipalKind.ORGANIZATION, "o-somebody", "", Verdict.EXTERNAL)
    assert (party.group, party.name) == (Group.UNKNOWN, "o-somebody")


@pytest.mark.parametrize(
    "party_id",
    [
        "public",
        "any-account",
        STRANGER,
        "cloudtrail.amazonaws.com",
        "OIDC:token.actions.githubusercontent.com",
        "SAML:Okta",
    ],
)
def test_an_address_names_the_party_it_came_from(party_id: str) -> None:
    assert Parties().of_id(party_id).id == party_id


def test_identity_center_is_one_party_in_every_account() -> None:
    arn = "arn:aws:iam::{}:saml-provider/AWSSSO_6b1f3c0d9e2a4477_DO_NOT_DELETE"
    one, other = provider(arn.format(PAYMENTS)), provider(arn.format(STRANGER))
    assert one == other
    assert one.name == "Identity Center"
