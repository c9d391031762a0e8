"""What may never change an answer, and what may change it in one direction only."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.policy.derive import derive
from accessmap.policy.document import parse, render
from tests.accessmap.policy import oracle
from tests.accessmap.policy.callers import FOREIGN, ZONE
from tests.accessmap.policy.test_differential import RELAXED, covers
from tests.accessmap.policy.world import policies, requests, statements, subject

EXAMPLES = settings(max_examples=150, suppress_health_check=RELAXED)


def fingerprints(policy: object) -> set[str]:
    return {each.fingerprint for each in derive(subject(policy), ZONE).grants}


def people_let_in(policy: object, asked: list[dict[str, Any]]) -> list[bool]:
    grants = [e for e in derive(subject(policy), ZONE).grants if not e.is_blocked]
    return [any(covers(each, request) for each in grants) for request in asked]


@given(policies, st.randoms(use_true_random=False))
@EXAMPLES
def test_the_order_of_statements_changes_nothing(
    policy: Any, chance: random.Random
) -> None:
    shuffled = [*policy["Statement"]]
    chance.shuffle(shuffled)
    assert fingerprints(policy) == fingerprints({**policy, "Statement": shuffled})


@given(policies)
@EXAMPLES
def test_a_duplicate_statement_changes_nothing(policy: Any) -> None:
    twice = [*policy["Statement"], *policy["Statement"]]
    assert fingerprints(policy) == fingerprints({**policy, "Statement": twice})


@given(policies)
@EXAMPLES
def test_a_scalar_and_a_list_of_one_are_the_same(policy: Any) -> None:
    assert fingerprints(policy) == fingerprints(render(parse(policy)))


@given(policies)
@EXAMPLES
def test_a_document_survives_being_written_and_read(policy: Any) -> None:
    assert parse(render(parse(policy))) == parse(policy)


@given(policies)
@EXAMPLES
def test_a_short_account_id_and_its_arn_are_the_same(policy: Any) -> None:
    def spelled_out(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: spelled_out(each) for name, each in value.items()}
        if isinstance(value, list):
            return [spelled_out(each) for each in value]
        return f"arn:aws:iam::{FOREIGN}:root" if value == FOREIGN else value

    changed = [
        {**e, **{n: spelled_out(e[n]) for n in ("Principal", "NotPrincipal") if n in e}}
        for e in policy["Statement"]
    ]
    assert fingerprints(policy) == fingerprints({**policy, "Statement": changed})


@given(policies)
@EXAMPLES
def test_the_case_of_a_key_changes_nothing(policy: Any) -> None:
    def shouted(statement: Any) -> Any:
        if "Condition" not in statement:
            return statement
        said = {
            operator: {
                key if "/" in key else key.upper(): values
                for key, values in keys.items()
            }
            for operator, keys in statement["Condition"].items()
            if len({key.upper() for key in keys}) == len(keys)
        }
        return {**statement, "Condition": said}

    whole = [
        e
        for e in policy["Statement"]
        if all(
            len({k.upper() for k in keys}) == len(keys)
            for keys in e.get("Condition", {}).values()
        )
    ]
    same = {**policy, "Statement": whole}
    loud = {**policy, "Statement": [shouted(each) for each in whole]}
    assert fingerprints(same) == fingerprints(loud)


@given(
    policies,
    statements(effects=("Allow",)),
    st.lists(requests(), min_size=8, max_size=8),
)
@EXAMPLES
def test_one_more_allow_never_takes_away(policy: Any, more: Any, asked: Any) -> None:
    wider = {**policy, "Statement": [*policy["Statement"], more]}
    before = [oracle.is_allowed(policy, each) for each in asked]
    after = people_let_in(wider, asked)
    assert all(new for old, new in zip(before, after, strict=True) if old)


@given(policies, statements(effects=("Deny",)))
@EXAMPLES
def test_one_more_deny_never_adds(policy: Any, more: Any) -> None:
    narrower = {**policy, "Statement": [*policy["Statement"], more]}
    before = derive(subject(policy), ZONE).grants
    after = [e for e in derive(subject(narrower), ZONE).grants if not e.is_blocked]
    zones = {each.zone for each in before if not each.is_blocked}
    if "public" not in zones and "external" not in zones:
        assert not {each.zone for each in after} & {"public", "external"}


@given(policies, st.sampled_from(["aws:PrincipalOrgID", "aws:Referer"]))
@EXAMPLES
def test_one_more_condition_never_widens(policy: Any, key: str) -> None:
    asked = [
        {**e, "Condition": {**e.get("Condition", {}), "StringLike": {key: "o-a*"}}}
        if e["Effect"] == "Allow" and "StringLike" not in e.get("Condition", {})
        else e
        for e in policy["Statement"]
    ]
    wide = {e.zone for e in derive(subject(policy), ZONE).grants if not e.is_blocked}
    found = derive(subject({**policy, "Statement": asked}), ZONE).grants
    narrow = {each.zone for each in found if not each.is_blocked}
    if "public" not in wide and "external" not in wide:
        assert not narrow & {"public", "external"}
