"""One place of the rim that stands for several says who they are."""

from __future__ import annotations

import pytest
from django.test import Client

from accessmap.models import Role
from tests import rows
from tests.cast import KUMO, RIN, STRANGER, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db
PARTIES = "/map/parties"


def test_it_lists_who_stands_there_and_how_much_each_is_granted(
    client: Client,
) -> None:
    client.force_login(rows.make_user())
    settle()
    text = client.get(PARTIES, {"party": [TANUKI, STRANGER]}).content.decode()
    assert "2 parties stand here" in text
    assert f'data-account="{STRANGER}"' in text
    assert "Not known to us" in text
    assert text.index(TANUKI) < text.index(STRANGER)  # who is granted most is first
    assert KUMO not in text
    narrow = client.get(PARTIES, {"party": [TANUKI, STRANGER], "verdict": "public"})
    assert "0 parties stand here" in narrow.content.decode()
    assert client.get(PARTIES, {"verdict": "publik"}).status_code == 400


def test_a_reviewer_does_not_get_it(client: Client) -> None:
    client.force_login(rows.make_user(RIN, Role.REVIEWER))
    assert client.get(PARTIES).status_code == 403
