"""Sets of requests as boxes: one bit mask for each dimension.

Every statement is a conjunction of terms, each on one dimension, so what it matches is
a box; an Allow less a Deny is a union of boxes, one for each term that may fail (De
Morgan). Boxes may overlap: only their union matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from accessmap.policy.document import Test

CALLER, NETWORK, DOOR, ACTION, RESOURCE = range(5)
FIRST_KEY = 5

MOST_BOXES = 64


@dataclass(frozen=True, slots=True)
class Term:
    """One requirement: on ``dimension`` only the cells in ``mask``.

    ``tests`` say it in a policy's words; ``opposite`` say in the same what is left
    where it fails.
    """

    dimension: int
    mask: int
    tests: tuple[Test, ...] = ()
    opposite: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A set of requests, and the terms that made it what it is."""

    masks: tuple[int, ...]
    terms: tuple[Term, ...] = ()

    def narrowed(self, term: Term) -> Box | None:
        """Return the box with one term more; None if nothing is left."""
        left = self.masks[term.dimension] & term.mask
        if not left:
            return None
        at = term.dimension
        masks = (*self.masks[:at], left, *self.masks[at + 1 :])
        return replace(self, masks=masks, terms=(*self.terms, term))

    def meets(self, terms: Iterable[Term]) -> bool:
        """Say whether some request of the box fulfils all the terms."""
        masks = list(self.masks)
        for term in terms:
            masks[term.dimension] &= term.mask
            if not masks[term.dimension]:
                return False
        return True

    def less(self, terms: tuple[Term, ...]) -> list[Box]:
        """Return the box without the requests that fulfil all the terms."""
        if not self.meets(terms):
            return [self]
        found = []
        for term in terms:
            failing = Term(term.dimension, ~term.mask, term.opposite)
            if left := self.narrowed(failing):
                found.append(left)
        return found

    def within(self, other: Box, *, but: frozenset[int] = frozenset()) -> bool:
        """Say whether the other box holds all of this one, some dimensions aside."""
        return all(
            not mine & ~theirs
            for at, (mine, theirs) in enumerate(
                zip(self.masks, other.masks, strict=True)
            )
            if at not in but
        )


def absorbed(boxes: Iterable[Box]) -> list[Box]:
    """Return the boxes without those that another holds; the earlier one stays."""
    kept: list[Box] = []
    for box in boxes:
        if any(box.within(each) for each in kept):
            continue
        kept = [each for each in kept if not each.within(box)]
        kept.append(box)
    return kept
