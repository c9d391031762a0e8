"""Sets of requests as boxes."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from accessmap.policy.box import Box, Term, absorbed

SIZES = (3, 2, 2)
masks = st.tuples(*(st.integers(1, (1 << size) - 1) for size in SIZES))
terms = st.lists(
    st.builds(Term, st.integers(0, 2), st.integers(0, 7)), min_size=1, max_size=3
).map(tuple)


def points(box: Box) -> set[tuple[int, ...]]:
    spans = [
        [at for at in range(s) if m >> at & 1]
        for m, s in zip(box.masks, SIZES, strict=True)
    ]
    return set(product(*spans))


@given(masks, terms)
def test_a_box_less_terms_is_exactly_the_rest(
    whole: tuple[int, ...], lost: tuple[Term, ...]
) -> None:
    box = Box(whole)
    left = set().union(*map(points, box.less(lost)), set())
    assert left == {
        each
        for each in points(box)
        if not all(t.mask >> each[t.dimension] & 1 for t in lost)
    }


@given(st.lists(masks, max_size=6))
def test_absorbing_loses_nothing(several: list[tuple[int, ...]]) -> None:
    boxes = [Box(each) for each in several]
    kept = absorbed(boxes)
    assert set().union(*map(points, kept), set()) == set().union(
        *map(points, boxes), set()
    )
    assert not any(a.within(b) for a in kept for b in kept if a is not b)
