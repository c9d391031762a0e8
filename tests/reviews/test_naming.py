from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.models import Account, User
from reviews.models import Ownership
from reviews.naming import owners_of_accounts, owners_of_grants
from tests import rows
from tests.cast import DAICHI, PAYMENTS, RIN, SHOP
from tests.reviews import story
from tests.reviews.story import aiko

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return rows.make_account(unit=rows.make_unit("Production"))


def listed(key: str) -> None:
    """A list of owners with one line is uploaded."""
    Ownership.objects.update(is_current=False)
    known = User.objects.filter(username=DAICHI).first()
    daichi = known or rows.make_user(DAICHI)
    said = {"line": 1, "file_sha256": "0" * 64, "uploaded_at": rows.THEN}
    Ownership.objects.create(key=key, owner=daichi, uploaded_by=daichi, **said)


def owner(account: Account) -> tuple[str, str]:
    account.save()
    found = owners_of_accounts([account])[account.account_id]
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


def test_a_tag_of_the_resource_comes_before_that_of_its_account() -> None:
    rin = story.rin()
    account = rows.make_account(tags={"Owner": "payments-team"})
    own = rows.make_grant(rows.make_resource(account, tags={"owner": RIN.upper()}))
    by_mail = rows.make_grant(rows.make_resource(account, tags={"Owner": rin.email}))
    by_account = rows.make_grant(rows.make_resource(account))
    nobody = rows.make_grant(rows.make_resource(rows.make_account(SHOP)))
    found = owners_of_grants([own, by_mail, by_account, nobody])
    for each in (own, by_mail):
        owner = found[each.pk]
        assert owner
        assert owner.person == rin
    team = found[by_account.pk]
    assert team
    assert (team.name, team.person) == ("payments-team", None)
    assert found[nobody.pk] is None


def test_a_grant_without_tags_is_whose_the_list_says(account: Account) -> None:
    """A line for a unit, a contact, one for the resource, in the order of reviews."""
    resource = rows.make_resource(account)
    grant = rows.make_grant(resource)

    def told() -> tuple[str, str]:
        found = owners_of_grants([grant])[grant.pk]
        return (found.name, str(found.rule)) if found else ("", "")

    assert told() == ("", "")
    listed(resource.arn)
    assert told() == ("Daichi Mori", "list of owners")
    rin = rows.make_user(RIN, full_name="Rin Takeda")
    account.email = rin.email
    account.save()
    assert told() == ("Rin Takeda", "contact of the account")
    assert account.unit
    listed(account.unit.unit_id)
    assert told() == ("Daichi Mori", "list of owners, by unit")


def test_who_may_not_decide_is_passed_over(account: Account) -> None:
    listed(PAYMENTS)
    User.objects.filter(username=DAICHI).update(is_active=False)
    assert owner(account) == ("", "")


@pytest.mark.parametrize("page", ["/map/account/{}", "/accounts/{}/", "/accounts/"])
def test_the_pages_of_an_account_say_who_and_by_what(
    client: Client, account: Account, page: str
) -> None:
    cache.clear()
    client.force_login(aiko())
    text = client.get(page.format(PAYMENTS)).content.decode()
    assert "No owner is named" in text
    listed(PAYMENTS)
    text = client.get(page.format(PAYMENTS)).content.decode()
    assert "Daichi Mori" in text
    assert "list of owners" in text


def test_the_page_and_the_panel_of_a_grant_say_who_and_by_what(
    client: Client, account: Account
) -> None:
    client.force_login(aiko())
    grant = rows.make_grant(rows.make_resource(account))
    ends = f"from={grant.principal_account}&to={PAYMENTS}"
    pages = (grant.get_absolute_url(), f"/map/edge?{ends}")
    for page in pages:
        assert "No owner is named" in client.get(page).content.decode(), page
    listed(PAYMENTS)
    for page in pages:
        text = client.get(page).content.decode()
        assert "Daichi Mori" in text, page
        assert "list of owners" in text, page
