"""Read one scope of one collector: AWS only, no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from accessmap.aws import offered
from accessmap.aws.assume import enter, leave
from accessmap.aws.collector import (
    Collector,
    Opinion,
    Seen,
    Sighting,
    Use,
    Where,
    Written,
    all_collectors,
)
from accessmap.aws.errors import EXPIRED, Failure, classify
from accessmap.aws.read_only import CallRefused
from accessmap.aws.session import acting_in, client, own_caller
from accessmap.aws.watch import Watch, watching
from accessmap.crawl.lease import LeaseLost, Work
from accessmap.policy.kinds import PolicyKind

# Ours to see, never a matter of AWS.
OWN_FAULTS = (LeaseLost, CallRefused)


@dataclass(frozen=True, slots=True)
class Missed:
    """One resource that is there and could not be read."""

    resource_type: str
    failure: Failure


@dataclass
class Reading:
    """What one scope showed, and what it did not."""

    where: Where
    collector: str
    service: str
    watch: Watch = field(default_factory=Watch)
    door: Watch = field(default_factory=Watch)  # counts what entering took
    sightings: dict[str, Sighting] = field(default_factory=dict)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    gaps: dict[str, Missed] = field(default_factory=dict)  # by ARN
    failure: Failure | None = None
    # Of what kinds documents were looked for; None is all that there are.
    kinds: frozenset[PolicyKind] | None = None
    # One resource that fails to the last is a gap; before that, all is tried again.
    is_last_attempt: bool = False
    started_at: datetime = field(default_factory=timezone.now)

    def take(self, seen: Seen) -> None:
        """Keep what was seen with the others of its kind."""
        match seen:
            case Opinion():
                self.opinions[seen.arn] = seen
            case Use():
                self.uses.append(seen)
            case Written():
                self.written.append(seen)
            case _:
                self.sightings[seen.arn] = seen

    @property
    def may_pass(self) -> bool:
        """Say whether another attempt may do better."""
        return self.failure is not None and self.failure.may_pass


class _Passing(Exception):
    """One resource failed in a way that soon passes: the whole scope tries again."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def look(work: Work, on_call: Callable[[], None]) -> Reading:
    """Read one scope whole; what cannot be read is told, not raised."""
    collector = all_collectors()[work.collector]
    watch = Watch(
        collector.may_omit,
        frozenset(collector.permissions),
        work.account_id,
        on_call,
    )
    where = Where(work.account_id, work.region, organization_id=work.organization_id)
    door = Watch(account_id=work.account_id, on_call=on_call)
    reading = Reading(where, collector.name, collector.service, watch, door)
    reading.is_last_attempt = work.is_last_attempt
    place = (collector.service, work.region)
    if offered.is_known_to_be_missing(*place):
        reading.failure = offered.NOT_OFFERED
        return reading
    with watching(watch):
        try:
            _look(collector, reading)
        except OWN_FAULTS:
            raise
        except _Passing as passing:
            reading.failure = passing.failure
        # Whatever it is (a KeyError of a strange answer, a RecursionError of a deep
        # one), it means "not read", and must not stop the other scopes.
        except Exception as error:  # noqa: BLE001
            is_missing = offered.is_missing(*place, error)
            reading.failure = offered.NOT_OFFERED if is_missing else classify(error)
            if reading.failure.code in EXPIRED:
                leave(work.account_id)
    return reading


def _look(collector: Collector, reading: Reading) -> None:
    with watching(reading.door):
        credentials = enter(reading.where.account_id, collector.name)
        partition = own_caller().partition
    with acting_in(credentials):
        where = Where(
            account_id=reading.where.account_id,
            region=reading.where.region,
            partition=partition,
            organization_id=reading.where.organization_id,
        )
        reading.where = where
        aws = client(collector.service, where.region)
        for handle in collector.find(aws, where):
            _read(collector, aws, handle, reading)
    for arn, (error, action) in reading.watch.missed.items():
        reading.watch.last_action = action
        _miss(error, arn, collector.resource_type, reading)


def _read(collector: Collector, aws: Any, handle: Any, reading: Reading) -> None:
    """Read one resource; a failure is a gap, and the others go on."""
    try:
        seen = collector.read(aws, handle, reading.where)
    except OWN_FAULTS:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is: it was not read)
        arn = collector.arn(handle, reading.where)
        _miss(error, arn, collector.type_of(handle), reading)
    else:
        reading.take(seen)


def _miss(error: Exception, arn: str, kind: str, reading: Reading) -> None:
    """Note a gap, or let the whole scope try again where that may help."""
    failure = classify(error)
    if failure.code in EXPIRED:
        leave(reading.where.account_id)
    is_final = reading.is_last_attempt and failure.outcome == "failed"
    if failure.may_pass and not is_final:
        raise _Passing(failure) from error
    reading.gaps[arn] = Missed(kind, failure)
