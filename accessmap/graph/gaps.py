"""What was not read, said in sentences, the widest gap first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from accessmap.graph.matrix import title
from accessmap.models import Coverage, Gap, Grant, Outcome

Key = tuple[str, str, str, str]  # account, outcome, who denied it, AWS's code


@dataclass(frozen=True, slots=True)
class Hole:
    """Scopes of one account that were not read for one reason."""

    account_id: str
    outcome: str
    collectors: tuple[str, ...]
    regions: tuple[str, ...]
    sentence: str
    detail: str  # as the crawl wrote it down, in English
    width: int  # scopes and resources
    held: int  # grants that we keep meanwhile
    arns: tuple[str, ...] = ()

    @property
    def is_wait(self) -> bool:
        """Say whether time alone may fill it."""
        return self.outcome in {Outcome.THROTTLED, Outcome.NOT_ATTEMPTED}

    @property
    def where(self) -> str:
        """Return the collectors by their titles."""
        return ", ".join(title(each) for each in self.collectors)


def holes(coverage: Sequence[Coverage]) -> list[Hole]:
    """Return what is missing in ``coverage``, by account and reason."""
    missing = [
        row
        for row in coverage
        if not row.is_complete and row.outcome != Outcome.REGION_OFF
    ]
    by_reason: dict[Key, list[Coverage]] = defaultdict(list)
    for row in missing:
        if row.outcome != Outcome.COMPLETE:
            by_reason[row.account_id, row.outcome, row.denied_by, row.code].append(row)
    gaps: dict[Key, list[Gap]] = defaultdict(list)
    listed = [row.pk for row in missing if row.outcome == Outcome.COMPLETE]
    for gap in Gap.objects.filter(coverage__in=listed).select_related("coverage"):
        account_id = gap.coverage.account_id
        gaps[account_id, gap.outcome, gap.denied_by, gap.code].append(gap)
    held = _held({row.account_id for row in missing})
    found = [_of_scopes(key, rows, held) for key, rows in by_reason.items()]
    found += [_of_resources(key, rows) for key, rows in gaps.items()]
    return sorted(found, key=lambda each: (-each.width, each.account_id))


def _of_scopes(key: Key, rows: list[Coverage], held: Counter[tuple[str, str]]) -> Hole:
    collectors = sorted({row.collector for row in rows if row.collector})
    return Hole(
        account_id=key[0],
        outcome=key[1],
        collectors=tuple(collectors),
        regions=tuple(sorted({row.region for row in rows if row.region})),
        sentence=why(key[1], key[2]),
        detail=rows[0].reason,
        width=100 * len(rows),
        held=sum(held[key[0], each] for each in collectors),
    )


def _of_resources(key: Key, rows: list[Gap]) -> Hole:
    return Hole(
        account_id=key[0],
        outcome=key[1],
        collectors=tuple(sorted({row.coverage.collector for row in rows})),
        regions=tuple(sorted({row.coverage.region for row in rows} - {""})),
        sentence=why(key[1], key[2]),
        detail=rows[0].reason,
        width=len(rows),
        held=Grant.objects.current()
        .filter(resource__arn__in=[row.arn for row in rows])
        .count(),
        arns=tuple(row.arn for row in rows),
    )


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


def _held(account_ids: set[str]) -> Counter[tuple[str, str]]:
    """Count the grants that stand where we could not look, in one query."""
    rows = (
        Grant.objects.current()
        .cross_account()
        .filter(resource__account_id__in=account_ids)
        .order_by()
        .values_list("resource__account_id", "resource__collector")
        .annotate(Count("pk"))
    )
    return Counter({(account, name): count for account, name, count in rows})
