"""Words, flags and gates for grants that make no sense: none raises, none is empty."""

from __future__ import annotations

import random

import pytest

from accessmap.policy.effective import gates
from accessmap.policy.explain import (
    consequence,
    gate_words,
    headline,
    plain,
    sentence,
    verdict_words,
)
from accessmap.policy.grant import Blocker, Condition, Grant, Principal
from accessmap.policy.kinds import (
    FederatedScope,
    PolicyKind,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)
from accessmap.policy.rule import Circumstances, flags
from tests.accessmap.policy.explain.grants import GRANTS, NAMES
from tests.accessmap.policy.rules.scene import NOW, ZONE

ODD = (
    *("", "*", "?", "**", "{who}", "${aws:username}", "arn:", "::::::", "/", "-" * 500),
    *("arn:aws:iam::1:role", "\u202e", "9" * 5000, "2027-99-01", "\ud800", "Null"),
    *("ForAllValues:", "repo:", "repo::", "repo:a/*:*", "vpce-", "aws:PrincipalTag/"),
)
OPERATORS = ("StringEquals", "Bool", "NumericLessThan", "ForAnyValue:Null", "IfExists")
KEYS = (
    "aws:MultiFactorAuthAge",
    "aws:CurrentTime",
    "aws:SourceAccount",
    "token.actions.githubusercontent.com:sub",
    "cognito-identity.amazonaws.com:amr",
)


def odd_grant(chance: random.Random) -> Grant:
    def odd() -> str:
        return chance.choice(ODD)

    grant = chance.choice(list(GRANTS.values()))
    conditions = tuple(
        Condition(
            chance.choice(OPERATORS + ODD),
            chance.choice(KEYS + ODD),
            tuple(odd() for _ in range(chance.randint(0, 6))),
        )
        for _ in range(chance.randint(0, 3))
    )
    return grant._replace(
        resource=odd(),
        resource_type=chance.choice([grant.resource_type, odd()]),
        resource_account=odd(),
        policy_kind=chance.choice(list(PolicyKind)),
        principal=Principal(
            chance.choice(list(PrincipalKind)),
            chance.choice([grant.principal.id, odd()]),
            chance.choice([grant.principal.account_id, odd()]),
        ),
        zone=chance.choice(list(Zone)),
        verdict=chance.choice(list(Verdict)),
        actions=chance.choice([grant.actions, (), (odd(),)]),
        objects=chance.choice([(), (odd(), odd())]),
        conditions=conditions,
        source_zone=chance.choice([None, *SourceZone]),
        federated_scope=chance.choice([None, *FederatedScope]),
        blocked_by=chance.choice([(), (Blocker(odd(), odd()),)]),
    )


@pytest.mark.parametrize("seed", range(100))
def test_anything_at_all_can_be_said(seed):
    grant = odd_grant(random.Random(seed))
    for language in ("en", "ja"):
        for say in (headline, sentence, consequence):
            assert plain(say(grant, NAMES, language)).strip()
        assert verdict_words(grant, language, NAMES)
        assert all(gate_words(each, language).title for each in gates(grant))
    list(flags(grant, Circumstances(zone=ZONE, now=NOW)))
