"""Patterns: matching, and a witness for every way to match."""

from __future__ import annotations

import fnmatch
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.policy.glob import Pattern, TooMany, compiled, variables, witnesses


def pattern(text: str, *, is_arn: bool = False) -> Pattern:
    found = compiled(text, is_arn=is_arn)
    assert found
    return found


@given(st.text("ab*?", max_size=8), st.text("abc", max_size=8))
@settings(max_examples=500)
def test_it_matches_as_a_shell_does(text: str, value: str) -> None:
    assert pattern(text).matches(value) is bool(
        re.fullmatch(fnmatch.translate(text), value)
    )


@given(st.lists(st.text("ab*?", min_size=1, max_size=5), max_size=4))
@settings(max_examples=300, deadline=None)
def test_there_is_a_witness_for_every_way_to_match(texts: list[str]) -> None:
    patterns = [pattern(each) for each in texts]
    found = {tuple(p.matches(each) for p in patterns) for each in witnesses(patterns)}
    words = [""]
    for _ in range(5):
        words += [word + letter for word in words for letter in "abz" if len(word) < 5]
        words = list(dict.fromkeys(words))
    assert {tuple(p.matches(w) for p in patterns) for w in words if w} <= found


def test_a_star_in_an_arn_stops_at_a_colon() -> None:
    named = pattern("arn:aws:iam::*:role/x", is_arn=True)
    assert named.matches("arn:aws:iam::111111111111:role/x")
    assert not pattern("arn:*:role/x", is_arn=True).matches("arn:aws:iam::1:role/x")


def test_a_lone_star_matches_every_arn() -> None:
    assert pattern("*", is_arn=True).matches("arn:aws:iam::111111111111:role/x")


def test_a_variable_is_filled_or_the_value_is_none() -> None:
    found = compiled("home/${aws:username}/*", lookup={"aws:username": "sue"}.get)
    assert found
    assert found.matches("home/sue/x")
    assert compiled("${aws:username}", lookup={}.get) is None


def test_a_variable_may_have_a_default() -> None:
    found = compiled("${aws:username, 'all'}", lookup={}.get)
    assert found
    assert found.matches("all")


def test_a_star_in_braces_is_a_star() -> None:
    found = compiled("a${*}b", lookup={}.get)
    assert found
    assert found.matches("a*b")
    assert not found.matches("axb")


def test_variables_are_found_by_name() -> None:
    assert list(variables("${aws:A}/${*}/${b, 'c'}")) == ["aws:a", "b"]


def test_many_stars_take_no_time() -> None:
    begun = time.process_time()
    assert not pattern("*a" * 200 + "b").matches("a" * 5000)
    assert time.process_time() - begun < 2


def test_too_many_ways_are_refused() -> None:
    hard = [pattern(f"*{chr(97 + n)}*b*{chr(98 + n)}*") for n in range(12)]
    with pytest.raises(TooMany):
        witnesses(hard)
