"""AWS changes, time passes, and crawls look at it, some of them in vain."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from accessmap.models import Crawl, Gap, Grant, Outcome
from reviews.operations.verify_removals import verify_removals
from tests.cast import DATA_LAKE, PAYMENTS
from tests.reviews.dying import PICK
from tests.reviews.promises import Promises
from tests.rows import end_grant, make_coverage, make_crawl, make_grant

# What keeps a crawl from looking; region-off is Complete's twin: nothing is there.
FAULTS = st.sampled_from(
    [
        Outcome.DENIED,
        Outcome.THROTTLED,
        Outcome.ACCOUNT_STATE,
        Outcome.FAILED,
        Outcome.NOT_ATTEMPTED,
        "not reached",
        "failed",
        "gap",
    ]
)


class Reading(Promises):
    """Who is there, by the clock of the crawls."""

    present: dict[str, bool]
    clock: datetime

    @rule(which=PICK)
    def aws_changes(self, which: int) -> None:
        fingerprint = self.items()[which].fingerprint
        self.present[fingerprint] = not self.present[fingerprint]

    @rule(minutes=st.sampled_from([1, 5, 16, 60, 60 * 24 * 9]))
    def time_passes(self, minutes: int) -> None:
        self.clock += timedelta(minutes=minutes)

    @rule()
    def crawl(self) -> None:
        """A complete crawl sees AWS as it is."""
        crawl = self.crawled(Outcome.COMPLETE)
        self.see(crawl)
        self.verify()

    @rule(fault=FAULTS)
    def crawl_in_vain(self, fault: Outcome | str) -> None:
        """A crawl that could not look changes nothing, and proves nothing."""
        if isinstance(fault, Outcome):
            self.crawled(fault)
        elif fault == "not reached":
            self.crawled(None)
        elif fault == "failed":
            self.crawled(Outcome.COMPLETE, state=Crawl.State.FAILED)
        else:
            crawl = self.crawled(Outcome.COMPLETE)
            for each in self.items().values_list("grant__resource__arn", flat=True):
                Gap.objects.create(
                    coverage=crawl.coverage.get(account_id=PAYMENTS),
                    arn=each,
                    outcome=Outcome.DENIED,
                    reason="AWS refused.",
                )
        self.verify()

    def crawled(self, outcome: Outcome | None, **more: Any) -> Crawl:
        """A crawl that begins by the clock, and after everything decided so far."""
        last = Crawl.objects.order_by("started_at").last()
        assert last
        soonest = (last.finished_at or last.started_at) + timedelta(minutes=1)
        started_at = self.clock = max(self.clock, timezone.now(), soonest)
        finished_at = started_at + timedelta(minutes=1)
        crawl = make_crawl(started_at=started_at, finished_at=finished_at, **more)
        make_coverage(crawl, account_id=DATA_LAKE)
        if outcome is not None:
            make_coverage(crawl, outcome=outcome)
        return crawl

    def verify(self) -> None:
        verify_removals()
        verify_removals()  # whatever runs twice

    def see(self, crawl: Any) -> None:
        for fingerprint, is_there in self.present.items():
            row = Grant.objects.filter(fingerprint=fingerprint).order_by("pk").last()
            assert row
            if row.has_ended and is_there:
                again = make_grant(row.resource, crawl=crawl)
                Grant.objects.filter(pk=again.pk).update(
                    fingerprint=fingerprint,
                    principal=row.principal,
                    principal_kind=row.principal_kind,
                    says=row.says,
                )
            elif not row.has_ended and not is_there:
                end_grant(row, crawl=crawl)
        seen = (crawl.started_at, crawl.finished_at)
        for fingerprint, is_there in self.present.items():
            missed = self.missed.setdefault(fingerprint, [])
            missed.clear() if is_there else missed.append(seen)
