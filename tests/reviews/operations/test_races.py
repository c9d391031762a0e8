"""Two people at once: one of them waits, and nothing lies between.

SQLite lets one writer in at a time and its test database is one connection's memory, so
these need PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accessmap.ledger.check import faults
from accessmap.models import Role, User
from reviews.errors import CampaignClosed, Refused
from reviews.lifecycle import AtClose, Verdict
from reviews.models import Campaign, Decision, Event, ReviewItem, Verification
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.export_evidence import export_evidence
from reviews.operations.verify_removals import verify_removals
from reviews.shown import sha256, shown_text
from tests.reviews.story import (
    aiko,
    campaign,
    grants,
    item,
    later_crawl,
    owned_resource,
    read_completely,
    revoke,
    rin,
)
from tests.rows import end_grant, make_grant, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


def at_once(*acts: Callable[[], Any]) -> list[object]:
    """Run all of them at the same moment; return what came of each."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> object:
        try:
            ready.wait()
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_no_decision_lies_after_the_close() -> None:
    analyst, reviewer = aiko(), rin()
    found = campaign(12)

    def decide(asked: ReviewItem) -> Callable[[], Any]:
        return lambda: decide_item(asked, reviewer=reviewer, verdict=Verdict.CONFIRM)

    def close() -> Any:
        return close_campaign(
            found, closed_by=analyst, at_close=AtClose.KEEP, reason="Now."
        )

    acts = [decide(each) for each in found.items.all()]
    came = at_once(*acts[:6], close, *acts[6:])
    found = Campaign.objects.get()
    kept = Decision.objects.count()
    late = [each for each in came if isinstance(each, CampaignClosed)]
    assert kept + len(late) == 12
    assert found.closed_at
    assert not Decision.objects.filter(decided_at__gt=found.closed_at).exists()
    assert found.items.filter(state="confirmed").count() == kept
    assert found.items.filter(state="undecided").count() == len(late)


def test_two_decisions_at_once_make_a_chain_and_not_a_fork() -> None:
    asked, reviewer = item(), rin()

    def decide(reason: str) -> Callable[[], Any]:
        return lambda: decide_item(
            asked, reviewer=reviewer, verdict=Verdict.REVOKE, reason=reason
        )

    at_once(*[decide(f"Reason {n}") for n in range(8)])
    chain = list(Decision.objects.order_by("pk"))
    assert len(chain) == 8
    before = [each.supersedes for each in chain]
    assert before == [None, *chain[:-1]]


def test_a_campaign_closes_once() -> None:
    found, analyst = campaign(), aiko()

    def close() -> Any:
        return close_campaign(
            found, closed_by=analyst, at_close=AtClose.KEEP, reason="Now."
        )

    came = at_once(*[close] * 4)
    assert sum(isinstance(each, Campaign) for each in came) == 1
    assert Event.objects.filter(kind="campaign-closed").count() == 1


def test_a_crawl_is_taken_once_however_many_jobs_run() -> None:
    asked = item()
    revoke(asked)
    end_grant(asked.grant, crawl=later_crawl())
    at_once(*[verify_removals] * 4)
    assert Verification.objects.count() == 1


def campaign_of_one() -> Campaign:
    (grant,) = grants(1)
    return campaign(0, query=f"resource={grant.resource.arn}")


def wait_until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        waiting = 0
        while not waiting:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            (waiting,) = cursor.fetchone()


def test_who_decides_and_who_looks_for_removals_never_wait_for_each_other() -> None:
    reviewer = rin()
    older, newer = campaign_of_one(), campaign_of_one()
    promised, asked = older.items.get(), newer.items.get()
    verify_removals()  # of earlier crawls, so that the later one is the next
    revoke(promised)
    end_grant(promised.grant, crawl=later_crawl())
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Campaign.objects.select_for_update().get(pk=newer.pk)
            looking = pool.submit(at_once, verify_removals)
            wait_until_somebody_waits()
            decide_item(asked, reviewer=reviewer, verdict=Verdict.CONFIRM)
        looking.result()
    assert Verification.objects.filter(item=promised).count() == 1
    asked.refresh_from_db()
    assert asked.state == "confirmed"


