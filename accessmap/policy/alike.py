"""Actions that AWS knows, told by what a document's patterns answer of them.

A cell of the space is the shortest text that answers the patterns in its way
(``s3:get`` for ``s3:Get*``), which AWS may not know. Whatever answers alike lies in
the same cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from accessmap.policy.action import expand, matches


def all_like(
    cells: Iterable[str], texts: tuple[str, ...], patterns: Iterable[str]
) -> tuple[str, ...]:
    """Return the actions of ``patterns`` that answer ``texts`` as one of ``cells``."""
    wanted = {_answers(each, texts) for each in cells}
    return tuple(each for each in expand(patterns) if _answers(each, texts) in wanted)


@lru_cache(maxsize=4096)
def one_like(cell: str, texts: tuple[str, ...]) -> str:
    """Return the first action that answers ``texts`` as the cell does; "" for none."""
    answers = _answers(cell, texts)
    over = [each for each, is_met in zip(texts, answers, strict=True) if is_met]
    within = min(over, key=lambda each: len(expand([each])), default="")
    known = expand([within or f"{cell.partition(':')[0]}:*"])
    return next((each for each in known if _answers(each, texts) == answers), "")


def _answers(action: str, texts: tuple[str, ...]) -> tuple[bool, ...]:
    return tuple([matches(each, action) for each in texts])
