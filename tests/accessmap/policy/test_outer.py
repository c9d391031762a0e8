"""Controls outside the policy."""

from __future__ import annotations

import json
from dataclasses import replace

from accessmap.policy.grant import Blocker
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from tests.accessmap.policy.callers import FOREIGN, HOME
from tests.accessmap.policy.stage import allow, deny, grants
from tests.accessmap.policy.world import subject

RCP = {"Version": "2012-10-17", "Statement": [deny()]}
GOVERNED = replace(subject(None), rcps={"Perimeter": RCP})


def is_open(about: Subject) -> bool:
    return any(
        not each.is_blocked for each in grants(allow({"AWS": FOREIGN}), about=about)
    )


def test_an_rcp_closes_and_is_named() -> None:
    [grant] = grants(allow({"AWS": FOREIGN}), about=GOVERNED)
    assert grant.blocked_by == (Blocker("rcp", "Perimeter"),)


def test_an_rcp_does_not_reach_a_service_without_rcps() -> None:
    assert not is_open(GOVERNED)
    topic = replace(GOVERNED, resource_type="AWS::MSK::Cluster")
    assert is_open(topic)


def test_an_rcp_does_not_reach_a_service_linked_role() -> None:
    head = "arn:aws:iam::111111111111:role/"
    rcp = {"Version": "2012-10-17", "Statement": [deny(Action="sts:*")]}
    own = replace(
        GOVERNED,
        resource_type="AWS::IAM::Role",
        arn=f"{head}own",
        kind=PolicyKind.TRUST,
        rcps={"Perimeter": json.dumps(rcp)},
    )
    linked = replace(own, arn=f"{head}aws-service-role/x.amazonaws.com/Linked")
    closed = allow({"AWS": FOREIGN}, Action="sts:AssumeRole")
    asked = [grants(closed, about=each) for each in (linked, own)]
    assert [each.is_blocked for found in asked for each in found] == [False, True]


def test_restrict_public_buckets_leaves_the_own_account() -> None:
    about = replace(subject(None), settings={"RestrictPublicBuckets": True})
    found = grants(allow(), allow({"AWS": FOREIGN}), about=about)
    assert [each.principal.id for each in found if not each.is_blocked] == [HOME]
    stopped = {each.principal.id for each in found if each.is_blocked}
    assert stopped == {"*", FOREIGN}


def test_it_leaves_a_policy_alone_that_is_not_public() -> None:
    assert is_open(replace(subject(None), settings={"RestrictPublicBuckets": True}))


def test_an_rcp_that_cannot_be_read_hides_nothing() -> None:
    for broken in ("{", {"Statement": 7}):
        about = replace(GOVERNED, rcps={"Broken": broken, "Perimeter": RCP})
        [grant] = grants(allow({"AWS": FOREIGN}), about=about)
        assert grant.blocked_by == (Blocker("rcp", "Perimeter"),)
        assert is_open(replace(GOVERNED, rcps={"Broken": broken}))
