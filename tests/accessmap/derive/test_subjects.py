from __future__ import annotations

import pytest

from accessmap.derive.subjects import resource_control_policies, subject_of, subjects
from accessmap.policy.kinds import PolicyKind
from tests import rows
from tests.cast import MANAGEMENT, PAYMENTS

pytestmark = pytest.mark.django_db


def test_only_documents_that_open_something_are_asked_about() -> None:
    trust = rows.make_snapshot()
    rows.make_snapshot(trust.resource, "{}", kind=PolicyKind.INLINE, name="own")
    assert [snapshot for snapshot, _subject in subjects(None, PAYMENTS)] == [trust]


def test_rcps_never_reach_the_management_account() -> None:
    rcps = {"only-our-org": "{}"}
    assert resource_control_policies(rows.make_account(MANAGEMENT, rcps=rcps)) == {}
    assert resource_control_policies(rows.make_account(PAYMENTS, rcps=rcps)) == rcps
    assert resource_control_policies(None) == {}


def test_switches_that_cannot_be_read_close_nothing() -> None:
    bucket = rows.make_bucket()
    policy = rows.make_snapshot(bucket, "{}", kind=PolicyKind.RESOURCE)
    block = PolicyKind.BLOCK_PUBLIC_ACCESS
    rows.make_snapshot(bucket, "no json", kind=block)
    assert not any(subject_of(policy).settings.values())


def test_what_a_policy_denies_counts_against_the_list_beside_it() -> None:
    deny = {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}}
    bucket, other = rows.make_bucket(), rows.make_bucket()
    policy = rows.make_snapshot(bucket, deny, kind=PolicyKind.RESOURCE)
    acl = rows.make_snapshot(bucket, "{}", kind=PolicyKind.ACL)
    rows.make_snapshot(other, "{}", kind=PolicyKind.ACL)
    asked = dict(subjects(None, PAYMENTS))
    assert asked[acl].beside == subject_of(acl).beside == policy.document.text
    assert [each for each in asked if asked[each].beside is not None] == [acl]
