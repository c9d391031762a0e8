"""Say what a campaign over a filter would ask, of whom, before it is opened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from accessmap.models import Crawl, User
from reviews.inbox import minutes_for
from reviews.lifecycle import Rule, Side
from reviews.operations.open_campaign import newest_crawl
from reviews.owners import Owners
from reviews.population import askings, filter_of, population
from reviews.standing import Standing


@dataclass(frozen=True, slots=True)
class Preview:
    """How large it would be."""

    crawl: Crawl
    standing: Standing
    query: str
    grant_count: int
    item_count: int  # two where both sides are asked
    account_count: int
    reviewers: tuple[tuple[User, int], ...]  # most items first
    fallback_count: int

    @property
    def minutes_each(self) -> int:
        """How long the reviewer with most items will take."""
        most = self.reviewers[0][1] if self.reviewers else 0
        return minutes_for(most)


def preview_campaign(
    *, query: str, fallback: User | None = None, is_two_sided: bool = True
) -> Preview:
    """Count grants, accounts and reviewers, or refuse as opening would."""
    crawl = newest_crawl()
    owners = Owners(fallback=fallback)
    asked: Counter[User] = Counter()
    accounts: set[str] = set()
    without_owner = grant_count = 0
    grants = population(query, crawl).select_related("resource")
    for batch in askings(grants, owners, is_two_sided=is_two_sided):
        for each in batch:
            asked[each.answer.reviewer] += 1
            accounts.add(each.grant.resource.account_id)
            without_owner += each.answer.rule is Rule.FALLBACK
            grant_count += each.side is Side.GRANTING
    return Preview(
        crawl=crawl,
        standing=Standing(crawl),
        query=filter_of(query).query(),
        grant_count=grant_count,
        item_count=asked.total(),
        account_count=len(accounts),
        reviewers=tuple(asked.most_common()),
        fallback_count=without_owner,
    )
