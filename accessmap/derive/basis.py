"""What grants are derived from, as digests: where they stand, nothing is derived.

Two parts. The *grounds* bear on every resource of an account: the engine, the zone of
trust, outer controls. Each resource's own digest is of its documents and facts. How
long a role has been unused is counted in days, and only where a rule may speak of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from accessmap.derive.circumstances import Bystanders
from accessmap.derive.standing import Standing
from accessmap.derive.subjects import OPENING, resource_control_policies
from accessmap.derive.version import engine_version
from accessmap.models import Account, Derivation
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.rules import unused_90_days, unused_365_days

UNUSED = (unused_90_days.LEAST, unused_365_days.LEAST)  # days
Remembered = dict[str, list[str]]  # as Derivation.resources


@dataclass(frozen=True, slots=True)
class Basis:
    """What the grants of one account follow from now; ``own`` is by resource."""

    grounds: str
    own: Mapping[int, str]
    bystanders: Bystanders

    def changed(self, last: Derivation | None) -> frozenset[int] | None:
        """Return the resources to derive again since ``last``; None: all of them."""
        if last is None or last.grounds != self.grounds:
            return None
        known: Remembered = last.resources
        gone = {int(key) for key in known if int(key) not in self.own}
        return frozenset(
            gone
            | {key for key in self.own if not self._stands(key, known.get(str(key)))}
        )

    def _stands(self, key: int, last: list[str] | None) -> bool:
        if not last:
            return False
        digest, *canonical_ids = last
        return digest == self.digest(key, canonical_ids)

    def digest(self, key: int, canonical_ids: Iterable[str]) -> str:
        """Return the digest of one resource that names these canonical ids.

        Whose they are is learnt account by account, so they are in no common ground.
        """
        whose = self.bystanders.zone.canonical_ids
        found = {each: whose.get(each) for each in canonical_ids}
        return _digest([self.own[key], found])[:32] if found else self.own[key]


def basis_of(bystanders: Bystanders, standing: Standing) -> Basis:
    """Return what the grants of an account follow from, as it stands."""
    snapshots: dict[int, list[int]] = defaultdict(list)
    opening: set[int] = set()
    account_block = []
    for pk, resource, kind in standing.snapshots:
        snapshots[resource].append(pk)
        if kind in OPENING:
            opening.add(resource)
        elif kind == PolicyKind.BLOCK_PUBLIC_ACCESS:
            account_block.append((pk, resource))
    own = {}
    soon = _soon(bystanders.crawl.started_at)
    for row in standing.resources:
        if row[0] in opening:
            own[row[0]] = _own(row, snapshots[row[0]], bystanders, soon)
    block = [pk for pk, resource in account_block if resource not in opening]
    return Basis(_grounds(bystanders, standing.account, block), own, bystanders)


def _grounds(
    bystanders: Bystanders, account: Account | None, account_block: list[int]
) -> str:
    return _digest(
        [
            engine_version(),
            bystanders.world.digest,
            bystanders.is_logged,
            resource_control_policies(account),
            account_block,
        ]
    )


def _soon(now: datetime) -> str:
    """Return the day since when a role was used lately, in whatever zone that is told.

    Days as AWS writes them come one after the other as texts, too: most roles need no
    reading of times.
    """
    return (now - timedelta(days=unused_90_days.LEAST - 2)).date().isoformat()


def _own(
    row: tuple[int, str, str, str, Mapping[str, Any]],
    snapshots: list[int],
    bystanders: Bystanders,
    soon: str,
) -> str:
    _pk, resource_type, unique_id, arn, facts = row
    users = bystanders.users.get(arn)
    used = facts.get("last_used_at")
    is_fresh = isinstance(used, str) and used[:10] >= soon
    days = None if is_fresh else bystanders.days_unused(facts)
    # What the rules say of it: nothing of a role in use, which is used every day, and
    # the same each day of one that is not.
    stage = max((each for each in UNUSED if each <= (days or 0)), default=None)
    longest = facts.get("max_session_seconds")
    found = (
        resource_type,
        unique_id,
        snapshots,
        longest,
        stage and (stage, used or facts.get("created_at")),
        None if users is None else sorted(users),
    )
    return sha256(repr(found).encode()).hexdigest()[:32]


def _digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
