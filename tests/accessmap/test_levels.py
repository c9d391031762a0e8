from __future__ import annotations

from accessmap.levels import LEVELS, RANK
from accessmap.policy.kinds import AccessLevel


def test_the_stronger_of_two_levels_ranks_higher() -> None:
    assert [slug for slug, _word in LEVELS] == list(AccessLevel)
    assert sorted(RANK, key=RANK.__getitem__) == list(AccessLevel)
