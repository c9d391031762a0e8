"""JSON made plain, or refused."""

from __future__ import annotations

import pytest

from accessmap.policy.tree import MalformedPolicy, from_json, plain


def test_everything_becomes_objects_lists_and_text() -> None:
    assert plain({"a": [1, True, 2.5, "x", None]}) == {
        "a": ["1", "true", "2.5", "x", None]
    }


def test_a_long_integer_stays_text() -> None:
    assert from_json("9" * 10_000) == "9" * 10_000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1, "a": 2}', "stands twice"),
        ("NaN", "no JSON value"),
        ("{", "not JSON"),
        ("[" * 100_000, "too deeply"),
        ('"\\ud800"', "half of a character"),
    ],
)
def test_it_says_why_it_refuses(text: str, reason: str) -> None:
    with pytest.raises(MalformedPolicy, match=reason):
        plain(text)
