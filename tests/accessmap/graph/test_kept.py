from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from accessmap.graph.kept import FILES_AT_MOST, folder, kept

NAME = "picture-" + "0" * 32


def test_what_was_made_is_not_made_again() -> None:
    made = []

    def make() -> bytes:
        made.append(1)
        return b"{}"

    assert gzip.decompress(kept(NAME, make)) == b"{}"
    assert kept(NAME, make) == kept(NAME, make)
    assert len(made) == 1


def test_who_comes_second_waits_for_the_first_and_draws_nothing() -> None:
    """Two workers are asked at once after a crawl: one draws, both answer."""
    begun, may_end = Event(), Event()
    made: list[str] = []

    def make() -> bytes:
        made.append("once")
        begun.set()
        assert may_end.wait(10)
        return b"{}"

    with ThreadPoolExecutor(2) as workers:
        first = workers.submit(kept, NAME, make)
        assert begun.wait(10)
        second = workers.submit(kept, NAME, make)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.05)
        may_end.set()
        assert first.result() == second.result()
    assert made == ["once"]


def test_nobody_else_on_the_machine_reads_it() -> None:
    kept(NAME, lambda: b"{}")
    assert folder().stat().st_mode & 0o77 == 0
    (found,) = folder().glob("*.gz")
    assert found.stat().st_mode & 0o77 == 0


def test_the_oldest_go() -> None:
    for number in range(FILES_AT_MOST + 5):
        kept(f"picture-{number:032x}", lambda: b"{}")
    assert len(list(folder().glob("*.gz"))) == FILES_AT_MOST


def test_a_name_is_never_a_way_to_another_folder() -> None:
    with pytest.raises(ValueError, match="secret_key"):
        kept("../secret_key", lambda: b"{}")


def test_a_folder_that_cannot_be_written_costs_only_time(
    settings: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    settings.MAP_DIR = tmp_path / "file" / "map"  # type: ignore[attr-defined]
    assert gzip.decompress(kept(NAME, lambda: b"{}")) == b"{}"
    assert "it was not kept" in caplog.text
