"""What may be looked through for one document."""

from __future__ import annotations

import pytest

from accessmap.policy.budget import Budget, TooMany


def test_it_ends_when_all_steps_are_taken() -> None:
    budget = Budget(10)
    budget.spend(10)
    with pytest.raises(TooMany):
        budget.spend(1)
