"""Patterns and what they match."""

from __future__ import annotations

import fnmatch
import re
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from accessmap.policy.glob import PART_STAR, Pattern, compiled, overlap, variables
from tests.accessmap.policy.effort import calls


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


TEXTS = ["".join(e) for n in range(9) for e in product("ab", repeat=n)]


@given(st.text("ab*?", max_size=5), st.text("ab*?", max_size=5))
@example("aaaa*", "*bbbb")
@settings(max_examples=500)
def test_two_patterns_overlap_where_one_text_matches_both(one: str, other: str) -> None:
    # In a shortest common text each letter is a sign of one of the two.
    both = any(pattern(one).matches(e) and pattern(other).matches(e) for e in TEXTS)
    assert overlap(pattern(one).tokens(), pattern(other).tokens()) is both


def test_two_patterns_full_of_stars_are_compared_in_their_product() -> None:
    one, other = pattern("*a" * 200), pattern("*b" * 200)
    assert not overlap(one.tokens(), other.tokens())


def test_a_star_of_a_part_does_not_overlap_a_colon() -> None:
    within = ["a", PART_STAR]
    assert overlap(pattern("?b*").tokens(), within)
    assert not overlap(pattern("?b*:").tokens(), within)


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


def test_many_stars_take_little_work() -> None:
    hard = pattern("*a" * 200 + "b")
    assert calls(lambda: hard.matches("a" * 5000), most=2_000) > 0
    assert not hard.matches("a" * 5000)


def test_a_question_mark_stands_for_one_character_between_stars() -> None:
    found = pattern("*a?c*e?")
    assert found.matches("xxabcxxef")
    assert not found.matches("xxabcxxe")
    assert not pattern("a*a").matches("a")
