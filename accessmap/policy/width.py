"""Whether an edited grant lets in more or less than the one whose place it took.

In doubt it lets in more: only what is plainly the same or less is called narrower, so
that nobody overlooks who was let in newly.
"""

from __future__ import annotations

from enum import StrEnum

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import FederatedScope, SourceZone, Verdict
from accessmap.policy.overlap import includes, is_within

# Worst first; what is unknown stands beside this order, not in it.
_RANK = {each: at for at, each in enumerate(Verdict) if each is not Verdict.UNKNOWN}


class Width(StrEnum):
    """What became of how much a grant lets in."""

    SAME = "same"
    NARROWER = "narrower"
    WIDER = "wider"
    OTHERWISE = "otherwise"  # it lets in what the other did not, and the reverse


def width(after: Grant, *, before: Grant) -> Width:
    """Say what became of ``before``, of which ``after`` took the place."""
    is_no_more = lets_no_more(after, than=before)
    is_no_less = lets_no_more(before, than=after)
    if is_no_more:
        return Width.SAME if is_no_less else Width.NARROWER
    return Width.WIDER if is_no_less else Width.OTHERWISE


def lets_no_more(new: Grant, *, than: Grant) -> bool:
    """Say whether ``new`` surely lets in nothing that ``than`` did not."""
    if new.is_blocked:
        return True
    return (
        not than.is_blocked
        and includes(than.principal, new.principal)
        and _is_no_worse(new.verdict, than.verdict)
        and _is_as_narrow(new.source_zone, than.source_zone, SourceZone.ANY)
        and _is_as_narrow(new.federated_scope, than.federated_scope, FederatedScope.ANY)
        and set(than.blocked_by) <= set(new.blocked_by)
        and set(new.unknown) <= set(than.unknown)
        and is_within(new, than)
    )


def _is_no_worse(new: Verdict, old: Verdict) -> bool:
    if new is old:
        return True
    return new in _RANK and old in _RANK and _RANK[new] >= _RANK[old]


def _is_as_narrow(new: StrEnum | None, old: StrEnum | None, anything: StrEnum) -> bool:
    return new is old or old is anything
