from __future__ import annotations

import pytest

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said


@pytest.mark.parametrize(
    "name", ["role: any GitHub repository", "role: GitHub without subject"]
)
def test_it_flags_a_provider_whose_people_all_get_in(name):
    assert said("open-provider", GRANTS[name]) == {"provider": "GitHub Actions"}


@pytest.mark.parametrize(
    "name",
    [
        "role: one GitHub repository",
        "role: EKS service account",
        "role: Okta without audience",
        "role: vendor",
    ],
)
def test_it_is_silent_where_a_subject_is_asked_for(name):
    assert said("open-provider", GRANTS[name]) is None
