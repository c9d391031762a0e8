"""What the rules may know about a grant beside the grant itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from accessmap.derive.abilities import Abilities
from accessmap.derive.zone import World
from accessmap.models import Crawl, Snapshot
from accessmap.policy.grant import Grant
from accessmap.policy.rule import Circumstances
from accessmap.policy.use import days_between
from accessmap.policy.zone import ZoneOfTrust


@dataclass(slots=True)
class Bystanders:
    """What rules may know of one account beside the grants themselves."""

    crawl: Crawl
    account_id: str
    world: World
    zone: ZoneOfTrust = field(init=False)
    is_logged: bool | None = None
    users: Mapping[str, frozenset[str]] = field(default_factory=dict)
    abilities: Abilities = field(default_factory=Abilities)

    def __post_init__(self) -> None:
        """Look at the world from here, once for all grants of the account."""
        self.zone = self.world.seen_from(self.account_id)

    def of(
        self, grant: Grant, snapshot: Snapshot, stale: tuple[str, ...]
    ) -> Circumstances:
        """Return the circumstances of one grant."""
        facts = snapshot.resource.facts
        longest = facts.get("max_session_seconds")
        return Circumstances(
            zone=self.zone,
            # The crawl's time, not the clock's: deriving again says the same.
            now=self.crawl.started_at,
            stale_principals=stale,
            statement=statement(snapshot.document.text, grant.statements),
            max_session_seconds=longest if isinstance(longest, int) else None,
            last_used_at=_moment(facts.get("last_used_at")),
            is_role_use_known="last_used_at" in facts,
            created_at=_moment(facts.get("created_at")),
            identity_documents=self.abilities.of(self.account_id, snapshot.resource_id),
            sensitive_accounts=self.world.sensitive,
            is_logged=self.is_logged,
            used_by=self.users.get(snapshot.resource.arn),
        )

    def days_unused(self, facts: Mapping[str, object]) -> int | None:
        """Return for how long nobody has become the role with these facts."""
        if "last_used_at" not in facts:
            return None
        return days_between(
            _moment(facts["last_used_at"]),
            _moment(facts.get("created_at")),
            self.crawl.started_at,
        )


def statement(text: str, indices: tuple[int, ...]) -> Mapping[str, object]:
    """Return the first statement that a grant stands in; nothing if there is none."""
    try:
        policy = json.loads(text)
    except ValueError:
        return {}
    found = policy.get("Statement") if isinstance(policy, dict) else None
    listed = found if isinstance(found, list) else [found]
    if not indices or indices[0] >= len(listed):
        return {}
    first = listed[indices[0]]
    return first if isinstance(first, dict) else {}


def _moment(text: object) -> datetime | None:
    """Read a time as facts carry it; what is none is unknown."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
