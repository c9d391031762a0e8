"""Whether what each statement says stays true when all of them are read together."""

from __future__ import annotations

from collections.abc import Sequence

from accessmap.policy.action import matches
from accessmap.policy.form import covers, is_tls_deny
from accessmap.policy.grant import Condition
from accessmap.policy.kinds import Zone
from accessmap.policy.opened import EVERYONE, Opened
from accessmap.policy.statement import Statement
from accessmap.policy.zone import ZoneOfTrust

# What a Deny of calls without TLS leaves of every Allow.
OVER_TLS = Condition("BoolIfExists", "aws:securetransport", ("true",))
_OURS = frozenset({Zone.SAME_ACCOUNT, Zone.ORGANIZATION})


def stand_apart(
    zone: ZoneOfTrust, found: Sequence[Opened], denies: Sequence[Statement]
) -> bool:
    """Say whether no statement holds, repeats or cuts what another one says.

    Denys may only be the usual ones, of every call without TLS.
    """
    owners: dict[str, int] = {}
    for each in found:
        if owners.setdefault(each.owner, each.statement.position) != (
            each.statement.position
        ):
            return False
    if "*" in owners and len(owners) > 1:
        return False
    return all(
        _is_beyond(zone, each, found) for each in found if _is_organization(each)
    ) and all(_leaves_all_over_tls(each, found) for each in denies)


def _is_organization(each: Opened) -> bool:
    return each.form.whose >= 0 and not each.form.is_owner


def _is_beyond(zone: ZoneOfTrust, whole: Opened, found: Sequence[Opened]) -> bool:
    """Say whether each account of the organization may do what all of it may not."""
    others = [each for each in found if each is not whole]
    if any(_is_organization(each) for each in others):
        return False
    if whole.owner != zone.organization_id:
        # Which accounts another organization has is not known.
        return all(each.zone is Zone.SERVICE for each in others)
    return all(
        any(
            not any(matches(one, action) for one in whole.form.actions)
            for action in each.form.actions
        )
        for each in others
        if each.zone in _OURS
    )


def _leaves_all_over_tls(deny: Statement, found: Sequence[Opened]) -> bool:
    if deny.principals != EVERYONE or deny.is_not_principal or deny.is_not_action:
        return False
    if deny.is_not_resource or len(deny.tests) != 1:
        return False
    asked = tuple([test[:2] for test in deny.tests])
    if not is_tls_deny(asked) or deny.tests[0].values != ("false",):
        return False
    return all(
        not each.scope
        and covers(deny.actions, each.statement.actions)
        and _holds(deny.resources, each.statement.resources)
        for each in found
    )


def _holds(wide: tuple[str, ...] | None, narrow: tuple[str, ...] | None) -> bool:
    """Say whether a list of resources surely has all of another."""
    if wide is None or narrow is None:
        return wide is narrow
    return "*" in wide or set(narrow) <= set(wide)
