from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.models import Grant
from reviews.lifecycle import Verdict
from reviews.models import Ownership
from reviews.operations.decide_item import decide_item
from tests import rows
from tests.cast import DAICHI, PAYMENTS
from tests.reviews import story

pytestmark = pytest.mark.django_db


def found(**words: str) -> set[Grant]:
    return set(matching(GrantFilter.of(words)))


def test_it_tells_what_nobody_has_decided_from_what_somebody_has() -> None:
    campaign = story.campaign(3)
    first, second, _third = campaign.items.order_by("number")
    story.confirm(first, reason="Needed.")
    decide_item(second, reviewer=story.rin(), verdict=Verdict.REVOKE, reason="Old.")
    outside = rows.make_grant()
    assert found(decision="confirmed") == {first.grant}
    assert found(decision="revoked") == {second.grant}
    assert found(decision="waiting") == {_third.grant}
    assert found(decision="undecided") == {_third.grant, outside}
    assert found(decision="confirmed,revoked") == {first.grant, second.grant}
    assert found(decision="excepted") == set()


def test_an_owner_of_the_list_is_found_like_one_of_a_tag() -> None:
    unit = rows.make_unit("Production")
    grant = rows.make_grant(rows.make_resource(rows.make_account(unit=unit)))
    daichi = rows.make_user(DAICHI)
    assert found(owner=DAICHI) == set()
    for key in (grant.resource.arn, PAYMENTS, unit.unit_id):
        Ownership.objects.update(is_current=False)
        Ownership.objects.create(
            key=key,
            owner=daichi,
            line=1,
            file_sha256="0" * 64,
            uploaded_by=daichi,
            uploaded_at=rows.THEN,
        )
        assert found(owner=DAICHI) == found(owner=daichi.email) == {grant}


def test_the_map_of_decisions_is_drawn_anew_when_somebody_decides(
    client: Client,
) -> None:
    cache.clear()
    item = story.item()
    client.force_login(story.aiko())
    address = "/map/elements?decision=confirmed"
    assert client.get(address).json()["edges"] == []
    story.confirm(item, reason="Needed.")
    assert len(client.get(address).json()["edges"]) == 1
