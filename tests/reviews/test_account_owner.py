from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.models import Account
from reviews.account_owner import account_owner
from reviews.models import Ownership
from tests import rows
from tests.cast import DAICHI, PAYMENTS, RIN
from tests.reviews.story import aiko

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return rows.make_account(unit=rows.make_unit("Production"))


def listed(key: str) -> None:
    """A list of owners with one line is uploaded."""
    Ownership.objects.update(is_current=False)
    daichi = rows.make_user(DAICHI)
    said = {"line": 1, "file_sha256": "0" * 64, "uploaded_at": rows.THEN}
    Ownership.objects.create(key=key, owner=daichi, uploaded_by=daichi, **said)


def owner(account: Account) -> tuple[str, str]:
    found = account_owner(account)
    return (found.name, str(found.rule)) if found else ("", "")


def test_the_tag_of_an_account_names_its_owner(account: Account) -> None:
    listed(PAYMENTS)
    rows.make_user(RIN, full_name="Rin Takeda")
    account.tags = {"owner": RIN.upper()}
    assert owner(account) == ("Rin Takeda", "owner tag of the account")
    account.tags = {"Owner": "team-pay"}
    assert owner(account) == ("team-pay", "owner tag of the account")


def test_else_the_list_does(account: Account) -> None:
    listed(PAYMENTS)
    assert owner(account) == ("Daichi Mori", "list of owners")


def test_a_unit_of_the_list_answers_for_what_is_in_it(account: Account) -> None:
    assert account.unit
    listed(account.unit.unit_id)
    assert owner(account) == ("Daichi Mori", "list of owners, by unit")


def test_a_list_that_was_set_aside_names_nobody(account: Account) -> None:
    listed(PAYMENTS)
    Ownership.objects.update(is_current=False)
    assert owner(account) == ("", "")


@pytest.mark.parametrize("page", ["/map/account/{}", "/accounts/{}/"])
def test_the_pages_of_an_account_say_who_and_by_what(
    client: Client, account: Account, page: str
) -> None:
    cache.clear()
    client.force_login(aiko())
    text = client.get(page.format(PAYMENTS)).content.decode()
    assert "no line in the list of owners" in text
    listed(PAYMENTS)
    text = client.get(page.format(PAYMENTS)).content.decode()
    assert "Daichi Mori" in text
    assert "list of owners" in text
