"""Look for garbage between batches, not within them.

Python looks for cycles each time that some hundred objects more are alive than died,
and a batch of rows makes many thousands that stay: a third of a campaign's opening went
into looking at them, and at all that was there before, again and again.
https://docs.python.org/3/library/gc.html
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def collected(work: Iterable[T], *, every: int = 1) -> Iterator[T]:
    """Yield ``work`` piece by piece; look for garbage after each ``every`` of them.

    While somebody uses the pieces Python does not look by itself, in the whole process,
    and never at what was there before. It does again once they are used up, or nobody
    asks for more.
    """
    was_looking = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        for number, piece in enumerate(work, start=1):
            yield piece
            if number % every == 0:
                gc.collect()
    finally:
        gc.unfreeze()
        if was_looking:
            gc.enable()
