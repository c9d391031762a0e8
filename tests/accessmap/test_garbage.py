"""Garbage is looked for between batches, and by Python again after them."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from accessmap.garbage import collected


class Row:
    """It can be in a cycle, and seen to be gone."""

    def __init__(self) -> None:
        self.me = self


class BatchLostError(Exception):
    """Something went wrong with a batch."""


def test_the_pieces_come_as_they_were() -> None:
    assert list(collected([1, 2, 3], every=2)) == [1, 2, 3]


def test_python_does_not_look_within_a_batch_and_does_again_afterwards() -> None:
    assert [gc.isenabled() for _ in collected([1])] == [False]
    assert gc.isenabled()


def test_whoever_had_it_switched_off_finds_it_off() -> None:
    gc.disable()
    try:
        list(collected([1]))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_error_within_a_batch_does_not_leave_it_off() -> None:
    def use() -> None:
        for _ in collected([1, 2]):
            raise BatchLostError

    with pytest.raises(BatchLostError):
        use()
    assert gc.isenabled()


def test_what_earlier_batches_left_in_cycles_is_gone() -> None:
    seen: list[weakref.ref[Row]] = []

    def batches() -> Iterator[Row]:
        for _ in range(4):
            yield Row()

    for row in collected(batches()):
        seen.append(weakref.ref(row))
        # At most the one before is still held, by the loop that asked for this one.
        assert not any(each() for each in seen[:-2])
