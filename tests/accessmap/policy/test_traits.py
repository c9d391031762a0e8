from __future__ import annotations

import pytest

from accessmap.policy.kinds import AccessLevel
from accessmap.policy.traits import (
    comes_from_elsewhere,
    crosses_accounts,
    lets_become,
    levels,
    requires,
)
from tests.accessmap.policy.explain.grants import GRANTS, VENDOR, asks, trust


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("role: vendor", (True, True, True)),
        ("role: own account", (True, False, False)),
        ("role: Okta", (True, True, False)),
        ("role: EC2", (True, False, False)),
        ("role: vendor, tags too", (False, True, True)),
        ("bucket: public read", (False, True, True)),
    ],
)
def test_a_grant_answers_plainly(name, expected):
    grant = GRANTS[name]
    found = lets_become(grant), comes_from_elsewhere(grant), crosses_accounts(grant)
    assert found == expected


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("StringEquals", "k", True),
        ("StringLike", "kansai-*", True),
        ("StringLike", "https://signin.aws.amazon.com/*", True),
        ("StringLike", "k-*", False),
        ("StringLike", "?*", False),
        ("StringLike", "*-*", False),
        ("StringLike", "https://*", False),
        ("ForAnyValue:StringEquals", "k", True),
        ("StringLike", "*", False),
        ("StringNotEquals", "k", False),
        ("StringEqualsIfExists", "k", False),
        ("Null", "false", False),
    ],
)
def test_only_a_value_that_must_be_there_is_required(operator, value, expected):
    grant = trust(*VENDOR, asks(operator, "sts:externalid", value))
    assert requires(grant, "sts:ExternalId") is expected
    assert not requires(grant, "aws:SourceIp")


def test_levels_come_from_the_actions_where_the_grant_has_none():
    assert levels(GRANTS["bucket: public read"]) == (AccessLevel.READ,)
