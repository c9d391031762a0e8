from __future__ import annotations

import pytest

from accessmap.derive.grants import Derived, derive_account
from accessmap.models import Account, Crawl, Flag, Grant, Hold, Outcome, Resource
from accessmap.models import Snapshot as Row
from accessmap.policy.kinds import PolicyKind
from tests import rows
from tests.cast import KUMO, PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db

TANUKI_ROOT = {"AWS": f"arn:aws:iam::{TANUKI}:root"}
KUMO_ROOT = {"AWS": f"arn:aws:iam::{KUMO}:root"}


def derived(crawl: Crawl | None = None) -> Derived:
    return derive_account(crawl or rows.first_crawl(), PAYMENTS)


def become(snapshot: Row, content: object | None, crawl: Crawl) -> None:
    """AWS has another text there now, or none."""
    snapshot.ended_crawl, snapshot.ended_at = crawl, crawl.started_at
    snapshot.save()
    if content is not None:
        rows.make_snapshot(snapshot.resource, content, began_crawl=crawl)


def held() -> list[str]:
    return sorted(Grant.objects.current().values_list("principal", flat=True))


def test_a_document_becomes_grants() -> None:
    rows.make_snapshot()
    assert derived() == Derived(began=1)
    grant = Grant.objects.get()
    assert (grant.principal, grant.verdict) == (TANUKI, "external")
    assert grant.is_cross_account
    assert grant.first_seen_at == rows.THEN


def test_deriving_again_changes_nothing() -> None:
    rows.make_snapshot()
    derived()
    before = list(Grant.objects.values()), list(Flag.objects.values())
    assert derived() == Derived(kept=1)
    assert (list(Grant.objects.values()), list(Flag.objects.values())) == before


DELETED = "AROAJQABCDEFGHIJKLMNO"


def test_whom_a_document_names_in_vain_is_kept_though_it_grants_nothing() -> None:
    snapshot = rows.make_snapshot(content=rows.trust({"AWS": DELETED}))
    assert derived() == Derived()
    snapshot.document.refresh_from_db()
    assert snapshot.document.deleted_principals == DELETED
    assert not snapshot.document.error


def test_a_document_that_names_who_is_there_names_nobody_in_vain() -> None:
    snapshot = rows.make_snapshot()
    snapshot.document.deleted_principals = DELETED
    snapshot.document.save()
    derived()
    snapshot.document.refresh_from_db()
    assert snapshot.document.deleted_principals == ""


def test_a_grant_within_the_account_is_kept_and_not_across() -> None:
    rows.make_snapshot(content=rows.trust({"AWS": f"arn:aws:iam::{PAYMENTS}:root"}))
    derived()
    assert not Grant.objects.get().is_cross_account


def test_an_edited_policy_ends_one_grant_and_begins_another() -> None:
    snapshot = rows.make_snapshot()
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later)
    become(snapshot, rows.trust(KUMO_ROOT), later)
    assert derived(later) == Derived(began=1, ended=1)
    ended = Grant.objects.get(principal=TANUKI)
    assert ended.ended_crawl == later
    assert ended.ended_at == later.started_at
    assert held() == [KUMO]


def test_a_vanished_role_ends_its_grants_where_all_was_read() -> None:
    snapshot = rows.make_snapshot()
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later)
    become(snapshot, None, later)
    assert derived(later).ended == 1


@pytest.mark.parametrize(
    "outcome", [each for each in Outcome if each != Outcome.COMPLETE]
)
def test_losing_permission_never_looks_like_losing_access(outcome: Outcome) -> None:
    snapshot = rows.make_snapshot()
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later, outcome=outcome)
    become(snapshot, None, later)
    assert derived(later) == Derived(kept=1)
    assert held() == [TANUKI]


def test_nothing_ends_where_the_crawl_never_looked() -> None:
    snapshot = rows.make_snapshot()
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later, collector="s3")
    become(snapshot, None, later)
    assert derived(later).ended == 0


def test_a_gap_keeps_the_grants_of_its_resource_and_of_no_other() -> None:
    unread, gone = rows.make_snapshot(), rows.make_snapshot()
    derived()
    later = rows.make_crawl()
    rows.make_gap(rows.make_coverage(later), unread.resource.arn)
    become(unread, None, later)
    become(gone, None, later)
    assert derived(later) == Derived(ended=1, kept=1)
    assert Grant.objects.current().get().resource == unread.resource


