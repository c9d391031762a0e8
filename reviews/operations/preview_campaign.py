"""Say what a campaign over a filter would ask, of whom, before it is opened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from accessmap.models import Crawl, User
from reviews.lifecycle import Rule
from reviews.operations.open_campaign import newest_crawl
from reviews.owners import Owners
from reviews.population import filter_of, population
from reviews.standing import Standing

SECONDS_AN_ITEM = 40  # reading a sentence, its reason, and deciding


@dataclass(frozen=True, slots=True)
class Preview:
    """How large it would be."""

    crawl: Crawl
    standing: Standing
    query: str
    grant_count: int
    account_count: int
    reviewers: tuple[tuple[User, int], ...]  # most items first
    fallback_count: int

    @property
    def minutes_each(self) -> int:
        """How long the reviewer with most items will take."""
        most = self.reviewers[0][1] if self.reviewers else 0
        return -(-most * SECONDS_AN_ITEM // 60)


def preview_campaign(*, query: str, fallback: User | None = None) -> Preview:
    """Count grants, accounts and reviewers, or refuse as opening would."""
    crawl = newest_crawl()
    owners = Owners(fallback=fallback)
    asked: Counter[User] = Counter()
    accounts: set[str] = set()
    without_owner = 0
    grants = population(query, crawl).select_related("resource")
    for grant in grants.iterator(chunk_size=2000):
        answer = owners.of(grant)
        asked[answer.reviewer] += 1
        accounts.add(grant.resource.account_id)
        without_owner += answer.rule is Rule.FALLBACK
    return Preview(
        crawl=crawl,
        standing=Standing(crawl),
        query=filter_of(query).query(),
        grant_count=asked.total(),
        account_count=len(accounts),
        reviewers=tuple(asked.most_common()),
        fallback_count=without_owner,
    )
