"""The space of requests."""

from __future__ import annotations

from dataclasses import replace

from accessmap.policy.kinds import PolicyKind
from tests.accessmap.policy.callers import FOREIGN
from tests.accessmap.policy.stage import allow, deny, grants
from tests.accessmap.policy.world import subject

ROLE = replace(subject(None), resource_type="AWS::IAM::Role", kind=PolicyKind.TRUST)


def test_tagging_a_session_lets_nobody_in() -> None:
    assert grants(allow({"AWS": FOREIGN}, "sts:TagSession"), about=ROLE) == []
    assert grants(allow({"AWS": FOREIGN}, "sts:SetSourceIdentity"), about=ROLE) == []


def test_another_services_action_is_no_way_into_a_bucket() -> None:
    assert grants(allow(action="ec2:RunInstances")) == []


def test_another_buckets_name_is_no_way_into_this_one() -> None:
    about = replace(subject(None), arn="arn:aws:s3:::this")
    assert grants(allow(), about=about) == []
    assert grants(allow(Resource="arn:aws:s3:::this/*"), about=about)


def test_a_part_of_the_resource_is_told_apart() -> None:
    kept = [e for e in grants(allow(), deny(Resource="*/secret/*")) if not e.is_blocked]
    assert [each.zone for each in kept] == ["public"]
    assert "/secret/" not in kept[0].witness["resource"]
