"""Whatever changes: what is derived of the difference is what is derived of it all.

Random changes of everything that grants and flags follow from, crawl by crawl. After
each, deriving all again must write nothing.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accessmap.derive.grants import Derived, derive_account
from accessmap.derive.rederive import rederive
from accessmap.derive.zone import World
from accessmap.models import (
    Account,
    Crawl,
    Derivation,
    Flag,
    Grant,
    Outcome,
    Resource,
    Snapshot,
)
from accessmap.policy.kinds import PolicyKind
from tests import rows
from tests.cast import KUMO, MANAGEMENT, ORGANIZATION, PAYMENTS, SHOP, TANUKI
from tests.sightings import make_history, make_use

pytestmark = pytest.mark.django_db

MEMBERS = (MANAGEMENT, PAYMENTS, SHOP)
CALLERS = (*MEMBERS, TANUKI, KUMO)
OWNERS = {account: f"{number:x}" * 64 for number, account in enumerate(CALLERS, 10)}
BLOCK = "AWS::S3::AccountPublicAccessBlock"
ADMIN = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


class Change:
    """One step of a random history: what AWS says otherwise than before."""

    def __init__(self, draw: random.Random, crawl: Crawl) -> None:
        """Draw from ``draw``; what begins and ends does so in ``crawl``."""
        self.draw, self.crawl = draw, crawl

    def become(self, resource: Resource, content: Any, kind: str) -> None:
        """Put another text there, or none."""
        standing = Snapshot.objects.current().filter(resource=resource, kind=kind)
        standing.update(ended_crawl=self.crawl, ended_at=self.crawl.started_at)
        if content is not None:
            rows.make_snapshot(resource, content, kind=kind, began_crawl=self.crawl)

    def any_of(self, of: str) -> Resource:
        """Return some resource of a type."""
        pks = Resource.objects.filter(resource_type=of).order_by("pk")
        return self.draw.choice(list(pks))

    def account(self) -> Any:
        """Return some member, as a query."""
        return Account.objects.filter(account_id=self.draw.choice(MEMBERS))

    def trust(self) -> None:
        who: Any = {"AWS": f"arn:aws:iam::{self.draw.choice(CALLERS)}:root"}
        path = f"{ORGANIZATION}/r-k1t5/ou-k1t5-security/*"
        inside = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": path}}
        content = self.draw.choice(
            [
                rows.trust(who),
                rows.trust({"Service": "ec2.amazonaws.com"}),
                rows.trust("*", Condition=inside),
            ]
        )
        self.become(self.any_of("AWS::IAM::Role"), content, PolicyKind.TRUST)

    def oops(self) -> None:
        self.become(self.any_of("AWS::IAM::Role"), "{oops", PolicyKind.TRUST)

    def new_role(self) -> None:
        account = rows.make_account(self.draw.choice(MEMBERS))
        rows.make_snapshot(rows.make_resource(account), began_crawl=self.crawl)

    def no_role(self) -> None:
        self.become(self.any_of("AWS::IAM::Role"), None, PolicyKind.TRUST)

    def reborn(self) -> None:
        role = self.any_of("AWS::IAM::Role")
        role.unique_id = f"AROA{self.draw.randrange(9)}"
        role.save()

    def power(self) -> None:
        content = self.draw.choice([ADMIN, None])
        self.become(self.any_of("AWS::IAM::Role"), content, PolicyKind.INLINE)

    def use(self) -> None:
        role = self.any_of("AWS::IAM::Role")
        used = self.crawl.started_at - timedelta(days=self.draw.choice([0, 80, 200]))
        longest = self.draw.choice([3600, 43200])
        role.facts = {"last_used_at": used.isoformat(), "max_session_seconds": longest}
        role.save()

    def log(self) -> None:
        caller = f"arn:aws:iam::{TANUKI}:role/poller-{self.crawl.pk}"
        make_use(self.any_of("AWS::IAM::Role"), caller, crawl=self.crawl)

    def history(self) -> None:
        since = self.draw.choice(["", "2026-11-20"])
        of = self.any_of("AWS::CloudTrail::EventHistory")
        Resource.objects.filter(pk=of.pk).update(facts={"since": since})

    def bucket(self) -> None:
        bucket = self.any_of("AWS::S3::Bucket")
        policy = rows.trust("*", Action="s3:GetObject", Resource=f"{bucket.arn}/*")
        self.become(bucket, self.draw.choice([policy, None]), PolicyKind.RESOURCE)

    def acl(self) -> None:
        owner, reader = self.draw.choice(CALLERS), self.draw.choice(CALLERS)
        user = {"Type": "CanonicalUser", "ID": OWNERS[reader]}
        grants = [{"Grantee": user, "Permission": "READ"}]
        content = {"Owner": {"ID": OWNERS[owner]}, "Grants": grants}
        self.become(self.any_of("AWS::S3::Bucket"), content, PolicyKind.ACL)

    def block(self) -> None:
        where = self.any_of(self.draw.choice(["AWS::S3::Bucket", BLOCK]))
        switches = {"RestrictPublicBuckets": self.draw.random() < 0.5}
        self.become(where, switches, PolicyKind.BLOCK_PUBLIC_ACCESS)

    def leave(self) -> None:
        left = self.draw.choice([None, self.crawl.started_at])
        self.account().update(left_at=left)

    def rcp(self) -> None:
        deny = rows.trust("*", Effect="Deny", Action="s3:*", Resource="*")
        self.account().update(rcps=self.draw.choice([{}, {"no": json.dumps(deny)}]))

    def move(self) -> None:
        name = self.draw.choice(["Security", "Sandbox"])
        self.account().update(unit=rows.make_unit(name))

    def rename(self) -> None:
        self.account().update(name=f"name-{self.draw.randrange(99)}")


CHANGES: list[Callable[[Change], None]] = [
    each for name, each in vars(Change).items()
    if name not in {"become", "any_of", "account"} and not name.startswith("__")
]  # fmt: skip


def make_world() -> None:
    """Three accounts with roles and buckets, before anything happens."""
    for account_id in MEMBERS:
        account = rows.make_account(account_id)
        for _each in range(3):
            rows.make_snapshot(rows.make_resource(account))
        # It may become roles elsewhere, which matters where elsewhere is sensitive.
        hop = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
        role = rows.make_snapshot(rows.make_resource(account)).resource
        rows.make_snapshot(role, {"Statement": [hop]}, kind=PolicyKind.INLINE)
        rows.make_bucket(account)
        make_history(account_id)
        rows.make_resource(
            account,
            resource_type=BLOCK,
            collector="s3",
            arn=f"arn:aws:s3:::account/{account_id}/public-access-block",
        )


def crawled(draw: random.Random, *, days: int) -> Crawl:
    """A crawl some days later, which may not have been let in everywhere."""
    last = Crawl.objects.order_by("started_at").last() or rows.first_crawl()
    started_at = last.started_at + timedelta(days=days)
    crawl = rows.make_crawl(started_at=started_at)
    for account_id in MEMBERS:
        for collector in ("iam", "s3", "trails", "event_history"):
            outcome = draw.choice([Outcome.COMPLETE, Outcome.COMPLETE, Outcome.DENIED])
            rows.make_coverage(
                crawl, account_id=account_id, collector=collector, outcome=outcome
            )
    return crawl


def state() -> list[Any]:
    """All that was derived, with keys: what is written anew is not the same."""
    return [
        list(Grant.objects.order_by("pk").values()),
        list(Flag.objects.order_by("pk").values()),
        list(Snapshot.objects.order_by("pk").values("pk", "document__error")),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_deriving_the_difference_is_deriving_all(seed: int) -> None:
    draw = random.Random(seed)
    make_world()
    for step in range(1, 11):
        crawl = crawled(draw, days=draw.choice([1, 40]))
        for _each in range(draw.randrange(4)):
            draw.choice(CHANGES)(Change(draw, crawl))
        done = {each: derive_account(crawl, each) for each in MEMBERS}
        found = state()
        again = dict(rederive())
        assert state() == found, f"seed {seed}, step {step}"
        for account_id, first in done.items():
            assert again[account_id].kept == first.kept + first.began


def test_each_change_changes_something_that_is_derived() -> None:
    """The histories above are worth nothing if their changes leave no trace."""
    silent = set()
    for change in CHANGES:
        for seed in range(15):
            draw = random.Random(seed)
            crawl = crawled(draw, days=1)
            if not Resource.objects.exists():
                make_world()
            derive = [derive_account(crawl, each) for each in MEMBERS]
            before = state()
            change(Change(draw, crawl))
            derive = [derive_account(crawl, each) for each in MEMBERS]
            if state() != before or any(each.began for each in derive):
                break
        else:
            silent.add(change.__name__)
    assert silent == {"rename"}


def test_a_forged_memory_hides_a_change_until_all_is_derived() -> None:
    """So the comparison of the histories can fail: it would see this."""
    snapshot = rows.make_snapshot()
    derive_account(rows.first_crawl(), PAYMENTS)
    memory = Derivation.objects.get()
    later = rows.make_crawl()
    Change(random.Random(1), later).become(
        snapshot.resource, rows.trust({"AWS": f"arn:aws:iam::{KUMO}:root"}), "trust"
    )
    derive_account(later, PAYMENTS)
    right = Derivation.objects.get()
    Grant.objects.filter(principal=KUMO).delete()
    Derivation.objects.update(resources=right.resources, grounds=memory.grounds)
    assert derive_account(later, PAYMENTS).began == 0
    assert dict(rederive())[PAYMENTS] == Derived(began=1)


def test_what_another_engine_derived_is_derived_anew() -> None:
    rows.make_snapshot()
    derive_account(rows.first_crawl(), PAYMENTS)
    flags = list(Flag.objects.values_list("rule_id", flat=True))
    Flag.objects.all().delete()  # the rules of the other engine raised none
    Derivation.objects.update(grounds="of another engine")
    assert derive_account(rows.first_crawl(), PAYMENTS) == Derived(kept=1)
    assert list(Flag.objects.values_list("rule_id", flat=True)) == flags != []


def test_nothing_is_read_again_where_nothing_changed(
    django_assert_max_num_queries: Any,
) -> None:
    for _each in range(30):
        rows.make_snapshot()
    derive_account(rows.first_crawl(), PAYMENTS)
    later = rows.make_crawl()
    rows.make_coverage(later)
    world = World.now()
    with django_assert_max_num_queries(11) as asked:
        assert derive_account(later, PAYMENTS, world=world) == Derived(kept=30)
    texts = [each["sql"] for each in asked.captured_queries]
    assert not [each for each in texts if '"body"' in each or "INSERT" in each]


def test_a_role_in_use_is_derived_once_however_often_it_is_used() -> None:
    role = rows.make_resource(facts={"last_used_at": rows.THEN.isoformat()})
    rows.make_snapshot(role)
    derive_account(rows.first_crawl(), PAYMENTS)
    before = Derivation.objects.get().resources
    later = rows.make_crawl(started_at=rows.THEN + timedelta(days=3))
    role.facts = {"last_used_at": later.started_at.isoformat()}
    role.save()
    derive_account(later, PAYMENTS)
    assert Derivation.objects.get().resources == before


def test_a_role_long_unused_is_derived_again_when_it_was_a_year_and_not_each_day() -> (
    None
):
    used = rows.THEN - timedelta(days=200)
    rows.make_snapshot(rows.make_resource(facts={"last_used_at": used.isoformat()}))
    derive_account(rows.first_crawl(), PAYMENTS)
    before = Derivation.objects.get().resources
    for days, is_same in ((1, True), (164, True), (165, False)):
        later = rows.make_crawl(started_at=rows.THEN + timedelta(days=days))
        derive_account(later, PAYMENTS)
        assert (Derivation.objects.get().resources == before) is is_same
