"""Who last wrote a policy: known only where the history was read without a gap."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accessmap.graph.writers import Unknown, Writers, called
from accessmap.models import Grant
from accessmap.policy.kinds import PolicyKind
from tests import rows, sightings
from tests.cast import DAICHI, RIN

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THEN = rows.THEN


@pytest.fixture
def grant() -> Grant:
    """A role that Tanuki may become, since the first crawl."""
    return rows.make_grant(rows.make_resource(name="vendor"))


def unknown(grant: Grant) -> Unknown:
    return Writers().of(grant).unknown


def test_the_last_of_several_writes_under_several_names_counts(grant: Grant) -> None:
    sightings.make_span()
    sightings.make_writing(grant.resource, DAICHI, named="vendor", at=THEN - 3 * DAY)
    sightings.make_writing(grant.resource, RIN, at=THEN - 2 * DAY)
    found = Writers().of(grant)
    assert found.write is not None
    assert (found.write.name, found.unknown) == (RIN, Unknown.KNOWN)


def test_nothing_is_known_of_a_history_that_was_not_read(grant: Grant) -> None:
    sightings.make_writing(grant.resource, RIN)
    assert unknown(grant) == Unknown.NOT_READ
    # The history was read once, but not since the policy was seen.
    sightings.make_span(until_at=THEN - DAY)
    assert unknown(grant) == Unknown.NOT_READ


def test_a_history_that_names_nobody_reaches_back_so_far(grant: Grant) -> None:
    sightings.make_span(since_at=THEN - 90 * DAY)
    found = Writers().of(grant)
    assert (found.write, found.unknown) == (None, Unknown.BEFORE)
    assert found.since_at == THEN - 90 * DAY


def test_a_write_before_a_gap_may_not_be_the_last(grant: Grant) -> None:
    sightings.make_writing(grant.resource, RIN, at=THEN - 50 * DAY)
    span = sightings.make_span(since_at=THEN - 20 * DAY)
    assert unknown(grant) == Unknown.BEFORE
    span.since_at, span.reached = THEN - 90 * DAY, {"kms": THEN.isoformat()}
    span.save()
    assert unknown(grant) == Unknown.KNOWN
    span.reached = {"iam": (THEN - 20 * DAY).isoformat()}
    span.save()
    assert unknown(grant) == Unknown.BEFORE


def test_a_policy_that_changed_after_the_last_known_write_has_another_writer() -> None:
    first, between = rows.first_crawl(), rows.make_crawl()
    role = rows.make_resource(name="vendor", first_seen_at=first.started_at)
    seen = rows.make_crawl()
    rows.make_snapshot(role, began_crawl=seen)
    grant = rows.make_grant(role, crawl=seen)
    sightings.make_span(until_at=seen.started_at)
    writing = sightings.make_writing(role, RIN, at=first.started_at)
    assert unknown(grant) == Unknown.LATER
    writing.at = between.started_at + timedelta(minutes=20)
    writing.save()
    assert unknown(grant) == Unknown.KNOWN


def test_who_is_behind_a_pipeline_is_not_told(grant: Grant) -> None:
    sightings.make_span()
    sightings.make_writing(grant.resource, "GitHubActions", is_person=False)
    assert unknown(grant) == Unknown.NO_PERSON


def test_what_no_event_is_looked_for_is_said() -> None:
    api = rows.make_resource(
        arn="arn:aws:execute-api:eu-west-1:1:abc", resource_type="AWS::ApiGateway::Api"
    )
    grant = rows.make_grant(api, policy_kind=PolicyKind.RESOURCE)
    assert unknown(grant) == Unknown.NOT_FOLLOWED


def test_a_role_s_powers_have_their_writers_too(grant: Grant) -> None:
    sightings.make_writing(grant.resource, DAICHI, kind="inline")
    sightings.make_writing(grant.resource, RIN, kind="managed")
    sightings.make_writing(grant.resource, RIN, kind="acl")
    found = Writers().all_of(grant)
    assert [(each.kind, each.name) for each in found] == [
        ("inline", DAICHI),
        ("managed", RIN),
    ]
    assert unknown(grant) == Unknown.NOT_READ


def test_a_queue_of_another_region_is_another_queue() -> None:
    queue = rows.make_resource(
        name="orders",
        arn="arn:aws:sqs:eu-west-1:204411803391:orders",
        region="eu-west-1",
        resource_type="AWS::SQS::Queue",
    )
    grant = rows.make_grant(queue, policy_kind=PolicyKind.RESOURCE)
    more = {"service": "sqs", "kind": "resource", "named": "orders"}
    sightings.make_writing(queue, RIN, region="us-east-1", **more)
    assert Writers().all_of(grant) == []
    sightings.make_writing(queue, RIN, region="eu-west-1", **more)
    assert len(Writers().all_of(grant)) == 1


def test_a_role_is_told_without_its_path_and_a_repository_with_it() -> None:
    role = rows.make_resource(name="poller", arn="arn:aws:iam::1:role/vendor/poller")
    assert {"poller", "vendor/poller"} <= called(role)
    images = rows.make_resource(
        name="team/app", arn="arn:aws:ecr:eu-west-1:1:repository/team/app"
    )
    assert "team/app" in called(images)
    assert "app" not in called(images)
