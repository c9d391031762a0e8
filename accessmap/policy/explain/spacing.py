"""Space between Japanese and Latin script: one where they meet, none elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

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
        if found[-1].is_strong or not span.is_strong:
            found[-1] = replace(found[-1], text=before)
            found.append(replace(span, text=gap + after))
        else:
            # The space before a name is not bold, nor part of it.
            found[-1] = replace(found[-1], text=before + gap)
            found.append(replace(span, text=after))
    return tuple(found)


def _meet(before: str, after: str) -> bool:
    if before.isdigit() and after in _COUNTERS:
        return False
    if before in _PUNCTUATION or after in _PUNCTUATION:
        return False
    kinds = bool(_JAPANESE.match(before)), bool(_JAPANESE.match(after))
    return kinds[0] != kinds[1] or not any(kinds)
