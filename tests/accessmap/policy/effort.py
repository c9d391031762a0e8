"""How much work something is, counted: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


class Endless(Exception):
    """More calls were made than may be."""


def calls(work: Callable[[], object], *, most: int) -> int:
    """Return how many calls ``work`` makes; ends it at ``most``."""
    made = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal made
        made += event in {"call", "c_call"}
        if made > most:
            sys.setprofile(None)
            raise Endless

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made
