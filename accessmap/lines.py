"""One grant as one line of JSON or of a table, in the same words everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from accessmap.batches import batched
from accessmap.graph.last_seen import last_seen_among
from accessmap.models import Grant
from accessmap.models.grant import GrantQuerySet
from accessmap.policy.explain import plain
from accessmap.spoken import Speaker

COLUMNS = (
    "fingerprint",
    "resource",
    "resource_type",
    "resource_account",
    "resource_account_name",
    "name",
    "policy_kind",
    "principal_kind",
    "principal",
    "principal_account",
    "principal_name",
    "zone",
    "verdict",
    "source_zone",
    "federated_scope",
    "access_levels",
    "actions",
    "objects",
    "conditions",
    "blocked_by",
    "unknown",
    "sentence",
    "flags",
    "first_seen_at",
    "ended_at",
)
# In a list of grants also when it was seen last, if what it is now is unknown.
LISTED = (*COLUMNS, "last_seen_at")


def lines(
    grants: GrantQuerySet, speaker: Speaker, at: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Yield each grant as plain values, under the names of ``LISTED``.

    As they are now, or were ``at`` a moment.
    """
    rows = grants.select_related("resource").prefetch_related("flags")
    for part in batched(rows.iterator(chunk_size=500)):
        seen = last_seen_among(part, at)
        for row in part:
            told = seen.get(row.pk)
            yield {
                **line(row, speaker),
                "last_seen_at": _written(told.on if told else None),
            }


def line(row: Grant, speaker: Speaker) -> dict[str, Any]:
    """Return one grant as plain values."""
    value = row.value
    says = row.says
    names = speaker.names
    return {
        "fingerprint": row.fingerprint,
        "resource": value.resource,
        "resource_type": value.resource_type,
        "resource_account": value.resource_account,
        "resource_account_name": names.accounts.get(value.resource_account, ""),
        "name": row.resource.name,
        "policy_kind": row.policy_kind,
        "principal_kind": row.principal_kind,
        "principal": row.principal,
        "principal_account": row.principal_account,
        "principal_name": names.accounts.get(row.principal_account, ""),
        "zone": row.zone,
        "verdict": row.verdict,
        "source_zone": says["source_zone"],
        "federated_scope": says["federated_scope"],
        "access_levels": says["access_levels"],
        "actions": says["actions"],
        "objects": says["objects"],
        "conditions": [
            {"operator": each.operator, "key": each.key, "values": list(each.values)}
            for each in value.conditions
        ],
        "blocked_by": [
            {"control": each.control, "name": each.name, "is_total": each.is_total}
            for each in value.blocked_by
        ],
        "unknown": says["unknown"],
        "sentence": plain(speaker.sentence(row)),
        "flags": [flag.rule_id for flag in row.flags.all()],
        "first_seen_at": _written(row.first_seen_at),
        "ended_at": _written(row.ended_at),
    }


def flat(found: Mapping[str, Any]) -> list[str]:
    """Return one line as cells: lists joined, conditions and blockers as JSON."""
    return [_cell(value) for value in found.values()]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, list):
        return str(value)
    if value and isinstance(value[0], dict):
        return json.dumps(value, ensure_ascii=False)
    return " ".join(value)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
