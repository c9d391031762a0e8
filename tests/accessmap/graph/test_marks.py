"""What a reader hid or looked for on the map leaves the same in a file."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from accessmap.graph.marks import Marks, without_marks

EDGE = "tanuki>pay"
ENDS = ("tanuki", "pay")
TEXTS = ("Tanuki Observability", "338812907744", "payments-prod", "External")


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        ("", True),
        ("hide=tanuki", False),
        ("hide=tanuki>pay", False),
        ("hide=kumo", True),
        ("only=pay", True),
        ("only=kumo", False),
        ("only=kumo&pin=pay", True),
        ("hide=pay&pin=tanuki", True),
        ("typed=TANUKI+3388", True),
        ("typed=external", True),
        ("typed=kumo", False),
        ("typed=kumo&pin=tanuki", False),
    ],
)
def test_an_edge_stays_as_it_does_on_the_page(words: str, *, stays: bool) -> None:
    assert Marks.of(QueryDict(words)).leave([EDGE, *ENDS], TEXTS) is stays


def test_they_go_into_an_address_and_behind_the_sign_and_out_again() -> None:
    asked = QueryDict("unit=ou-1&typed=a+b&hide=x&hide=y&only=z&pin=p")
    marks = Marks.of(asked)
    assert Marks.of(QueryDict(marks.query())) == marks
    assert marks.fragment() == "search=a+b&only=z&hide=x&hide=y&pin=p"
    assert without_marks(asked).urlencode() == "unit=ou-1"
    assert marks.says() == ["Typed: a b", "Only: z", "Hidden: x, y", "Pinned: p"]
    assert not Marks.of(QueryDict("unit=ou-1"))
