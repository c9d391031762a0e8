"""A resource as a list names it, and what reading it adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from accessmap.aws.collector import Sighting
from accessmap.policy.kinds import PolicyKind

Documents = Mapping[tuple[PolicyKind, str], str]
_NONE: Mapping[str, Any] = MappingProxyType({})
# Kinesis and Glue answer so where nobody ever set a policy.
EMPTY = frozenset({"", "{}", "null"})


@dataclass(frozen=True, slots=True)
class Listed:
    """One resource of a list; ``key`` is what its service reads it by, if not ARN."""

    arn: str
    name: str
    key: Any = None
    resource_type: str = ""  # empty: the collector's own
    tags: Mapping[str, str] = field(default_factory=lambda: _NONE)
    facts: Mapping[str, Any] = field(default_factory=lambda: _NONE)

    def seen(
        self, policy: str | None = None, documents: Documents | None = None
    ) -> Sighting:
        """Return it as seen, with its resource policy or with other documents."""
        return Sighting(
            arn=self.arn,
            name=self.name,
            resource_type=self.resource_type,
            documents={**resource_policy(policy), **(documents or {})},
            tags=self.tags,
            facts=self.facts,
        )


def resource_policy(text: str | None) -> Documents:
    """Return a resource policy as documents; none where there is none."""
    if text is None or text.strip() in EMPTY:
        return {}
    return {(PolicyKind.RESOURCE, ""): text}


def pairs(tags: Iterable[Mapping[str, str]] | None) -> dict[str, str]:
    """Return a list of tags, in whichever case AWS writes it, as a mapping."""
    found = {}
    for each in tags or ():
        lowered = {name.lower(): value for name, value in each.items()}
        found[lowered["key"]] = lowered.get("value", "")
    return found
