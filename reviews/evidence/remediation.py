"""What became of each promise to remove: the policy before, and the one after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from accessmap.ledger.canonical import spoken
from accessmap.models import Snapshot
from reviews.evidence.rows import LONG, decisions_of, each_of
from reviews.evidence.tables import Row
from reviews.lifecycle import Removal, Verdict
from reviews.models import Campaign, Verification

PROMISES = (Verdict.REVOKE, Verdict.REDUCE)
Policy = tuple[int, str, str]  # resource, kind and name: where one policy lives


def remediation_rows(campaign: Campaign, until: int) -> Iterator[Row]:
    """Yield each item that was to go, what was seen of it, and its policy afterwards.

    ``policy_before`` and ``policy_after`` name files of ``raw/``; the latter is empty
    where the policy itself is gone, and null as long as the grant is not seen removed.
    """
    newest = _newest_looks(campaign, until)
    after = _policies_after(newest.values())
    made = decisions_of(campaign, verdict__in=PROMISES).effective()
    for each in each_of(made.order_by("item__number")):
        item, look = each.item, newest.get(each.item_id)
        is_removed = look is not None and look.outcome == Removal.REMOVED
        yield {
            "item": item.number,
            "fingerprint": item.fingerprint,
            "verdict": each.verdict,
            "reduce_to": each.reduce_to,
            "promised_at": spoken(each.decided_at),
            "outcome": look.outcome if look else "not-looked",
            "crawl": look.crawl_id if look else None,
            "policy_before": item.document_sha256,
            "policy_after": after.get(item.pk, "") if is_removed else None,
        }


def _newest_looks(campaign: Campaign, until: int) -> dict[int, Verification]:
    """Return the newest look at each item, by the item's key."""
    looks = Verification.objects.filter(item__campaign=campaign, pk__lte=until)
    related = looks.select_related("crawl", "item__grant__snapshot").defer(*LONG)
    return {each.item_id: each for each in each_of(related.order_by("pk"))}


def policy_after(look: Verification) -> str | None:
    """Return the hash of the policy that stood when a look saw its grant removed.

    It is empty where the policy itself is gone, and None where nothing was removed.
    """
    if look.outcome != Removal.REMOVED:
        return None
    return _policies_after([look]).get(look.item_id, "")


def _policies_after(looks: Iterable[Verification]) -> dict[int, str]:
    """Return the policy that stood where each look saw the grant gone, by item."""
    removed = [each for each in looks if each.outcome == Removal.REMOVED]
    stood: dict[Policy, list[Snapshot]] = defaultdict(list)
    places = {each.item.grant.resource_id for each in removed}
    for each in Snapshot.objects.filter(resource__in=places).select_related("document"):
        stood[each.resource_id, each.kind, each.name].append(each)
    found = {}
    for look in removed:
        was, then = look.item.grant.snapshot, look.crawl.started_at
        for each in stood[was.resource_id, was.kind, was.name]:
            if each.began_at <= then and (
                each.ended_at is None or then < each.ended_at
            ):
                found[look.item_id] = each.document.sha256
    return found
