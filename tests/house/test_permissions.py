"""We only read AWS."""

from __future__ import annotations

import json
import re

import pytest

from accessmap import deploy
from accessmap.aws.collector import Collector, all_collectors
from accessmap.policy.action import expand, level
from accessmap.policy.kinds import AccessLevel

# API Gateway's actions are HTTP's verbs. AWS calls one Generate of IAM a read: it makes
# a report. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
READ = re.compile(
    r"^[a-z0-9-]+:(Get|List|Describe|Lookup)[A-Za-z0-9]*$|^apigateway:GET$"
    r"|^iam:GenerateServiceLastAccessedDetails$"
)


@pytest.mark.parametrize("name", sorted(all_collectors()))
def test_every_declared_permission_is_a_read(name: str) -> None:
    collector: Collector = all_collectors()[name]
    assert collector.permissions
    assert [each for each in collector.permissions if not READ.match(each)] == []


def test_aws_itself_calls_every_one_of_them_a_read() -> None:
    declared = {each for one in all_collectors().values() for each in one.permissions}
    assert "iam:GenerateServiceLastAccessedDetails" in declared
    read = {AccessLevel.READ, AccessLevel.LIST}
    assert sorted(each for each in declared if level(each) not in read) == []


def size(policy: object) -> int:
    """How long a policy is as AWS counts it: without white space."""
    return len(json.dumps(policy, separators=(",", ":")))


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
READING = [deploy.member_policy(), deploy.management_policy()]


@pytest.mark.parametrize("policy", [*READING, deploy.refusing_policy()])
def test_a_role_policy_would_fit_into_one_managed_policy(policy: object) -> None:
    assert size(policy) <= 6144


@pytest.mark.parametrize("reading", READING)
def test_both_fit_into_a_role(reading: deploy.Json) -> None:
    assert sum(map(size, deploy.policies(reading).values())) <= 10_240


def test_whatever_reads_data_is_denied_and_never_asked_for() -> None:
    for one in deploy.DATA_READS:
        pattern = re.compile(one.replace("*", ".*"))
        asked = [each for each in deploy.member_actions() if pattern.fullmatch(each)]
        assert asked == [], one


def test_whatever_is_denied_is_an_action_of_aws() -> None:
    """A name that is none denies nothing."""
    assert [each for each in deploy.DATA_READS if not expand([each])] == []
