"""A document of a known shape gets the answer that it would have got anyway."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from accessmap.policy import shape
from accessmap.policy.shape import Shapes, is_movable, shape_of
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.zone import ZoneOfTrust
from tests.accessmap.policy.test_differential import RELAXED
from tests.accessmap.policy.world import HOME, OURS, ZONE, policies, subject

TWIN = "121212121212"
BOTH = ZoneOfTrust(OURS, frozenset({HOME, TWIN}))


def decide(each: Subject, zone: ZoneOfTrust) -> Derivation:
    from accessmap.policy.derive import derive_anew

    return derive_anew(each, zone)


@given(policies)
@settings(max_examples=300, deadline=None, suppress_health_check=RELAXED)
def test_the_answer_moves_to_another_account_unchanged(policy: Any) -> None:
    shapes = Shapes()
    first = subject(policy)
    moved = json.loads(json.dumps(policy).replace(HOME, TWIN))
    second = replace(first, account_id=TWIN, document=moved)
    shapes.derive(first, BOTH, lambda: decide(first, BOTH))
    fresh = decide(second, BOTH)
    kept = shapes.derive(second, BOTH, lambda: fresh)
    assert {e.fingerprint for e in kept.grants} == {e.fingerprint for e in fresh.grants}


def test_only_what_was_used_longest_ago_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shape, "MOST", 2)
    shapes, asked = Shapes(), []

    def ask(text: str) -> None:
        def note() -> Derivation:
            asked.append(text)
            return Derivation()

        shapes.derive(subject(text), BOTH, note)

    for text in ("[1]", "[2]", "[1]", "[3]", "[1]"):
        ask(text)
    assert asked == ["[1]", "[2]", "[3]"]
    shapes.forget()
    ask("[1]")
    assert asked[-1] == "[1]"


def test_a_pattern_over_digits_is_never_kept() -> None:
    text = '{"Condition": {"StringLike": {"aws:PrincipalAccount": "1111*"}}}'
    shape = shape_of(subject(text), ZONE)
    assert shape is not None
    assert not is_movable(shape)


def test_a_pattern_over_the_accounts_own_digits_is_never_kept() -> None:
    shape = shape_of(subject(f'["arn:aws:iam::{HOME}*"]'), ZONE)
    assert shape is not None
    assert not is_movable(shape)


def test_an_outer_control_that_names_the_account_is_never_kept() -> None:
    named = replace(subject("{}"), rcps={"one": HOME})
    assert shape_of(named, ZONE) is None


def test_documents_under_different_controls_are_different_shapes() -> None:
    one = replace(subject("{}"), rcps={"one": "{}"})
    other = replace(subject("{}"), settings={"RestrictPublicBuckets": True})
    assert len({shape_of(each, ZONE) for each in (one, other, subject("{}"))}) == 3


def test_accounts_in_different_units_are_different_shapes() -> None:
    one, other = subject("{}"), replace(subject("{}"), account_id="222222222222")
    assert shape_of(one, ZONE) != shape_of(other, ZONE)
