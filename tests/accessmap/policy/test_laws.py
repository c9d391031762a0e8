"""What may never change an answer, and what may change it in one direction only."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from accessmap.policy.derive import derive
from accessmap.policy.document import parse, render
from tests.accessmap.policy import oracle
from tests.accessmap.policy.callers import FOREIGN, ZONE
from tests.accessmap.policy.test_differential import RELAXED, covers, is_in_passing
from tests.accessmap.policy.world import (
    policies,
    questions_about_buckets,
    statements,
    subject,
)

# Of each of nine laws: 2,000 in all, and 50,000 in the deep run. One example takes some
# 20 ms of CPU, so 2,000 of each would take six minutes.
FEW, MANY = 225, 5_600
Body = Callable[..., None]


def law(*drawn: st.SearchStrategy[Any]) -> Callable[[Body], Callable[[int], None]]:
    """Return what makes a test of a law: a few examples, or with the deep ones many."""

    def made(body: Body) -> Callable[[int], None]:
        @pytest.mark.parametrize(
            "examples", [FEW, pytest.param(MANY, marks=pytest.mark.deep)]
        )
        def test(examples: int) -> None:
            chosen = settings(max_examples=examples, suppress_health_check=RELAXED)
            chosen(given(*drawn)(body))()

        test.__name__ = body.__name__
        return test

    return made


Question = tuple[Any, list[Any]]
further = st.sampled_from(
    [
        ("StringLike", "aws:PrincipalOrgID", "o-a*"),
        ("StringEquals", "aws:PrincipalAccount", FOREIGN),
        ("StringLike", "aws:Referer", "x*"),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*"),
        ("Bool", "aws:SecureTransport", "true"),
        ("NumericLessThan", "s3:max-keys", "50"),
        ("DateGreaterThan", "aws:CurrentTime", "2026-02-01T00:00:00Z"),
    ]
)


def fingerprints(policy: object) -> set[str]:
    return {each.fingerprint for each in derive(subject(policy), ZONE).grants}


def people_let_in(policy: object, asked: list[dict[str, Any]]) -> list[bool]:
    grants = [e for e in derive(subject(policy), ZONE).grants if not e.is_blocked]
    return [any(covers(each, request) for each in grants) for request in asked]


@law(policies, st.randoms(use_true_random=False))
def test_the_order_of_statements_changes_nothing(
    policy: Any, chance: random.Random
) -> None:
    shuffled = [*policy["Statement"]]
    chance.shuffle(shuffled)
    assert fingerprints(policy) == fingerprints({**policy, "Statement": shuffled})


ABOUT = "aws:PrincipalOrgID"
DENIED = [
    {"StringEquals": {ABOUT: "o-aaaabbbb11"}},
    {"StringEqualsIfExists": {ABOUT: "o-aaaabbbb11"}},
    {"StringNotEquals": {ABOUT: "o-zzzz"}},
    {"StringLike": {ABOUT: "o-a*"}},
    {"StringNotLike": {ABOUT: "o-aaaabbbb*"}},
    {"Null": {ABOUT: "false"}},
    {"Null": {ABOUT: "true"}},
]


@pytest.mark.parametrize("two", list(combinations(DENIED, 2)), ids=str)
def test_of_two_denys_about_one_key_none_has_to_stand_first(two: Any) -> None:
    allow, *denies = (
        {
            "Effect": effect,
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::corpus-bucket/*",
            "Condition": asked,
        }
        for effect, asked in (("Allow", {}), ("Deny", two[0]), ("Deny", two[1]))
    )
    one, other = (
        {"Version": "2012-10-17", "Statement": [allow, *order]}
        for order in (denies, denies[::-1])
    )
    assert fingerprints(one) == fingerprints(other)


@law(policies)
def test_a_duplicate_statement_changes_nothing(policy: Any) -> None:
    twice = [*policy["Statement"], *policy["Statement"]]
    assert fingerprints(policy) == fingerprints({**policy, "Statement": twice})


@law(policies)
def test_a_scalar_and_a_list_of_one_are_the_same(policy: Any) -> None:
    assert fingerprints(policy) == fingerprints(render(parse(policy)))


@law(policies)
def test_a_document_survives_being_written_and_read(policy: Any) -> None:
    assert parse(render(parse(policy))) == parse(policy)


@law(policies)
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


@law(policies)
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


def people_among(policy: Any, asked: list[Any]) -> list[Any]:
    """Leave out services and providers that come in where everyone does."""
    return [each for each in asked if not is_in_passing(policy, each)]


@law(questions_about_buckets(), statements(effects=("Allow",)))
def test_one_more_allow_never_takes_away(question: Question, more: Any) -> None:
    policy, asked = question
    wider = {**policy, "Statement": [*policy["Statement"], more]}
    people = people_among(wider, asked)
    before = [oracle.is_allowed(policy, each) for each in people]
    after = people_let_in(wider, people)
    assert all(new for old, new in zip(before, after, strict=True) if old)


@law(questions_about_buckets(), statements(effects=("Deny",)))
def test_one_more_deny_never_adds(question: Question, more: Any) -> None:
    policy, asked = question
    narrower = {**policy, "Statement": [*policy["Statement"], more]}
    never_widens(policy, narrower, asked)


@law(questions_about_buckets(), further)
def test_one_more_condition_never_widens(
    question: Question, condition: tuple[str, str, str]
) -> None:
    policy, asked = question
    operator, key, value = condition
    narrower = [
        {**e, "Condition": asking(e.get("Condition", {}), operator, key, value)}
        if e["Effect"] == "Allow"
        else e
        for e in policy["Statement"]
    ]
    never_widens(policy, {**policy, "Statement": narrower}, asked)


def asking(condition: Any, operator: str, key: str, value: str) -> Any:
    """Return the condition with one test more, beside those that are there."""
    own = condition.get(operator, {})
    if key.lower() in {each.lower() for each in own}:
        return condition
    return {**condition, operator: {**own, key: value}}


def never_widens(wide: Any, narrow: Any, asked: list[Any]) -> None:
    people = people_among(wide, asked)
    before, after = people_let_in(wide, people), people_let_in(narrow, people)
    for request, old, new in zip(people, before, after, strict=True):
        note(f"request {request}")
        assert old or not new
