"""A caller's own limits, each asked by itself: so that what stops says where.

Policies of its own, permissions boundary, SCPs: who passes one is asked the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accessmap.graph.gates import Answer
from accessmap.reach.powers import EVERYTHING, Powers


class Limit(StrEnum):
    """One limit of a caller."""

    IDENTITY = "identity"
    BOUNDARY = "boundary"
    SCP = "scp"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one limit lets pass of the callers that came so far."""

    limit: Limit
    answer: Answer
    came: int
    passed: int
    is_set: bool = True  # for some of them


def ask(
    callers: Sequence[Powers], lets: Callable[[Powers], bool], *, is_all_read: bool
) -> Iterator[Asked]:
    """Yield each limit in turn, until none of the callers passes.

    That nobody passes is known only where everything was read; else it is not seen.
    """
    for limit in Limit:
        came = len(callers)
        if not any(_is_set(each, limit) for each in callers):
            yield Asked(limit, Answer.PASSES, came, came, is_set=False)
            continue
        left = [each for each in callers if lets(_alone(each, limit))]
        if left:
            yield Asked(limit, Answer.PASSES, came, len(left))
            callers = left
            continue
        is_sure = is_all_read and all(each.is_read for each in callers)
        yield Asked(limit, Answer.STOPS if is_sure else Answer.UNSEEN, came, 0)
        return


def _is_set(powers: Powers, limit: Limit) -> bool:
    if limit is Limit.BOUNDARY:
        return powers.boundary is not None
    return limit is Limit.IDENTITY or bool(powers.scps)


def _alone(powers: Powers, limit: Limit) -> Powers:
    if limit is Limit.IDENTITY:
        return Powers(powers.identity)
    if limit is Limit.BOUNDARY:
        return Powers(EVERYTHING, powers.boundary)
    return Powers(EVERYTHING, scps=powers.scps)
