"""Find a node by some of its words: number, name, ARN, owner, tag; as one types."""

from __future__ import annotations

from collections.abc import Iterator

from accessmap.reach.index import Index
from accessmap.reach.kinds import NodeKind

LOOKED_AT = 400  # matches, before the best are chosen
# Symbols of ours that nobody asks for.
HIDDEN = frozenset({NodeKind.COLLECTION, NodeKind.NETWORK})
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
    words = sorted(text.casefold().split(), key=len, reverse=True)
    if not words:
        return []
    found = []
    for node in _holding(index, words[0].encode()):
        line = index.lines[node]
        if all(word in line for word in words[1:]) and _is_asked_for(index, node):
            found.append(node)
            if len(found) == LOOKED_AT:
                break
    whole = text.casefold().strip()
    return sorted(found, key=lambda node: _rank(index, node, whole))[:most]


def _holding(index: Index, word: bytes) -> Iterator[int]:
    """Yield the nodes whose line holds a word, in the order of their keys."""
    body, place = index.lines.body, 0
    while (place := body.find(word, place)) >= 0:
        node = index.lines.number_at(place)
        yield node
        place = int(index.lines.starts[node + 1])


def _is_asked_for(index: Index, node: int) -> bool:
    return index.kind(node) not in HIDDEN and "#" not in index.keys[node]


def _rank(index: Index, node: int, text: str) -> tuple[int, int, int, int]:
    """Return what sorts the best first: the whole word, then kinds, then shorter."""
    line = index.lines[node]
    names = line.replace("/", " ").replace(":", " ").split()
    is_exact = 0 if text in names or line.startswith(text) else 1
    return is_exact, _ORDER.index(index.kind(node)), len(line), node
