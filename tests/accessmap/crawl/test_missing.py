"""What a list no longer has, when it is too much at once to be believed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from accessmap.aws.collector import Sighting
from accessmap.crawl.ledger import write_coverage
from accessmap.crawl.look import Missed
from accessmap.crawl.store import store
from accessmap.models import (
    Coverage,
    Crawl,
    Gap,
    Resource,
    Snapshot,
    network_links,
)
from accessmap.models.coverage import VANISHED
from accessmap.vanishing import MANY, SEVERAL
from tests import rows
from tests.accessmap.aws_world import World, answer, fault
from tests.accessmap.crawl.crawling import crawl
from tests.accessmap.crawl.test_seen import DENIED, reading, role

pytestmark = pytest.mark.django_db


def crawled(*numbers: int, **more: Any) -> Crawl:
    """A crawl that saw the roles of these numbers, and wrote down how that went."""
    crawl = rows.make_crawl()
    seen = reading(*map(role, numbers), **more)
    store(crawl, seen)
    write_coverage(crawl, seen)
    return crawl


def standing() -> set[str]:
    found = Resource.objects.filter(ended_at=None).values_list("name", flat=True)
    return set(found)


def test_a_list_that_became_empty_is_believed_when_it_is_empty_again() -> None:
    crawled(1, 2, 3)
    doubted = crawled()
    assert standing() == {"r1", "r2", "r3"}
    assert Snapshot.objects.current().count() == 3
    gaps = Gap.objects.filter(coverage__crawl=doubted)
    assert [each.code for each in gaps] == [VANISHED] * 3
    [row] = Coverage.objects.filter(crawl=doubted).incomplete()
    assert (row.resource_type, row.gap_count) == ("AWS::IAM::Role", 3)
    again = crawled()
    assert not standing()
    assert not Snapshot.objects.current().exists()
    assert not Coverage.objects.filter(crawl=again).incomplete().exists()


def test_two_of_two_and_some_of_several_are_believed() -> None:
    crawled(1, 2)
    crawled()
    assert not standing()
    crawled(*range(10))
    crawled(0)
    assert standing() == {"r0"}


def test_a_great_part_of_many_is_held() -> None:
    crawled(*range(30))
    crawled(*range(9))
    assert len(standing()) == 30
    crawled(*range(8))  # one more, and 21 for the second time
    assert len(standing()) == 8


def test_as_many_new_ones_are_no_loss() -> None:
    crawled(*range(30))
    crawled(*range(30, 60))
    assert standing() == {f"r{number}" for number in range(30, 60)}


def test_each_type_is_counted_by_itself() -> None:
    users = [role(n, resource_type="AWS::IAM::User") for n in range(3)]
    seen = reading(*users, role(9))
    store(rows.make_crawl(), seen)
    store(rows.make_crawl(), reading(role(9)))
    assert standing() == {"r0", "r1", "r2", "r9"}


@pytest.mark.parametrize(
    "back", [{}, {"failure": DENIED}], ids=["a whole list", "a list cut off"]
)
def test_what_was_seen_meanwhile_is_missed_for_the_first_time_again(
    back: dict[str, Any],
) -> None:
    crawled(1, 2, 3)
    crawled()
    crawled(1, 2, 3, **back)
    crawled()
    assert standing() == {"r1", "r2", "r3"}


def test_what_is_there_and_unreadable_meanwhile_is_missed_for_the_first_time() -> None:
    crawled(1, 2, 3)
    crawled()
    crawled(gaps={role(n).arn: Missed("AWS::IAM::Role", DENIED) for n in (1, 2, 3)})
    crawled()
    assert standing() == {"r1", "r2", "r3"}


def test_a_scope_that_failed_meanwhile_says_nothing_either_way() -> None:
    crawled(1, 2, 3)
    crawled()
    crawled(failure=DENIED)
    crawled()
    assert not standing()


def test_the_same_crawl_delivered_twice_is_one_look() -> None:
    crawled(1, 2, 3)
    crawl = rows.make_crawl()
    for _each in range(2):
        store(crawl, reading())
    assert standing() == {"r1", "r2", "r3"}


def test_people_of_the_directory_are_held_too() -> None:
    people = [
        Sighting(
            arn=f"arn:aws:identitystore:::user/{number}",
            name=f"person-{number}",
            resource_type="AWS::IdentityStore::User",
        )
        for number in range(4)
    ]
    place = {"collector": "identity_center", "region": "eu-west-1"}
    store(rows.make_crawl(), reading(*people, **place))
    store(rows.make_crawl(), reading(**place))
    assert len(standing()) == 4


def test_where_little_is_missing_nothing_is_counted() -> None:
    crawled(1, 2, 3, 4)
    for listed in [(1, 2, 3, 4, 5), (1, 2, 3)]:
        with CaptureQueriesContext(connection) as asked:
            crawled(*listed)
        assert not [each for each in asked if "GROUP BY" in each["sql"]]


@pytest.mark.aws
def test_links_by_network_stand_until_a_second_crawl(world: World) -> None:
    here, there = world.payments, world.shop
    ours, theirs = world.client("ec2", here), world.client("ec2", there)
    for _each in range(3):
        made = ours.create_vpc_peering_connection(
            VpcId=ours.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"],
            PeerVpcId=theirs.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"],
            PeerOwnerId=there,
        )["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        theirs.accept_vpc_peering_connection(VpcPeeringConnectionId=made)
    peering = {"services": ["vpc_peering"]}
    crawl(peering)
    empty = answer(
        200,
        "<DescribeVpcPeeringConnectionsResponse><requestId>r</requestId>"
        "<vpcPeeringConnectionSet/></DescribeVpcPeeringConnectionsResponse>",
    )
    with fault("ec2", "DescribeVpcPeeringConnections", lambda _: empty):
        assert crawl(peering).state == Crawl.State.PARTIAL
        assert len(network_links()) == 3
        assert crawl(peering).state == Crawl.State.COMPLETE
        assert not network_links()


LISTS = some.lists(some.sets(some.integers(0, 24)), min_size=1, max_size=6)


class AnyHistory(TestCase):
    """Whatever lists come one after the other."""

    @settings(max_examples=25, deadline=None)
    @given(LISTS)
    def test_what_ends_was_missed_twice_or_with_few_others(
        self, lists: list[set[int]]
    ) -> None:
        before: set[str] = set()
        missed: set[str] = set()  # by the last list
        for listed in lists:
            crawled(*listed)
            now, names = standing(), {f"r{number}" for number in listed}
            assert names <= now
            once = before - now - missed
            assert len(once) - len(names - before) <= MANY
            assert names or len(once) < SEVERAL
            before, missed = now, now - names
        crawled(*lists[-1])
        assert standing() == {f"r{number}" for number in lists[-1]}
