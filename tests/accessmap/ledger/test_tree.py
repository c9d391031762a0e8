"""The tree is RFC 6962's: checked against its definition, written out recursively."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessmap.ledger import tree


def by_definition(leaves: list[bytes]) -> bytes:
    """The MTH of section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = by_definition(leaves[:split]), by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def bodies(count: int) -> list[bytes]:
    return [f"entry {each}".encode() for each in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 31, 64, 100])
def test_appending_one_by_one_gives_the_root_of_the_definition(count: int) -> None:
    hashes = [tree.leaf_hash(each) for each in bodies(count)]
    assert tree.root_of(hashes) == by_definition(bodies(count))


@given(count=st.integers(1, 70), data=st.data())
def test_every_leaf_has_a_proof_and_no_other_leaf_fits_it(
    count: int, data: st.DataObject
) -> None:
    hashes = [tree.leaf_hash(each) for each in bodies(count)]
    index = data.draw(st.integers(0, count - 1))
    levels = tree.levels_of(hashes)
    path = tree.proof(levels, index)
    root = by_definition(bodies(count))
    assert levels[-1][0] == root
    assert tree.climbed(hashes[index], index, count, path) == root
    assert tree.climbed(tree.leaf_hash(b"other"), index, count, path) != root
    if path:
        assert tree.climbed(hashes[index], index, count, path[:-1]) is None
    assert tree.climbed(hashes[index], index, count, [*path, root]) is None


def test_a_place_outside_the_tree_has_no_proof() -> None:
    assert tree.climbed(tree.leaf_hash(b""), 3, 3, []) is None