def test_a_bucket_in_a_region_is_covered_by_the_global_list() -> None:
    policy = rows.trust("*", Action="s3:GetObject", Resource="*")
    bucket = rows.make_bucket(region="eu-west-1")
    snapshot = rows.make_snapshot(bucket, policy, kind=PolicyKind.RESOURCE)
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later, collector="s3")
    become(snapshot, None, later)
    assert derived(later).ended == 1


def test_a_document_that_is_no_policy_is_unknown_and_said() -> None:
    snapshot = rows.make_snapshot()
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later)
    become(snapshot, '{"Version": oops', later)
    assert derived(later) == Derived(kept=1, unreadable=1)
    assert held() == [TANUKI]
    assert "not JSON" in Row.objects.current().get().document.error


def test_an_account_that_left_makes_its_grants_external() -> None:
    shop = rows.make_account(SHOP)
    rows.make_account(PAYMENTS)
    content = rows.trust({"AWS": f"arn:aws:iam::{SHOP}:root"})
    rows.make_snapshot(content=content)
    derived()
    assert Grant.objects.get().verdict == "in-org"
    later = rows.make_crawl()
    Account.objects.filter(pk=shop.pk).update(left_at=later.started_at)
    # Its own document stands unchanged, so no coverage is needed to believe it.
    assert derived(later) == Derived(began=1, ended=1)
    assert Grant.objects.current().get().verdict == "external"


def test_a_crawl_derived_late_does_not_end_what_a_later_one_saw() -> None:
    early = rows.first_crawl()
    rows.make_coverage(early)
    grant = rows.make_grant(rows.make_resource(), crawl=rows.make_crawl())
    Row.objects.update(ended_at=rows.THEN, ended_crawl=early)
    derived(early)
    assert Grant.objects.current().get() == grant


def test_the_switches_of_bucket_and_account_are_taken_together() -> None:
    bucket = rows.make_bucket()
    policy = rows.trust("*", Action="s3:GetObject", Resource=f"{bucket.arn}/*")
    rows.make_snapshot(bucket, policy, kind=PolicyKind.RESOURCE)
    own = rows.make_resource(
        resource_type="AWS::S3::AccountPublicAccessBlock",
        collector="s3",
        arn=f"arn:aws:s3:::account/{PAYMENTS}/public-access-block",
    )
    block = PolicyKind.BLOCK_PUBLIC_ACCESS
    rows.make_snapshot(own, {"RestrictPublicBuckets": True}, kind=block)
    rows.make_snapshot(bucket, {"BlockPublicPolicy": True}, kind=block)
    derived()
    assert Grant.objects.current().get(zone="public").is_blocked


def many(count: int) -> None:
    for _each in range(count):
        rows.make_snapshot(rows.make_resource())


def test_mass_disappearance_is_held_and_not_believed() -> None:
    many(21)
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later)
    Row.objects.update(ended_at=later.started_at, ended_crawl=later)
    assert derived(later) == Derived(kept=21, held=21)
    hold = Hold.objects.get()
    assert (hold.missing_count, hold.current_count) == (21, 21)
    assert derived(later) == Derived(kept=21, held=21)


def test_twenty_at_once_are_believed() -> None:
    many(21)
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later)
    stays = Row.objects.latest("pk")
    Row.objects.exclude(pk=stays.pk).update(
        ended_at=later.started_at, ended_crawl=later
    )
    assert derived(later).ended == 20


def test_a_role_that_is_gone_and_one_that_stays() -> None:
    gone, stays = rows.make_snapshot(), rows.make_snapshot()
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later)
    become(gone, None, later)
    Resource.objects.filter(pk=gone.resource_id).update(ended_at=later.started_at)
    derived(later)
    assert Grant.objects.current().get().resource == stays.resource


def test_a_role_made_again_under_its_name_is_granted_anew() -> None:
    role = rows.make_resource(unique_id="AROAFIRST")
    snapshot = rows.make_snapshot(role)
    derived()
    later = rows.make_crawl()
    rows.make_coverage(later)
    Resource.objects.filter(pk=role.pk).update(unique_id="AROASECOND")
    snapshot.refresh_from_db()
    assert derived(later) == Derived(began=1, ended=1)
    assert Grant.objects.current().get().value.resource_id == "AROASECOND"
