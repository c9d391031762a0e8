"""The grants of a key, as ListGrants tells them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accessmap.policy.derive import derive
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Derivation
from tests.accessmap.policy.callers import FOREIGN, HOME, ZONE
from tests.accessmap.policy.stage import deny
from tests.accessmap.policy.world import subject

PARTNER = f"arn:aws:iam::{FOREIGN}:role/x"
DATABASE = f"arn:aws:rds:eu-west-1:{HOME}:db:orders"


def answer(*listed: dict[str, Any], document: object = None, **more: Any) -> Derivation:
    about = replace(
        subject({"Grants": list(listed)} if document is None else document),
        kind=PolicyKind.KMS_GRANTS,
        resource_type="AWS::KMS::Key",
        **more,
    )
    return derive(about, ZONE)


def grant(**fields: object) -> dict[str, Any]:
    return {"GranteePrincipal": PARTNER, "Operations": ["Decrypt"], **fields}


def by_service(**fields: object) -> dict[str, Any]:
    return {
        "GranteeServicePrincipal": "rds.amazonaws.com",
        "RetiringServicePrincipal": "rds.amazonaws.com",
        "Operations": ["Decrypt", "RetireGrant"],
        "Constraints": {"SourceArn": DATABASE},
        **fields,
    }


def test_a_grant_keeps_its_operations_and_constraints() -> None:
    asked = {"EncryptionContextSubset": {"Department": "IT"}}
    [found] = answer(grant(Constraints=asked)).grants
    assert found.actions == ("kms:Decrypt",)
    assert found.conditions[0].values == ("IT",)


def test_a_constraint_on_the_context_does_not_hold_back_what_has_none() -> None:
    asked = {"EncryptionContextEquals": {"Department": "IT"}}
    found = answer(
        grant(Operations=["Decrypt", "DescribeKey", "RetireGrant"], Constraints=asked)
    )
    said = {each.actions: each.is_conditional for each in found.grants}
    assert said == {
        ("kms:Decrypt",): True,
        ("kms:DescribeKey", "kms:RetireGrant"): False,
    }


def test_a_grant_to_a_service_stands_beside_one_to_a_partner() -> None:
    found = answer(by_service(), grant())
    assert not found.errors
    said = {(each.zone.value, each.principal.id) for each in found.grants}
    assert said == {("service", "rds.amazonaws.com"), ("external", PARTNER)}


def test_a_service_is_bound_to_the_resource_that_it_acts_for() -> None:
    decrypts, retires = answer(by_service()).grants
    assert (decrypts.actions, decrypts.source_zone) == (
        ("kms:Decrypt",),
        "same-account",
    )
    assert retires.actions == ("kms:RetireGrant",)


@pytest.mark.parametrize("service", ["rds.amazonaws.com", "rds.c2s.ic.gov"])
def test_a_service_may_stand_where_a_principal_does(service: str) -> None:
    [found] = answer(grant(GranteePrincipal=service)).grants
    assert (found.zone, found.principal.id) == ("service", service)


def test_nobody_is_kept_from_retiring_a_grant_by_a_policy_or_an_rcp() -> None:
    document = {"Version": "2012-10-17", "Statement": [deny(Action="*")]}
    listed = grant(RetiringPrincipal=PARTNER)
    for more in ({"rcps": {"Perimeter": document}}, {"beside": document}):
        found = answer(listed, **more)
        is_open = {each.actions: not each.is_blocked for each in found.grants}
        assert is_open == {("kms:Decrypt",): False, ("kms:RetireGrant",): True}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"Grants": "all"},
        [{"grantee": FOREIGN}],
        {"Grants": [{"Operations": []}]},
        {"Grants": [grant(Constraints=["SourceArn"])]},
        {"Grants": [grant(Constraints={"EncryptionContextEquals": "IT"})]},
        {"Grants": [grant(GranteePrincipal="4444")]},
    ],
)
def test_grants_that_cannot_be_understood_are_unknown_and_not_nothing(
    document: object,
) -> None:
    assert answer(document=document).errors
