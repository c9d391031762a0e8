from __future__ import annotations

import pytest

from accessmap.models import Account
from accessmap.reach import fresh
from accessmap.reach.search import search
from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("payments-prod", PAYMENTS),
        ("2044118033", PAYMENTS),
        ("TANUKI", TANUKI),
        ("observ tanuki", TANUKI),
        ("compliance=pci", PAYMENTS),
        ("rin.takeda", PAYMENTS),
        ("github", "OIDC:token.actions.githubusercontent.com"),
    ],
)
def test_it_finds_number_name_tag_owner_and_provider(text: str, first: str) -> None:
    settle()
    account = Account.objects.get(account_id=PAYMENTS)
    account.tags["Owner"] = "rin.takeda"
    account.save()
    index = fresh.current()
    assert index.keys[search(index, text)[0]] == first


def test_nothing_is_found_for_nothing() -> None:
    settle()
    index = fresh.current()
    assert search(index, "  ") == []
    assert search(index, "no-such-thing") == []
