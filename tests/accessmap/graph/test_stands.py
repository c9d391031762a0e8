"""A place of an answer stands on the map by itself, or behind what is drawn instead."""

from __future__ import annotations

import json

import pytest

from accessmap.graph.asked import answer
from accessmap.graph.places import Place
from accessmap.graph.question import Question
from accessmap.graph.stands import Stands
from tests.cast import ORGANIZATION, PAYMENTS, STRANGER, TANUKI
from tests.kitsune import ROOT, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def stands() -> Stands:
    settle()
    return Stands()


def place(key: str, kind: str = "account", account: str = "") -> Place:
    return Place(key, kind, "", "", account)


def test_an_account_stands_in_its_units_when_seen_from_afar(stands: Stands) -> None:
    found = stands.of(place(PAYMENTS, account=PAYMENTS))
    units = ["unit:ou-k1t5-production", "unit:ou-k1t5-workloads", f"unit:{ROOT}"]
    assert found == [PAYMENTS, *units]


@pytest.mark.parametrize(
    ("account_id", "group"), [(TANUKI, "vendors"), (STRANGER, "unknown")]
)
def test_an_outsider_stands_on_the_rim(
    stands: Stands, account_id: str, group: str
) -> None:
    found = stands.of(place(account_id, account=account_id))
    assert found == [account_id, f"rest:{group}", f"all:{group}"]


@pytest.mark.parametrize(
    ("key", "kind", "first"),
    [
        ("arn:aws:identitystore:::user/1", "person", "SAML:identity-center"),
        ("SAML:Okta", "federated", "SAML:Okta"),
        ("public#s3", "public", "public"),
        ("lambda.amazonaws.com", "service", "lambda.amazonaws.com"),
        (f"{ORGANIZATION}/{ROOT}/", "organization", f"unit:{ROOT}"),
    ],
)
def test_who_lies_in_no_account_stands_where_the_map_draws_them(
    stands: Stands, key: str, kind: str, first: str
) -> None:
    assert stands.of(place(key, kind))[0] == first


def test_a_way_names_every_stop_in_order(stands: Stands) -> None:
    (first, *_more) = answer(Question(TANUKI, PAYMENTS)).routes
    way = json.loads(stands.way(first))
    assert [each[0] for each in way] == [TANUKI, PAYMENTS]
