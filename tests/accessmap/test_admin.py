from __future__ import annotations

import pytest
from django.test import Client

from tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(rows.make_user(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("name", ["account", "crawl", "grant", "resource"])
def test_facts_can_be_looked_at_and_not_written(keeper: Client, name: str) -> None:
    rows.make_grant()
    assert keeper.get(f"/admin/accessmap/{name}/").status_code == 200
    assert keeper.get(f"/admin/accessmap/{name}/add/").status_code == 403


@pytest.mark.parametrize("name", ["user", "counterparty"])
def test_people_and_names_are_kept_here(keeper: Client, name: str) -> None:
    assert keeper.get(f"/admin/accessmap/{name}/").status_code == 200
    assert keeper.get(f"/admin/accessmap/{name}/add/").status_code == 200
