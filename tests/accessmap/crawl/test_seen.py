"""What is stored once is not stored again, and nothing else is taken for the same."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from accessmap.aws.collector import Sighting, Where
from accessmap.aws.errors import Failure
from accessmap.crawl.look import Missed, Reading
from accessmap.crawl.seen import digests, unlike
from accessmap.crawl.store import store
from accessmap.models import Resource, Seen, Snapshot
from accessmap.policy.kinds import PolicyKind
from tests import rows
from tests.cast import PAYMENTS, SHOP

DENIED = Failure("denied", "Not allowed.")


def role(number: int = 1, trust: str = "{}", **more: Any) -> Sighting:
    arn = f"arn:aws:iam::{PAYMENTS}:role/role-{number}"
    documents = {(PolicyKind.TRUST, ""): trust}
    return Sighting(
        **{"arn": arn, "name": f"r{number}", "documents": documents, **more}
    )


def reading(*seen: Sighting, **more: Any) -> Reading:
    where = Where(more.pop("account", PAYMENTS), more.pop("region", ""))
    found = {each.arn: each for each in seen}
    collector = more.pop("collector", "iam")
    return Reading(where, collector, collector, sightings=found, **more)


def state() -> list[Any]:
    """All that ``store`` writes but for its own memory."""
    return [
        list(Resource.objects.order_by("pk").values()),
        list(Snapshot.objects.order_by("pk").values()),
    ]


def test_the_order_of_aws_is_no_difference_and_facts_are_one_of_their_own() -> None:
    one, two = role(1), role(2)
    assert digests(reading(one, two)) == digests(reading(two, one))
    used = digests(reading(role(facts={"last_used_at": "2026-11-23"})))
    assert used.whole == digests(reading(role())).whole
    assert used.facts != digests(reading(role())).facts


@pytest.mark.parametrize(
    "other",
    [
        reading(role(trust="{ }")),
        reading(role(name="other")),
        reading(role(unique_id="AROAOTHER")),
        reading(role(tags={"team": "payments"})),
        reading(role(resource_type="AWS::IAM::User")),
        reading(role(documents={})),
        reading(role(documents={(PolicyKind.INLINE, ""): "{}"})),
        reading(role(facts={"region": "eu-west-1"})),
        reading(role(2)),
        reading(role(), role(2)),
        reading(role(), failure=DENIED),
        reading(role(), kinds=frozenset({PolicyKind.TRUST})),
        reading(role(), gaps={"arn:aws:iam::1:role/x": Missed("", DENIED)}),
    ],
)
def test_whatever_is_otherwise_is_another_digest(other: Reading) -> None:
    assert digests(other).whole != digests(reading(role())).whole


def test_texts_are_told_apart_where_they_follow_each_other() -> None:
    first, second = (PolicyKind.INLINE, "a"), (PolicyKind.INLINE, "b")
    one = role(documents={first: "{}{", second: "}"})
    two = role(documents={first: "{}", second: "{}"})
    assert digests(reading(one)).whole != digests(reading(two)).whole
    assert digests(reading(one)).parts != digests(reading(two)).parts


@pytest.mark.django_db
def test_of_many_places_only_what_is_otherwise_is_stored() -> None:
    crawl = rows.make_crawl()
    same, other = reading(role(1)), reading(role(2), account=SHOP)
    elsewhere = reading(role(3), region="eu-west-1")
    assert list(unlike([same, other])) == [same, other]
    for each in (same, other, elsewhere):
        store(crawl, each)
    assert not list(unlike([same, other, elsewhere]))
    changed = reading(role(2, trust="{ }"), account=SHOP)
    assert list(unlike([same, changed, elsewhere])) == [changed]
    used = reading(role(1, facts={"last_used_at": "2026-11-23"}))
    assert list(unlike([used, other])) == [used]


@pytest.mark.django_db
def test_the_same_again_reads_one_row_and_writes_none(
    django_assert_num_queries: Any,
) -> None:
    seen = [role(number) for number in range(50)]
    store(rows.make_crawl(), reading(*seen))
    before, crawl = state(), rows.make_crawl()
    with django_assert_num_queries(3):  # a savepoint around it
        store(crawl, reading(*seen))
    assert state() == before


@pytest.mark.django_db
def test_a_role_used_since_is_noted_and_its_documents_are_left_alone() -> None:
    store(rows.make_crawl(), reading(role(facts={"last_used_at": "2026-11-23"})))
    snapshots = list(Snapshot.objects.values())
    store(rows.make_crawl(), reading(role(facts={"last_used_at": "2026-11-24"})))
    assert Resource.objects.get().facts == {"last_used_at": "2026-11-24"}
    assert list(Snapshot.objects.values()) == snapshots


@pytest.mark.django_db
def test_a_place_where_nothing_is_and_was_is_not_written_down(
    django_assert_num_queries: Any,
) -> None:
    crawl = rows.make_crawl()
    with django_assert_num_queries(4):  # a savepoint around it
        store(crawl, reading())
    assert not Seen.objects.exists()


@pytest.mark.django_db
def test_what_stands_where_nothing_is_ends_also_without_a_memory() -> None:
    store(rows.make_crawl(), reading(role()))
    Seen.objects.all().delete()
    store(rows.make_crawl(), reading())
    assert Resource.objects.get().ended_at is not None


@pytest.mark.django_db
def test_a_list_cut_off_is_not_remembered_as_the_whole() -> None:
    store(rows.make_crawl(), reading(role(1), role(2)))
    store(rows.make_crawl(), reading(role(1), failure=DENIED))
    assert Resource.objects.filter(ended_at=None).count() == 2
    store(rows.make_crawl(), reading(role(1)))
    assert Resource.objects.filter(ended_at=None).count() == 1


@pytest.mark.django_db
def test_what_could_not_be_read_at_all_leaves_the_memory_alone() -> None:
    store(rows.make_crawl(), reading(role()))
    before = list(Seen.objects.values())
    store(rows.make_crawl(), reading(failure=DENIED))
    assert list(Seen.objects.values()) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other", [{"region": "eu-west-2"}, {"collector": "sns"}, {"account": SHOP}]
)
def test_who_loses_a_row_to_another_place_stores_all_again(
    other: dict[str, str],
) -> None:
    queue = Sighting(arn="arn:aws:sqs:::both", name="both")
    place = {"account": PAYMENTS, "collector": "sqs", "region": "eu-west-1"}
    here, there = reading(queue, **place), reading(queue, **{**place, **other})
    for each in (there, here, there):
        store(rows.make_crawl(), each)
    store(rows.make_crawl(), reading(**place))
    store(rows.make_crawl(), reading(**{**place, **other}))
    assert Resource.objects.get().ended_at is not None
    store(rows.make_crawl(), there)
    assert Resource.objects.get().ended_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_storing_with_a_memory_is_storing_without(seed: int) -> None:
    """After each random reading, storing it again without memory changes nothing."""
    draw = random.Random(seed)
    pool = [
        [
            role(
                number,
                draw.choice(["{}", "[]"]),
                unique_id=draw.choice(["", "AROA1", "AROA2"]),
                facts={"last_used_at": draw.choice([None, "2026-11-23"])},
            )
            for number in range(4)
            if draw.random() < 0.7
        ]
        for _each in range(2)
    ]
    for step in range(12):
        crawl = rows.make_crawl(started_at=rows.THEN + timedelta(days=step))
        seen = draw.choice(pool)
        found = reading(
            *seen,
            account=draw.choice([PAYMENTS, PAYMENTS, SHOP]),
            failure=draw.choice([None, None, DENIED]),
        )
        store(crawl, found)
        before, memory = state(), list(Seen.objects.all())
        Seen.objects.all().delete()
        store(crawl, found)
        assert state() == before, f"seed {seed}, step {step}"
        Seen.objects.all().delete()
        Seen.objects.bulk_create(memory)
