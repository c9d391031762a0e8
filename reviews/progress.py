"""How far a campaign is: by unit, by reviewer, by risk; and what was promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from reviews.labels import BAR, BAR_WORDS, RISK
from reviews.lifecycle import Removal
from reviews.models import Campaign, ReviewItem
from reviews.standing import Standing

MOST_BARS = 12
MOST_PROMISES = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar, as includes/decision_bar.html draws it."""

    kind: str
    start: int
    count: int
    word: object

    @property
    def states(self) -> str:
        """Return the states of its items, as the page's address takes them."""
        return ",".join(BAR[self.kind])


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: a name, how many are settled of how many, and the pieces."""

    name: object
    settled: int
    count: int
    parts: tuple[Part, ...]


def bar(name: object, states: dict[str, int]) -> Bar:
    """Return the bar of so many items in each state."""
    parts: list[Part] = []
    start = 0
    for kind, members in BAR.items():
        count = sum(states.get(each, 0) for each in members)
        parts.append(Part(kind, start, count, BAR_WORDS[kind]))
        start += count
    open_count = sum(states.get(each, 0) for each in BAR["undecided"])
    return Bar(name, start - open_count, start, tuple(parts))


@dataclass
class Progress:
    """The figures of a campaign's page."""

    campaign: Campaign

    @cached_property
    def total(self) -> Bar:
        """All of it."""
        return bar("", self._counts(lambda _row: "", "state").get("", {}))

    @cached_property
    def by_unit(self) -> list[Bar]:
        """By the unit of the resource's account, largest first."""
        return self._bars("unit_name", lambda row: str(row["unit_name"] or "—"))

    @cached_property
    def by_reviewer(self) -> list[Bar]:
        """By who is asked, most open first."""
        bars = self._bars(
            "reviewer__full_name",
            lambda row: str(row["reviewer__full_name"] or row["reviewer__username"]),
            "reviewer__username",
        )
        return sorted(bars, key=lambda each: each.settled - each.count)

    @cached_property
    def by_risk(self) -> list[Bar]:
        """By risk, highest first."""
        counts = self._counts(lambda row: str(row["risk"]), "risk")
        return [bar(RISK[each], counts[each]) for each in RISK if each in counts]

    @cached_property
    def longest(self) -> int:
        """The longest bar's count, so that lengths compare."""
        bars = [*self.by_unit, *self.by_reviewer, *self.by_risk]
        return max((each.count for each in bars), default=1)

    @cached_property
    def standing(self) -> Standing:
        """What was read when the campaign opened."""
        return Standing(self.campaign.crawl)

    @cached_property
    def outstanding(self) -> list[ReviewItem]:
        """What was revoked and is not seen to be gone; what came back first."""
        order = [
            Removal.CAME_BACK,
            Removal.STILL_THERE,
            Removal.OTHER_WAY,
            Removal.CANNOT_BE_SEEN,
            Removal.NONE,
            Removal.GONE_ONCE,
        ]
        items = self.campaign.items.outstanding().select_related("reviewer")
        found = items.defer("statement").prefetch_related("verifications__crawl")
        return sorted(found, key=lambda each: order.index(Removal(each.removal)))

    @property
    def first_outstanding(self) -> list[ReviewItem]:
        """As many of them as a page should list; the worst."""
        return self.outstanding[:MOST_PROMISES]

    @property
    def more_outstanding(self) -> int:
        """How many the list leaves out."""
        return max(len(self.outstanding) - MOST_PROMISES, 0)

    @property
    def revoked_count(self) -> int:
        """How many removals are promised."""
        return self._promises["revoked"]

    @property
    def removed_count(self) -> int:
        """How many of them were seen."""
        return self._promises["removed"]

    @property
    def excepted_count(self) -> int:
        """How many stay meanwhile, by an exception that has not ended."""
        return self.revoked_count - self.removed_count - len(self.outstanding)

    @cached_property
    def _promises(self) -> dict[str, int]:
        is_removed = Q(removal=Removal.REMOVED)
        return self.campaign.items.revoked().aggregate(
            revoked=Count("pk"), removed=Count("pk", filter=is_removed)
        )

    def _bars(
        self, field: str, name: Callable[[dict[str, object]], str], *more: str
    ) -> list[Bar]:
        bars = [bar(*each) for each in self._counts(name, field, *more).items()]
        return sorted(bars, key=lambda each: (-each.count, str(each.name)))[:MOST_BARS]

    def _counts(
        self, name: Callable[[dict[str, object]], str], *fields: str
    ) -> dict[str, dict[str, int]]:
        """Return name → state → count."""
        groups = dict.fromkeys([*fields, "state"])
        rows: Iterable[dict[str, object]] = (
            self.campaign.items.order_by().values(*groups).annotate(count=Count("pk"))
        )
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in rows:
            counts[name(row)][str(row["state"])] += int(str(row["count"]))
        return counts
