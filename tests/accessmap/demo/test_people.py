"""The people and the vendors of the demo."""

from __future__ import annotations

import pytest

from accessmap.demo import people
from accessmap.models import Account, Counterparty, User
from tests import cast


@pytest.mark.django_db
def test_everyone_is_introduced_once_and_nobody_has_a_password():
    people.introduce()
    people.introduce()
    assert set(User.objects.values_list("username", "role")) == {
        (cast.AIKO, "analyst"),
        (cast.KEN, "analyst"),
        (cast.RIN, "reviewer"),
        (cast.DAICHI, "reviewer"),
        (cast.MAKOTO, "auditor"),
    }
    assert not any(each.has_usable_password() for each in User.objects.all())
    assert Counterparty.objects.count() == 3


@pytest.mark.django_db
def test_the_member_that_left_is_remembered():
    people.introduce()
    assert [each.account_id for each in Account.objects.former()] == [cast.KAPPA]


@pytest.mark.django_db
def test_another_organization_in_the_database_is_noticed():
    people.introduce()
    assert people.other_organization() == ""
    Account.objects.create(
        account_id="111122223333",
        organization_id="o-realone00",
        first_seen_at=people.KAPPA_JOINED,
    )
    assert people.other_organization() == "o-realone00"
