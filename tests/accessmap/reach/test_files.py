from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import pytest

from accessmap.reach import files

STAMP = {"crawl": 4, "made_at": "2026-11-23T06:10:00+00:00"}


def write(folder: Path, number: int = 1) -> Path:
    return files.write(folder, {"one": np.arange(number)}, {"a.txt": b"a\n"}, **STAMP)


def test_the_newest_whole_generation_is_shown(tmp_path: Path) -> None:
    write(tmp_path)
    shown = write(tmp_path, 9)
    found = files.newest(tmp_path)
    assert found is not None
    assert found[0] == shown
    assert found[1].crawl == 4
    assert files.array(shown, "one").tolist() == list(range(9))


def test_a_file_cut_short_leaves_the_generation_before(tmp_path: Path) -> None:
    first = write(tmp_path)
    (write(tmp_path) / "one.npy").write_bytes(b"cut")
    found = files.newest(tmp_path)
    assert found is not None
    assert found[0] == first


def test_a_file_missing_or_a_stamp_of_no_sense_is_no_generation(tmp_path: Path) -> None:
    (write(tmp_path) / "a.txt").unlink()
    (write(tmp_path) / files.STAMP).write_text("{")
    assert files.newest(tmp_path) is None


def test_a_crash_while_writing_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "making-x").mkdir()
    (tmp_path / "making-x" / "one.npy").write_bytes(b"")
    assert files.newest(tmp_path) is None
    assert files.newest(tmp_path / "nowhere") is None


def test_old_generations_are_removed_but_the_last(tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path, number + 1)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["3", "4"]


@pytest.mark.parametrize("told", [[], [5, 2**40, -1]])
def test_an_array_whose_pages_were_given_back_reads_the_same(
    tmp_path: Path, told: list[int]
) -> None:
    numbers = np.array(told, dtype=np.int64)
    shown = files.write(tmp_path, {"grants": numbers}, {}, crawl=1, made_at="")
    found, pages = files.sparse(shown, "grants")
    assert found.tolist() == told
    pages.madvise(mmap.MADV_DONTNEED)
    assert found.tolist() == told
