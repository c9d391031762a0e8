"""Lists are read to their end."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.aws.collector import turned


class _Book:
    """A list that turns its pages by a token of its own."""

    def __init__(self, *pages: dict[str, Any]) -> None:
        self.pages = list(pages)
        self.asked: list[dict[str, Any]] = []

    def list_things(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(dict(asked))
        return self.pages.pop(0)


def test_pages_that_boto3_does_not_turn_are_turned():
    book = _Book({"Things": [1], "Next": "a"}, {"Things": [2]})
    assert list(turned(book, "list_things", "Things", "Next Page", Of=7)) == [1, 2]
    assert book.asked == [{"Of": 7}, {"Of": 7, "Page": "a"}]


def test_what_stands_on_two_pages_is_told_once():
    book = _Book({"Things": [{"a": 1}, {"b": 2}], "Next": "a"}, {"Things": [{"b": 2}]})
    assert list(turned(book, "list_things", "Things", "Next")) == [{"a": 1}, {"b": 2}]


def test_a_page_that_comes_twice_is_an_error():
    book = _Book(*[{"Things": [1], "Next": "a"}] * 3)
    with pytest.raises(ValueError, match="read before"):
        list(turned(book, "list_things", "Things", "Next"))
