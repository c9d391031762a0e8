from __future__ import annotations

import itertools

import pytest

from accessmap.graph.conditions import Demands
from accessmap.models import Grant
from accessmap.policy.grant import Condition
from accessmap.policy.rules.no_mfa import MFA, _has_age
from accessmap.policy.traits import requires
from tests import rows

pytestmark = pytest.mark.django_db

TEXT = (
    *("StringEquals", "StringLike", "StringNotEquals", "StringEqualsIfExists"),
    *("ForAnyValue:StringEquals", "ForAllValues:StringEquals", "StringNotLike"),
    "StringEqualsIgnoreCase",
)
SWITCH = ("Bool", "BoolIfExists", "StringEquals", "ForAllValues:Bool")
AGE = ("NumericLessThan", "NumericLessThanIfExists", "NumericLessThanEquals")
WRITTEN = [
    *itertools.product(TEXT, ["sts:externalid"], [("abc", "def"), ("12",)]),
    *itertools.product(SWITCH, ["aws:multifactorauthpresent"], [("true",), ("false",)]),
    *itertools.product(AGE, ["aws:multifactorauthage"], [("3600",)]),
    *itertools.product(
        ["Null"],
        ["sts:externalid", "aws:multifactorauthpresent", "aws:multifactorauthage"],
        [("true",), ("false",)],
    ),
    *itertools.product(TEXT, ["aws:principalorgid"], [("o-k1t5un3f0d",)]),
]


def test_the_database_says_what_the_engine_says() -> None:
    role = rows.make_resource()
    for each in WRITTEN:
        rows.make_grant(role, conditions=(Condition(*each),))
    grants = list(Grant.objects.all())
    with_id = {each for each in grants if requires(each.value, "sts:ExternalId")}
    with_mfa = {
        each for each in grants if requires(each.value, *MFA) or _has_age(each.value)
    }
    assert (len(grants), len(with_id), len(with_mfa)) == (len(WRITTEN), 8, 5)
    assert set(Grant.objects.filter(Demands("external-id"))) == with_id
    assert set(Grant.objects.filter(Demands("mfa"))) == with_mfa


def test_a_lone_star_asks_for_nothing() -> None:
    star = Condition("StringLike", "sts:externalid", ("*",))
    rows.make_grant(conditions=(star,))
    assert not Grant.objects.filter(Demands("external-id"))


def test_of_several_conditions_one_is_enough() -> None:
    org = Condition("StringEquals", "aws:principalorgid", ("o-1",))
    mine = Condition("StringEquals", "sts:externalid", ("abc",))
    grant = rows.make_grant(conditions=(org, mine))
    rows.make_grant(conditions=(org,))
    rows.make_grant()
    assert list(Grant.objects.filter(Demands("external-id"))) == [grant]
    assert Grant.objects.exclude(Demands("external-id")).count() == 2
