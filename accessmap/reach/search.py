"""Find a node by some of its words: number, name, ARN, owner, tag; as one types."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice

from accessmap.reach.index import Index
from accessmap.reach.kinds import NodeKind

LOOKED_AT = 400  # matches, before the best are chosen
BEGUN = 3  # letters that are only the beginning of a word: a quarter will do
# Symbols of ours that nobody asks for.
HIDDEN = frozenset({NodeKind.COLLECTION, NodeKind.NETWORK, NodeKind.HUB})
_ORDER = (
    NodeKind.ACCOUNT,
    NodeKind.FEDERATED,
    NodeKind.PUBLIC,
    NodeKind.ORGANIZATION,
    NodeKind.UNIT,
    NodeKind.PERSON,
    NodeKind.GROUP,
    NodeKind.SERVICE,
    NodeKind.ROLE,
    NodeKind.USER,
    NodeKind.RESOURCE,
    NodeKind.OTHER,
)


def search(index: Index, text: str, most: int = 12) -> list[int]:
    """Return the nodes in which every word of ``text`` is found, the best first."""
    whole = text.casefold().strip()
    words = sorted(set(whole.split()), key=len, reverse=True)
    if not words:
        return []
    holding = _holding(index, [word.encode() for word in words])
    asked_for = (node for node in holding if _is_asked_for(index, node))
    enough = LOOKED_AT if len(whole) > BEGUN else LOOKED_AT // 4
    ranked = (_rank(index, node, whole) for node in islice(asked_for, enough))
    best = heapq.nsmallest(most, ranked)
    index.rest()
    return [rank[-1] for rank in best]


def _holding(index: Index, words: Sequence[bytes]) -> Iterator[int]:
    """Yield the nodes whose line holds every word, in the order of their keys.

    Each word is sought from the line in which the one before it was found: so the
    rarest sets the pace, and a word that a million lines hold costs nothing beside it.
    """
    body = index.lines.body
    line = agreed = at = 0
    while (place := body.find(words[at], line)) >= 0:
        here = body.rfind(b"\n", line, place) + 1 or line
        agreed = agreed + 1 if here == line else 1
        line, at = here, (at + 1) % len(words)
        if agreed == len(words):
            yield index.lines.number_at(line)
            line, agreed = body.find(b"\n", line) + 1, 0


def _is_asked_for(index: Index, node: int) -> bool:
    return index.kind(node) not in HIDDEN and "#" not in index.keys[node]


def _rank(index: Index, node: int, text: str) -> tuple[int, int, int, int]:
    """Return what sorts the best first: the whole word, then kinds, then shorter."""
    line = index.lines[node]
    names = line.replace("/", " ").replace(":", " ").split()
    is_exact = 0 if text in names or line.startswith(text) else 1
    return is_exact, _ORDER.index(index.kind(node)), len(line), node
