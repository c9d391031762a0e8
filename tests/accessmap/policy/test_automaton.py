"""A witness for every way to match several patterns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.policy.automaton import witnesses
from accessmap.policy.budget import Budget, TooMany
from tests.accessmap.policy.test_glob import pattern


@given(st.lists(st.text("ab*?", min_size=1, max_size=5), max_size=4))
@settings(max_examples=300)
def test_there_is_a_witness_for_every_way_to_match(texts: list[str]) -> None:
    patterns = [pattern(each) for each in texts]
    found = {tuple(p.matches(each) for p in patterns) for each in witnesses(patterns)}
    words = [""]
    for _ in range(5):
        words += [word + letter for word in words for letter in "abz" if len(word) < 5]
        words = list(dict.fromkeys(words))
    assert {tuple(p.matches(w) for p in patterns) for w in words if w} <= found


def test_too_many_ways_are_refused() -> None:
    hard = [pattern(f"*{chr(97 + n)}*b*{chr(98 + n)}*") for n in range(12)]
    with pytest.raises(TooMany):
        witnesses(hard)


def test_what_is_remembered_costs_as_much_as_what_is_new() -> None:
    patterns = [pattern("a*b"), pattern("*c")]
    first, second = Budget(), Budget()
    witnesses(patterns, budget=first)
    witnesses(patterns, budget=second)
    assert first.left == second.left < Budget().left
