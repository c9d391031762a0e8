"""Rows of many accounts, one account at a time."""

from __future__ import annotations

from accessmap.reach.turns import Turns

ROWS = [("1", "a"), ("1", "b"), ("2", "left"), ("3", "c"), ("5", "d")]


def test_each_account_gets_its_own_rows() -> None:
    turns = Turns(iter(ROWS), ["1", "3", "5"])
    found = {each: list(turns.of(each)) for each in ("1", "3", "5")}
    assert found == {
        "1": [("1", "a"), ("1", "b")],
        "3": [("3", "c")],
        "5": [("5", "d")],
    }


def test_an_account_without_rows_gets_none_and_takes_none_of_the_next() -> None:
    turns = Turns(iter(ROWS), ["1", "3", "4", "5", "6"])
    counts = [len(list(turns.of(each))) for each in ("1", "3", "4", "5", "6")]
    assert counts == [2, 1, 0, 1, 0]


def test_rows_that_nobody_took_do_not_become_the_next_ones() -> None:
    turns = Turns(iter(ROWS), ["1", "3", "5"])
    next(turns.of("1"))
    assert list(turns.of("5")) == [("5", "d")]


def test_no_rows_are_nobodys() -> None:
    assert list(Turns([], ["1"]).of("1")) == []
