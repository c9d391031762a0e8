"""Who is asked: rules in order, each answer saying which gave it."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.models import Role
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from reviews.errors import NoReviewer
from reviews.lifecycle import Rule
from reviews.models import Campaign
from reviews.operations.open_campaign import open_campaign
from tests.cast import KEN, MAKOTO, PAYMENTS, RIN
from tests.reviews.story import (
    FAR,
    aiko,
    campaign,
    grants,
    owned_resource,
    read_completely,
    rin,
)
from tests.rows import make_account, make_grant, make_user

pytestmark = pytest.mark.django_db


def opened(**more: Any) -> Campaign:
    fields = {"name": "Fourth quarter", "query": "", "due_on": FAR}
    return open_campaign(opened_by=aiko(), **{**fields, **more})


def test_the_resource_s_owner_is_asked_first() -> None:
    item = campaign().items.get()
    assert (item.reviewer, item.resolved_by) == (rin(), Rule.RESOURCE_TAG)


def test_then_the_account_s_owner() -> None:
    read_completely()
    make_account().__class__.objects.update(tags={"Owner": RIN})
    make_grant()
    rin()
    item = opened().items.get()
    assert (item.reviewer, item.resolved_by) == (rin(), Rule.ACCOUNT_TAG)


def test_then_the_fallback_that_was_named() -> None:
    read_completely()
    make_grant()
    ken = make_user(KEN, Role.REVIEWER)
    item = opened(fallback=ken).items.get()
    assert (item.reviewer, item.resolved_by) == (ken, Rule.FALLBACK)


def test_then_the_first_analyst() -> None:
    read_completely()
    make_grant()
    assert opened().items.get().reviewer == aiko()


def test_a_tag_that_names_nobody_is_remembered() -> None:
    read_completely()
    make_grant(owned_resource("sato.left"))
    item = opened().items.get()
    assert item.resolved_by == Rule.FALLBACK
    assert "owner=sato.left names nobody here" in item.resolved_from


@pytest.mark.parametrize("more", [{"role": Role.AUDITOR}, {"is_active": False}])
def test_somebody_who_cannot_review_is_not_asked(more: dict[str, Any]) -> None:
    read_completely()
    make_user(MAKOTO, **more)
    make_grant(owned_resource(MAKOTO))
    assert opened().items.get().reviewer == aiko()


def test_an_auditor_is_no_fallback() -> None:
    grants()
    with pytest.raises(NoReviewer):
        opened(fallback=make_user(MAKOTO, Role.AUDITOR))


def test_nobody_is_asked_about_their_own_access() -> None:
    rin()
    read_completely()
    session = f"arn:aws:sts::{PAYMENTS}:assumed-role/Admin/{rin().email}"
    make_grant(
        owned_resource(), principal=Principal(PrincipalKind.SESSION, session, PAYMENTS)
    )
    item = opened().items.get()
    assert item.reviewer == aiko()
    assert "own access" in item.resolved_from
