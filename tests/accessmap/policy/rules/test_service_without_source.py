from __future__ import annotations

import pytest

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said


@pytest.mark.parametrize(
    "name", ["bucket: anyone's logs", "bucket: logs of we cannot tell whom"]
)
def test_it_flags_a_service_that_may_act_for_anyone(name):
    assert said("service-without-source", GRANTS[name]) == {"service": "CloudTrail"}


@pytest.mark.parametrize(
    "name",
    [
        "bucket: our logs",
        "bucket: an organization's logs",
        "bucket: CloudFront's identity",
        "bucket: public read",
    ],
)
def test_it_is_silent_where_the_source_is_told(name):
    assert said("service-without-source", GRANTS[name]) is None


def test_a_role_is_handed_over_within_its_account():
    assert said("service-without-source", GRANTS["role: EC2"]) is None
