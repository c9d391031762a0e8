"""AWS changes, time passes, and crawls look at it, some of them in vain."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from accessmap.models import Crawl, Gap, Grant, Outcome
from accessmap.policy import grant as engine
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from reviews.operations.verify_removals import verify_removals
from tests.cast import DATA_LAKE, PAYMENTS
from tests.reviews.dying import PICK, Killed, killed_at
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


# What becomes of a grant whose access remains: a policy that is worded otherwise, or
# one that has not moved, under another control, in another zone, by a newer engine.
EDITS: dict[str, Callable[[engine.Grant], engine.Grant]] = {
    "grew": lambda was: was._replace(actions=(*was.actions, "sts:TagSession")),
    "opened": lambda was: was._replace(
        principal=engine.Principal(PrincipalKind.PUBLIC, "*"),
        zone=Zone.PUBLIC,
        verdict=Verdict.PUBLIC,
    ),
    "blocked": lambda was: was._replace(blocked_by=(engine.Blocker("scp", "all"),)),
    "rezoned": lambda was: was._replace(verdict=Verdict.UNKNOWN),
    "derived anew": lambda was: was._replace(is_approximate=True),
}


class Reading(Promises):
    """Who is there, by the clock of the crawls."""

    present: dict[str, bool]
    edited: dict[str, str]
    clock: datetime

    @rule(which=PICK)
    def aws_changes(self, which: int) -> None:
        fingerprint = self.items()[which].fingerprint
        was_edited = self.edited.pop(fingerprint, "")
        self.present[fingerprint] = not (self.present[fingerprint] or was_edited)

    @rule(which=PICK, how=st.sampled_from(sorted(EDITS)))
    def aws_edits(self, which: int, how: str) -> None:
        """The grant is gone, and the access is not."""
        fingerprint = self.items()[which].fingerprint
        self.present[fingerprint], self.edited[fingerprint] = False, how

    @rule(minutes=st.sampled_from([1, 5, 16, 60, 60 * 24 * 9]))
    def time_passes(self, minutes: int) -> None:
        self.clock += timedelta(minutes=minutes)

    @rule(dies_at=st.integers(0, 60))
    def crawl(self, dies_at: int) -> None:
        """A complete crawl sees AWS as it is; who looks at it may die over it."""
        crawl = self.crawled(Outcome.COMPLETE)
        self.see(crawl)
        with suppress(Killed), killed_at(dies_at):
            verify_removals()
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

    def see(self, crawl: Crawl) -> None:
        seen = (crawl.started_at, crawl.finished_at)
        for fingerprint in self.present:
            row = Grant.objects.filter(fingerprint=fingerprint).first()
            assert row
            wanted = self.wanted(row)
            current = row.resource.grants.current()
            for each in current.exclude(fingerprint=wanted and wanted.fingerprint):
                end_grant(each, crawl=crawl)
            if wanted and not current.exists():
                says = wanted._asdict()
                del says["resource"]
                make_grant(row.resource, crawl=crawl, **says)
            missed = self.missed.setdefault(fingerprint, [])
            missed.clear() if wanted else missed.append(seen)

    def wanted(self, row: Grant) -> engine.Grant | None:
        """Return what AWS grants in the place of ``row`` now."""
        if self.present[row.fingerprint]:
            return row.value
        how = self.edited.get(row.fingerprint)
        return EDITS[how](row.value) if how else None
