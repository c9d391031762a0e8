"""The zone of trust: the accounts and the organization that we call inside.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from accessmap.policy.kinds import Zone


@dataclass(frozen=True, slots=True)
class ZoneOfTrust:
    """What the engine must know of the organization to say how far somebody stands.

    ``paths`` maps an account id to its organization path, as aws:PrincipalOrgPaths
    carries it (``o-…/r-…/ou-…/``). An account outside ``accounts`` is external, also
    when it once was a member.
    """

    organization_id: str = ""
    accounts: frozenset[str] = frozenset()
    paths: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    management_account: str = ""
    canonical_ids: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # canonical user id → account id
    former_accounts: frozenset[str] = frozenset()

    def of_account(self, account_id: str, *, home: str) -> Zone:
        """Return the zone of ``account_id``, seen from account ``home``."""
        if account_id == home:
            return Zone.SAME_ACCOUNT
        return Zone.ORGANIZATION if account_id in self.accounts else Zone.EXTERNAL