def test_events_are_numbered_without_a_hole() -> None:
    reviewer = rin()
    found = campaign(10)
    at_once(
        *[
            lambda asked=each: decide_item(
                asked, reviewer=reviewer, verdict=Verdict.CONFIRM
            )
            for each in found.items.all()
        ]
    )
    numbers = list(Event.objects.values_list("sequence", flat=True))
    # The first entry names the ledger, and is nobody's event.
    assert numbers == list(range(2, 13))


def pairs_at_once(count: int) -> None:
    """Two different answers to one question at the same moment, ``count`` times."""
    reviewer = rin()
    found = campaign(20)
    asked = list(found.items.order_by("number"))

    def decide(about: ReviewItem, verdict: Verdict) -> Callable[[], Any]:
        return lambda: decide_item(
            about, reviewer=reviewer, verdict=verdict, reason="At once."
        )

    for n in range(count):
        about = asked[n % len(asked)]
        at_once(decide(about, Verdict.CONFIRM), decide(about, Verdict.REVOKE))
    assert Decision.objects.count() == 2 * count
    for about in found.items.all():
        chain = list(about.decisions.order_by("pk"))
        assert [each.supersedes for each in chain] == [None, *chain[:-1]]
        said = {"confirm": "confirmed", "revoke": "revoked"}[chain[-1].verdict]
        assert about.state == said


def closes_at_once(count: int) -> None:
    """A decision and the close at the same moment, in ``count`` campaigns."""
    analyst, reviewer = aiko(), rin()
    for _each in range(count):
        found = campaign_of_one()
        about = found.items.get()
        came = at_once(
            lambda about=about: decide_item(
                about, reviewer=reviewer, verdict=Verdict.CONFIRM
            ),
            lambda found=found: close_campaign(
                found, closed_by=analyst, at_close=AtClose.KEEP, reason="Now."
            ),
        )
        about.refresh_from_db()
        found.refresh_from_db()
        is_late = isinstance(came[0], CampaignClosed)
        assert about.state == ("undecided" if is_late else "confirmed")
        assert about.decisions.count() == (0 if is_late else 1)
        assert found.closed_at


def test_pairs_of_decisions_at_once_are_consistent() -> None:
    pairs_at_once(40)


def test_decisions_against_the_close_are_consistent() -> None:
    closes_at_once(10)


@pytest.mark.deep
def test_ten_thousand_pairs_of_decisions_at_once_are_consistent() -> None:
    pairs_at_once(10_000)


@pytest.mark.deep
def test_two_thousand_decisions_against_the_close_are_consistent() -> None:
    closes_at_once(2_000)


def reviewers_at_once(people: int, each: int) -> None:
    """Everybody finishes their own part over HTTP, all of them at once."""
    names = [f"owner-{n}" for n in range(people)]
    owners = [make_user(name, Role.REVIEWER) for name in names]
    read_completely()
    for name in names:
        for _n in range(each):
            make_grant(owned_resource(name))
    found = campaign(0)

    def finish(owner: User) -> Callable[[], Any]:
        client = Client()
        client.force_login(owner)

        def act() -> list[int]:
            came = [client.get("/reviews/inbox/").status_code]
            for about in found.items.asked_of(owner).riskiest_first():
                sent = {
                    "verdict": "confirm",
                    "shown_sha256": sha256(shown_text(about, "en")),
                }
                address = f"/reviews/items/{about.pk}/decide"
                came.append(client.post(address, sent).status_code)
            return came

        return act

    came = at_once(*[finish(owner) for owner in owners])
    assert came == [[200, *[302] * each]] * people
    assert found.items.filter(state="confirmed").count() == people * each
    assert Decision.objects.count() == people * each
    assert not list(faults())


def test_reviewers_who_finish_at_once_lose_nothing() -> None:
    reviewers_at_once(8, each=2)


@pytest.mark.deep
def test_fifty_reviewers_at_once_lose_nothing() -> None:
    reviewers_at_once(50, each=14)


@pytest.mark.deep
def test_fifty_people_take_evidence_at_once_and_it_is_the_same() -> None:
    analyst, reviewer = aiko(), rin()
    found = campaign(3)
    for each in found.items.all():
        decide_item(each, reviewer=reviewer, verdict=Verdict.CONFIRM)
    close_campaign(found, closed_by=analyst)

    def take() -> str:
        return export_evidence(found, exported_by=analyst).sha256

    taken = at_once(*[take] * 50)
    assert len(set(taken)) == 1
    assert Event.objects.filter(kind="evidence-exported").count() == 50
    assert not list(faults())
