"""Every call of every collector, answered wrongly in every way: no list is shorter.

The collectors are found, and the calls they make; what they see is the demo's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from accessmap.aws import assume, pace
from accessmap.aws.collector import all_collectors
from accessmap.crawl import lease
from accessmap.crawl.run import read, settle
from accessmap.demo import endpoint
from accessmap.demo.accounts import ACCOUNTS, MANAGEMENT
from accessmap.models import (
    Account,
    Coverage,
    Crawl,
    Finding,
    Gap,
    PolicyWriting,
    RoleUse,
    Scope,
)
from tests.accessmap import aws_world
from tests.accessmap.collectors.seeing import see
from tests.accessmap.crawl import lists
from tests.accessmap.crawl.crawling import nothing_ended
from tests.accessmap.crawl.lists import Below, Call, Spoil
from tests.accessmap.crawl.truth import truth, unexplained
from tests.accessmap.demo.conftest import demo_aws

__all__ = ["demo_aws"]
pytestmark = [pytest.mark.aws, pytest.mark.fault, pytest.mark.django_db]
Record = Callable[[str, object], None]
# One of each way to speak; all of them in the deep run.
FEW = frozenset({"ebs", "iam", "kms", "lambda", "s3", "sqs"})
TOKYO = "ap-northeast-1"


@pytest.fixture
def below(demo_aws: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Below]:
    for name, value in endpoint.settings_for(demo_aws).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assume.forget()
    with override_settings(EXTERNAL_ID=endpoint.EXTERNAL_ID), lists.below() as found:
        yield found
    aws_world.begin_anew()


@dataclass(frozen=True)
class Place:
    """Where a collector sees something; or the organization itself."""

    name: str
    account_id: str = ""
    region: str = ""
    may_omit: frozenset[str] = frozenset()

    def crawl(self) -> Crawl:
        """Read it, write it: what a worker does at its last attempt."""
        crawl = Crawl.objects.create()
        scope = Scope.objects.create(
            crawl=crawl,
            account_id=self.account_id,
            region=self.region,
            collector=self.name,
            attempts=lease.MAX_ATTEMPTS - 1,
        )
        assume.forget()
        pace.forget()
        work = lease.claim(scope.pk)
        assert work
        assert settle(work, read(work, lambda: None))
        return crawl


def somewhere(name: str) -> Place:
    """Return the first account in which a collector sees something, else ours."""
    if name == lease.ORGANIZATION:
        return Place(name)
    collector = all_collectors()[name]
    region = TOKYO if collector.is_regional else ""
    for account_id in (MANAGEMENT, *(each.id for each in ACCOUNTS)):
        found = see(name, account_id, region)
        if found.sightings or found.opinions or found.uses or found.written:
            return Place(name, account_id, region, collector.may_omit)
    return Place(name, MANAGEMENT, region, collector.may_omit)


def spoils(call: Call, place: Place) -> Iterator[tuple[str, Spoil]]:
    """Yield what may come instead of an answer, each by its name."""
    yield "a login page", lists.html
    yield "empty", lists.empty
    yield "denied", lists.no
    yield "expired", lists.expired
    yield "slowed", lists.slowed
    yield "cut in the middle", lists.cut
    # What AWS leaves out when it is empty: this is its own way to say that.
    if not place.may_omit & set(call.model.output_shape.members):
        yield "{}", lists.nothing
    if call.token:
        yield "in circles", lists.in_circles
    if call.more:
        yield "more, and not where", lists.more_and_not_where


Kept = tuple[Any, ...]


def kept() -> Kept:
    """Return what is known now, also beside resources: none of it is taken away."""
    uses = RoleUse.objects.values_list("role_arn", "caller", "event", "days")
    writings = PolicyWriting.objects.values_list("named", "kind", "at")
    members = Account.objects.values_list(
        "account_id", "name", "state", "unit__path", "tags", "scps", "rcps", "left_at"
    )
    return (
        truth(),
        sorted(map(str, members)),
        sorted(Finding.objects.values_list("analyzer_arn", "finding_id", "status")),
        sorted(map(str, uses)),
        sorted(map(str, writings)),
    )


def is_told(crawl: Crawl) -> bool:
    """Say whether a crawl owns up to what it lacks."""
    rows = Coverage.objects.filter(crawl=crawl)
    gaps = Gap.objects.filter(coverage__crawl=crawl)
    return rows.incomplete().exists() or gaps.exists()


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_held(place: Place, below: Below, event: str, spoil: Spoil) -> bool:
    """Crawl badly onto nothing, and onto what is known; is either a loss untold?"""
    with taken_back():
        with below.spoiling(event, spoil):
            first = place.crawl()
        seen = truth()
        is_told_first = is_told(first)
        place.crawl()
        whole = truth()
        onto_nothing = is_told_first and unexplained(seen, whole, first) == []
    with taken_back():
        place.crawl()
        before = kept()
        with below.spoiling(event, spoil):
            again = place.crawl()
        is_same = kept() == before and nothing_ended()
        return onto_nothing and is_told(again) and is_same


def is_seen_once(place: Place, below: Below, event: str, whole: Kept) -> bool:
    with taken_back(), below.spoiling(event, lists.doubled()):
        crawl = place.crawl()
        return kept() == whole and not is_told(crawl)


def wrongs(place: Place, below: Below, nth: int) -> Iterator[tuple[str, bool]]:
    """Yield every ``nth`` fault by its name, and whether it was held."""
    number = count()
    with taken_back():
        first = place.crawl()
        assert not is_told(first)
        whole = kept()
    for event, call in list(below.calls.items()):
        if call.name.startswith("sts:"):
            continue
        for name, spoil in spoils(call, place):
            if next(number) % nth:
                continue
            held = is_held(place, below, event, spoil)
            if below.hits:
                yield f"{call.name}: {name}", held
        if call.token:
            held = is_seen_once(place, below, event, whole)
            if below.hits:
                yield f"{call.name}: everything twice", held


def collectors() -> Iterator[Any]:
    yield pytest.param(lease.ORGANIZATION, 3)  # each fault crawls it four times
    yield pytest.param(lease.ORGANIZATION, 1, marks=pytest.mark.deep)
    for name in all_collectors():
        yield pytest.param(name, 1, marks=[] if name in FEW else [pytest.mark.deep])


@pytest.mark.parametrize(("name", "nth"), list(collectors()))
def test_no_answer_makes_a_list_shorter(
    below: Below, name: str, nth: int, record_property: Record
) -> None:
    found = list(wrongs(somewhere(name), below, nth))

    record_property("held", sum(is_held for _, is_held in found))
    record_property("faults", len(found))
    assert found
    assert [fault for fault, is_held in found if not is_held] == []
