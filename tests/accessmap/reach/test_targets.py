"""Roles by pattern, and patterns by role: the same as trying each with each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accessmap.reach.powers import lies_in
from accessmap.reach.targets import Namers, Targets
from tests.cast import PAYMENTS, SHOP

ACCOUNTS = st.sampled_from([PAYMENTS, SHOP, "*", PAYMENTS[:3] + "*", "?" * 12])
NAMES = st.text("ab-*?/", max_size=4)
ARNS = st.builds(
    lambda account, name: f"arn:aws:iam::{account}:role/{name}",
    st.sampled_from([PAYMENTS, SHOP]),
    st.text("ab-/", min_size=1, max_size=4),
)
PATTERNS = st.one_of(
    st.builds(lambda a, n: f"arn:aws:iam::{a}:role/{n}", ACCOUNTS, NAMES),
    st.builds(lambda a, n: f"arn:aws:iam::{a}:{n}", ACCOUNTS, NAMES),
    st.builds(lambda n: f"arn:aws:iam::{n}", NAMES),
    st.builds(lambda a: f"arn:*:{a}:*", ACCOUNTS),
    ARNS,
    NAMES,
)


@given(st.lists(ARNS), st.lists(PATTERNS, max_size=4))
def test_all_roles_are_found_that_some_pattern_matches(
    arns: list[str], patterns: list[str]
) -> None:
    found = Targets((arn, at) for at, arn in enumerate(arns)).matching(patterns)
    wanted = {
        at
        for at, arn in enumerate(arns)
        if any(lies_in(pattern, arn) for pattern in patterns)
    }
    assert len(found) == len(wanted)
    assert set(found) == wanted


@given(st.lists(PATTERNS), ARNS)
def test_all_are_found_of_which_some_pattern_matches_a_role(
    patterns: list[str], arn: str
) -> None:
    named = [(pattern, at // 2) for at, pattern in enumerate(patterns)]
    wanted = {number for pattern, number in named if lies_in(pattern, arn)}
    assert Namers(named).of(arn) == sorted(wanted)
