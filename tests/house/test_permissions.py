"""We only read AWS."""

from __future__ import annotations

import json
import re

import pytest

from accessmap import deploy
from accessmap.aws.collector import Collector, all_collectors

# API Gateway's actions are HTTP's verbs.
READ = re.compile(
    r"^[a-z0-9-]+:(Get|List|Describe|Lookup)[A-Za-z0-9]*$|^apigateway:GET$"
)


@pytest.mark.parametrize("name", sorted(all_collectors()))
def test_every_declared_permission_is_a_read(name: str) -> None:
    collector: Collector = all_collectors()[name]
    assert collector.permissions
    assert [each for each in collector.permissions if not READ.match(each)] == []


def size(policy: object) -> int:
    """How long a policy is as AWS counts it: without white space."""
    return len(json.dumps(policy, separators=(",", ":")))


@pytest.mark.parametrize("policy", [deploy.member_policy(), deploy.management_policy()])
def test_a_role_policy_would_fit_into_one_managed_policy(policy: object) -> None:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    assert size(policy) <= 6144


def test_whatever_reads_data_is_denied_and_never_asked_for() -> None:
    for one in deploy.DATA_READS:
        pattern = re.compile(one.replace("*", ".*"))
        asked = [each for each in deploy.member_actions() if pattern.fullmatch(each)]
        assert asked == [], one
