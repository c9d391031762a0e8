from __future__ import annotations

import pytest

from benchmarks.corpus import hard, realistic, shape
from benchmarks.hard import TRAPS


def test_the_same_seed_makes_the_same_corpus():
    assert realistic(500) == realistic(500)
    assert hard(100) == hard(100)


def test_another_seed_makes_another():
    assert realistic(500) != realistic(500, seed=2)


def test_shapes_repeat_about_four_times():
    cases = realistic(30_000)

    assert 3.5 < len(cases) / len({shape(case) for case in cases}) < 4.5


def test_a_shape_leaves_out_the_own_account_and_the_external_id():
    first, second = (
        {
            "resource_account": account,
            "policy": {"for": account, "sts:ExternalId": secret},
        }
        for account, secret in (("111111111111", "a"), ("222222222222", "b"))
    )

    assert shape(first) == shape(second)


@pytest.mark.parametrize("answer", ["expected_public", "expected_external"])
def test_the_hard_corpus_holds_both_answers(answer):
    assert {case[answer] for case in hard(200)} == {True, False}


def test_what_is_public_is_external_too():
    assert all(trap.is_external for trap in TRAPS if trap.is_public)


def test_every_hard_policy_denies_something():
    for case in hard(200):
        effects = [each["Effect"] for each in case["policy"]["Statement"]]
        assert "Deny" in effects
