from __future__ import annotations

from accessmap.batches import SIZE, batched


def test_every_key_comes_once_and_no_piece_is_too_long() -> None:
    keys = list(range(SIZE * 2 + 1))
    pieces = list(batched(keys))
    assert [key for piece in pieces for key in piece] == keys
    assert max(map(len, pieces)) == SIZE
