"""The statements of a document that make a grant, as text to read and to compare."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reviews.wording import storable


def statement_text(document: str, indices: Sequence[int]) -> str:
    """Return the statements at ``indices`` as indented JSON.

    A document that has no such statements (a list of KMS grants, an ACL) is shown
    whole, and so is one that is not JSON.
    """
    return _text(document, tuple(indices))


@lru_cache(maxsize=256)
def _text(document: str, indices: tuple[int, ...]) -> str:
    """Do so, once for the many grants that one document makes."""
    try:
        parsed = json.loads(document)
    except ValueError:
        return storable(document)
    statements = parsed.get("Statement") if isinstance(parsed, dict) else None
    if isinstance(statements, dict):
        statements = [statements]
    if not isinstance(statements, list) or not indices:
        return storable(json.dumps(parsed, indent=2, ensure_ascii=False))
    chosen = [statements[each] for each in indices if each < len(statements)]
    shown = chosen[0] if len(chosen) == 1 else chosen
    return storable(json.dumps(shown, indent=2, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison; ``sign`` is ``+``, ``-`` or a space."""

    sign: str
    text: str


def difference(before: str, after: str) -> Iterator[Line]:
    """Yield the lines of ``after`` with what was added and taken away."""
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        if line[0] in "+- ":
            yield Line(line[0], line[2:])
