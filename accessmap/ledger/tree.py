"""The Merkle tree of RFC 6962: pure.

A tree of n leaves is held as its *peaks*: the roots of the complete subtrees, largest
first, one for each bit of n. Appending needs nothing else, so a writer reads one row.

https://www.rfc-editor.org/rfc/rfc6962#section-2.1
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

Peaks = tuple[bytes, ...]


def leaf_hash(body: bytes) -> bytes:
    """Return the hash of one leaf."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(peaks: Peaks, size: int, leaf: bytes) -> Peaks:
    """Return the peaks of a tree of ``size`` leaves after one more."""
    stack = list(peaks)
    while size & 1:
        leaf = node_hash(stack.pop(), leaf)
        size >>= 1
    return (*stack, leaf)


def root(peaks: Peaks) -> bytes:
    """Return the root above the peaks; of an empty tree, the hash of nothing."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    *others, found = peaks
    for each in reversed(others):
        found = node_hash(each, found)
    return found


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the tree over leaf hashes."""
    peaks: Peaks = ()
    for size, leaf in enumerate(leaves):
        peaks = grown(peaks, size, leaf)
    return root(peaks)


def levels_of(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Return every level of the tree, the leaves first; a lone last node moves up."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [
            node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)
        ]
        if len(below) % 2:
            above.append(below[-1])
        levels.append(above)
    return levels


def proof(levels: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """Return the hashes that lead from leaf ``index`` to the root, the lowest first."""
    path = []
    for level in levels[:-1]:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        index >>= 1
    return path


def climbed(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that ``path`` leads to, or None where it cannot be a path.

    https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2
    """
    if not 0 <= index < size:
        return None
    found, last, rest = leaf, size - 1, list(path)
    while last:
        if index & 1 or index < last:
            if not rest:
                return None
            beside = rest.pop(0)
            is_right = index & 1
            found = node_hash(beside, found) if is_right else node_hash(found, beside)
        index >>= 1
        last >>= 1
    return None if rest else found
