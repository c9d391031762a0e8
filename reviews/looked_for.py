"""Whether own access could be looked for at all: no conflict found is not none.

Who is in an account of ours is known if it was read; who is in another's, or comes with
an organization or a provider, is not.
"""

from __future__ import annotations

from enum import StrEnum

from accessmap.models import Account
from accessmap.models.newest import Newest
from accessmap.policy.kinds import PrincipalKind
from reviews.circumstances import Circumstances
from reviews.holding import WHOLE

NAMED = frozenset(
    {
        PrincipalKind.ROLE,
        PrincipalKind.USER,
        PrincipalKind.SESSION,
        PrincipalKind.PERSON,
        PrincipalKind.GROUP,
        PrincipalKind.SERVICE,  # no person's
    }
)


class LookedFor(StrEnum):
    """How far own access was looked for."""

    WHOLE = "whole"
    PART = "part"  # the account that it is granted to was not read to the end
    NOT_ACCOUNT = "not-account"  # it is granted to a whole account, and not one of ours
    NOT_NAMED = "not-named"  # it names nobody in particular


def looked_for(told: Circumstances) -> LookedFor:
    """Return how far it could be seen who can use what the circumstances are of."""
    kind, account_id = told["principal_kind"], told["principal_account"]
    if kind in NAMED:
        return LookedFor.WHOLE
    if kind not in WHOLE:
        return LookedFor.NOT_NAMED
    if not Account.objects.present().filter(account_id=account_id).exists():
        return LookedFor.NOT_ACCOUNT
    is_whole = Newest().read_whole("iam", account_id)
    return LookedFor.WHOLE if is_whole else LookedFor.PART
