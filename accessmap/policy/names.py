"""What people call the accounts, units and resources that AWS gives only ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that a sentence may use; what is not here is said by its id.

    ``accounts`` holds ours, those of vendors, and those that left. An account outside
    the organization that has no name here is "not known to us".
    """

    accounts: Mapping[str, str] = field(default_factory=lambda: _NONE)
    former_accounts: frozenset[str] = frozenset()  # they left the organization
    organizations: Mapping[str, str] = field(default_factory=lambda: _NONE)
    units: Mapping[str, str] = field(default_factory=lambda: _NONE)  # ou-… → name
    canonical_ids: Mapping[str, str] = field(default_factory=lambda: _NONE)
    resources: Mapping[str, str] = field(default_factory=lambda: _NONE)  # ARN → name
    people: Mapping[str, str] = field(default_factory=lambda: _NONE)  # and groups
