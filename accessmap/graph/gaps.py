"""What was not read, said in sentences, the widest gap first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from accessmap.graph.matrix import title
from accessmap.models import Gap, Grant, Outcome
from accessmap.models.coverage import (
    QUIET_REGION,
    SWITCHED_OFF,
    VANISHED,
    CoverageQuerySet,
)

Key = tuple[str, str, str, str]  # outcome, who denied it, AWS's code, the call
KEY = ("outcome", "denied_by", "code", "operation")
# The resources of a gap that are named; the figures count all.
MOST_NAMED = 2_000
MOST_TITLES = 12


@dataclass
class Hole:
    """What was not read for one reason, in however many accounts."""

    outcome: str
    denied_by: str
    code: str = ""  # AWS's, or our own
    accounts: set[str] = field(default_factory=set)
    collectors: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    detail: str = ""  # as the crawl wrote it down, in English
    width: int = 0  # scopes and resources
    held: int = 0  # grants that we keep meanwhile
    arns: list[str] = field(default_factory=list)

    @property
    def account_id(self) -> str:
        """Return the account where there is only one."""
        return next(iter(self.accounts)) if len(self.accounts) == 1 else ""

    @property
    def account_ids(self) -> list[str]:
        """Return the accounts in a fixed order."""
        return sorted(self.accounts)

    @property
    def places(self) -> list[str]:
        """Return the regions in a fixed order; a global service has none."""
        return sorted(self.regions - {""})

    @property
    def sentence(self) -> str:
        """Return why it was not read."""
        if self.code == QUIET_REGION:
            return _("Nothing was there when we read it last, nor was written since.")
        if self.code == SWITCHED_OFF:
            return _("The region was switched off: what is in it stands, unread.")
        if self.is_doubted:
            return _("Too much was missing from a list at once to be believed yet.")
        return why(self.outcome, self.denied_by)

    @property
    def is_doubted(self) -> bool:
        """Say whether it was read, and we do not believe what is missing."""
        return self.code == VANISHED

    @property
    def is_wait(self) -> bool:
        """Say whether time alone may fill it."""
        return self.outcome in {Outcome.THROTTLED, Outcome.NOT_ATTEMPTED}

    @property
    def where(self) -> str:
        """Return the collectors by their titles."""
        return ", ".join(sorted(map(title, self.collectors), key=str.casefold))

    @property
    def is_wide(self) -> bool:
        """Say whether it lies in so many places that their number says more."""
        return len(self.collectors) > MOST_TITLES


def holes(coverage: CoverageQuerySet) -> list[Hole]:
    """Return what is missing in ``coverage`` by reason: one denial is said once."""
    missing = coverage.incomplete().order_by()
    found = [*_of_scopes(missing), *_of_resources(missing)]
    return sorted(found, key=lambda each: (-each.width, each.account_ids))


def _of_scopes(missing: CoverageQuerySet) -> Iterable[Hole]:
    """Return what was not listed to its end."""
    unread = missing.exclude(outcome=Outcome.COMPLETE)
    found: dict[Key, Hole] = {}
    held = _held(unread)
    for *key, account, collector, region, count, reason in unread.values_list(
        *KEY, "account_id", "collector", "region"
    ).annotate(Count("pk"), Min("reason")):
        hole = found.setdefault(tuple(key), Hole(key[0], key[1], key[2]))
        hole.held += held.pop((account, collector), 0)  # counted in one hole only
        hole.accounts.add(account)
        hole.collectors.add(collector)
        hole.regions.add(region)
        hole.width += 100 * count
        hole.detail = min(filter(None, [hole.detail, reason]), default="")
    return found.values()


def _of_resources(missing: CoverageQuerySet) -> Iterable[Hole]:
    """Return what is there and could not be read."""
    found: dict[Key, Hole] = {}
    gaps = Gap.objects.filter(coverage__in=missing.filter(outcome=Outcome.COMPLETE))
    names = ("account_id", "collector", "region")
    for *key, account, collector, region, arn, reason in gaps.values_list(
        *KEY, *(f"coverage__{each}" for each in names), "arn", "reason"
    ).order_by("arn")[:MOST_NAMED]:
        hole = found.setdefault(tuple(key), Hole(key[0], key[1], key[2], detail=reason))
        hole.accounts.add(account)
        hole.collectors.add(collector)
        hole.regions.add(region)
        hole.arns.append(arn)
        hole.width += 1
    kept = _kept([arn for hole in found.values() for arn in hole.arns])
    for hole in found.values():
        hole.held = sum(kept[arn] for arn in hole.arns)
    return found.values()


def why(outcome: str, denied_by: str = "") -> str:
    """Return why something was not read, in one sentence."""
    if outcome == Outcome.DENIED:
        return {
            "scp": _("AWS refused us: an SCP denies the call."),
            "identity": _("AWS refused us: the reading role may not make the call."),
            "resource": _("AWS refused us: a policy on the resource denies the call."),
        }.get(denied_by, _("AWS refused us."))
    sentences = {
        Outcome.THROTTLED: _("AWS slowed us down until we gave up. We try again."),
        Outcome.ACCOUNT_STATE: _("The account is not active, so AWS lets nobody in."),
        Outcome.NOT_ATTEMPTED: _("The crawl ended before it came here."),
    }
    return sentences.get(Outcome(outcome), _("Something failed on the way."))


def _held(unread: CoverageQuerySet) -> Counter[tuple[str, str]]:
    """Count the grants that stand where we could not look, in one query."""
    rows = (
        Grant.objects.current()
        .cross_account()
        .filter(resource__account_id__in=unread.values("account_id"))
        .order_by()
        .values_list("resource__account_id", "resource__collector")
        .annotate(Count("pk"))
    )
    return Counter({(account, name): count for account, name, count in rows})


def _kept(arns: list[str]) -> Counter[str]:
    """Count the grants on resources by their ARN."""
    kept: Counter[str] = Counter()
    for start in range(0, len(arns), 500):
        rows = Grant.objects.current().filter(
            resource__arn__in=arns[start : start + 500]
        )
        kept.update(rows.values_list("resource__arn", flat=True))
    return kept
