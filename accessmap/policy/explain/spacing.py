"""Space between Japanese and Latin script: one where they meet, none elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache

from accessmap.policy.explain.spans import Span, Spans

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u3005]")
_COUNTERS = frozenset("個件日分秒時年月")
_PUNCTUATION = frozenset("、。：（）「」")


def spaced(spans: Spans) -> Spans:
    """Set the space at the seams of the pieces; within a piece it is the writer's."""
    found: list[Span] = []
    for span in spans:
        if not found:
            found.append(span)
            continue
        before, after = found[-1].text.rstrip(" "), span.text.lstrip(" ")
        if not before or not after:
            found.append(span)
            continue
        gap = " " if _meet(before[-1], after[0]) else ""
        # The space before a name is not bold, nor part of it.
        is_before = span.is_strong and not found[-1].is_strong
        found[-1] = _saying(found[-1], before + gap if is_before else before)
        found.append(_saying(span, after if is_before else gap + after))
    return tuple(found)


def _saying(span: Span, text: str) -> Span:
    return span if span.text == text else span._replace(text=text)


@lru_cache(maxsize=65_536)
def _meet(before: str, after: str) -> bool:
    """Say whether a space belongs between two letters; texts ask for the same ones."""
    if before.isdigit() and after in _COUNTERS:
        return False
    if before in _PUNCTUATION or after in _PUNCTUATION:
        return False
    kinds = bool(_JAPANESE.match(before)), bool(_JAPANESE.match(after))
    return kinds[0] != kinds[1] or not any(kinds)
