from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accessmap.aws.collector import Sighting, Where, Writer, Written
from accessmap.aws.errors import Failure
from accessmap.crawl.look import Reading
from accessmap.crawl.writers import store_writers
from accessmap.models import Outcome, PolicyWriting, WrittenSpan
from tests import rows
from tests.cast import DAICHI, PAYMENTS, RIN

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def write(who: str = RIN, at: datetime = NOON, named: str = "vendor") -> Written:
    by = Writer(f"arn:aws:iam::{PAYMENTS}:user/{who}", who, is_person=True)
    return Written("iam", "trust", named, "UpdateAssumeRolePolicy", at, by)


def read(
    *writes: Written,
    at: datetime = NOON,
    reached: dict[str, str] | None = None,
    failure: Failure | None = None,
) -> None:
    where = Where(PAYMENTS, "us-east-1")
    reading = Reading(where, "policy_writers", "cloudtrail", started_at=at)
    reading.written = list(writes)
    facts = {"days": 90, "reached": reached or {}}
    reading.sightings = {"a": Sighting("a", "us-east-1", facts=facts)}
    reading.failure = failure
    store_writers(rows.make_crawl(), reading)


def test_a_later_write_takes_the_place_of_an_earlier_one() -> None:
    read(write())
    read(write(DAICHI, NOON + DAY))
    read(write())  # read again, it is still the earlier one
    row = PolicyWriting.objects.get()
    assert (row.name, row.at, row.is_person) == (DAICHI, NOON + DAY, True)


def test_what_aws_has_forgotten_stays_known() -> None:
    read(write())
    read(write(named="other"), at=NOON + 80 * DAY)
    assert PolicyWriting.objects.count() == 2
    span = WrittenSpan.objects.get()
    assert span.since_at == NOON - 90 * DAY
    assert span.until_at == NOON + 80 * DAY


def test_a_hole_between_two_readings_begins_anew() -> None:
    read(write())
    read(at=NOON + 90 * DAY)
    span = WrittenSpan.objects.get()
    # The reading before ended less than the fifteen minutes after which AWS tells all.
    assert span.since_at == NOON
    read(at=NOON + 181 * DAY)
    assert WrittenSpan.objects.get().since_at == NOON + 91 * DAY


def test_a_service_read_only_in_part_is_known_since_then() -> None:
    day = (NOON - DAY).isoformat()
    read(reached={"kms": day})
    assert WrittenSpan.objects.get().reached == {"kms": day}
    # Reached before the end of the reading before: nothing is missing between.
    read(at=NOON + DAY, reached={"kms": (NOON - timedelta(hours=1)).isoformat()})
    assert WrittenSpan.objects.get().reached == {"kms": day}
    cut = (NOON + 2 * DAY).isoformat()
    read(at=NOON + 3 * DAY, reached={"kms": cut})
    assert WrittenSpan.objects.get().reached == {"kms": cut}


def test_what_could_not_be_read_is_no_knowledge() -> None:
    denied = Failure(Outcome.DENIED, "AccessDenied", "no")
    read(write(), failure=denied)
    assert not PolicyWriting.objects.exists()
    assert not WrittenSpan.objects.exists()
