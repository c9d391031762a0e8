"""Whether a grant has become what it was to be reduced to."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.condition import operator
from accessmap.policy.grant import Condition, Grant
from accessmap.policy.overlap import is_within
from reviews.lifecycle import Reduction

# The keys that tell it, by what a grant was to be reduced to.
KEYS: Mapping[Reduction, frozenset[str]] = {
    Reduction.EXTERNAL_ID: frozenset({"sts:externalid"}),
    Reduction.ORGANIZATION: frozenset(
        {
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:sourceorgid",
            "aws:sourceorgpaths",
        }
    ),
    Reduction.MFA: frozenset({"aws:multifactorauthpresent", "aws:multifactorauthage"}),
}


def is_reduced(now: Grant, before: Grant, to: Reduction) -> bool:
    """Say whether ``now`` is less than ``before``, and asks for what was promised."""
    if not is_within(now, before):
        return False
    if to in KEYS:
        return any(each.key in KEYS[to] and _asks(each) for each in now.conditions)
    return not is_within(before, now)


def _asks(condition: Condition) -> bool:
    """Say whether nobody without such a value is let in.

    With IfExists, or ForAllValues, whoever has none at all is let in.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    how = operator(condition.operator)
    if how is None or how.is_negated or how.on_missing or how.family == "null":
        return False
    return not {"*", "false"} & {each.lower() for each in condition.values}
