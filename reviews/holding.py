"""Who could use what is granted to a whole account: whoever in it is let by their own.

Such a grant names nobody. Each role and user there can use it whose policies, boundary
and SCPs let them, which is the caller's half of the question.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from accessmap.models import Grant
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from accessmap.reach.callers import callers_named, powers_of_some
from accessmap.reach.powers import ASSUME, Powers, uses_some

WHOLE = frozenset({PrincipalKind.ACCOUNT, PrincipalKind.CANONICAL})
AT_ONCE = 500


class Holding:
    """The powers of principals, each looked up once. They go by ``ways.node``."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._powers: dict[str, Powers | None] = {}

    def learn(self, nodes: Iterable[str]) -> None:
        """Read the powers of those that are not known yet, a few queries for all."""
        fresh = [each for each in dict.fromkeys(nodes) if each not in self._powers]
        for start in range(0, len(fresh), AT_ONCE):
            self._read({each: named(each) for each in fresh[start : start + AT_ONCE]})

    def may_become(self, node: str, role: str) -> bool:
        """Say whether its own policies let ``node`` assume ``role``."""
        powers = self._powers.get(node)
        return powers is not None and powers.lets(ASSUME, role) is not None

    def may_use(self, node: str, grant: Grant) -> bool:
        """Say whether its own policies let ``node`` do something that is granted."""
        arn = grant.resource.arn
        if grant.policy_kind == PolicyKind.TRUST:
            return self.may_become(node, arn)
        powers = self._powers.get(node)
        actions = tuple(grant.says["actions"])
        return powers is not None and uses_some(powers, actions, arn)

    def _read(self, wanted: Mapping[str, tuple[str, str]]) -> None:
        callers = callers_named(set(wanted.values()))
        powers = powers_of_some(callers)
        # A user's node is its ARN, a role's leaves out the path.
        found = {}
        for each in callers:
            found[each.arn] = powers[each.arn]
            if ":role/" in each.arn:
                found[f"{each.account_id}:role/{each.name}"] = powers[each.arn]
        self._powers |= {node: found.get(node) for node in wanted}


def account_of(node: str) -> str:
    """Return the account of a principal; empty for people of the directory."""
    return named(node)[0]


def named(node: str) -> tuple[str, str]:
    """Return the account and the name of a principal."""
    front, is_role, name = node.partition(":role/")
    if is_role:
        return front, name
    parts = node.split(":", 5)
    account_id = parts[4] if len(parts) > 4 else ""  # noqa: PLR2004 (of an ARN)
    return account_id, node.rpartition("/")[2]
