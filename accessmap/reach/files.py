"""The index as files: written whole, shown at once, mapped into memory.

A generation is a folder with a number. It is written under another name and renamed
when it is complete, so whoever crashes leaves the generation before. ``stamp.json``
tells what the folder must hold; where it does not, the folder does not count.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = 4  # one more whenever files of before are no longer understood, or right
STAMP = "stamp.json"
KEPT = 2  # generations: whoever has the last but one open goes on reading it


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one generation is of."""

    crawl: int  # the newest crawl that had ended; 0: none
    made_at: str
    sizes: Mapping[str, int]  # of each file, in bytes
    format: int = FORMAT


def write(
    folder: Path,
    arrays: Mapping[str, NDArray[Any]],
    texts: Mapping[str, bytes],
    **of: Any,
) -> Path:
    """Write a generation after the newest one; return its folder.

    ``of`` are the fields of the stamp. What is older than the last but one is removed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="making-", dir=folder))
    try:
        for name, array in arrays.items():
            np.save(made / f"{name}.npy", array, allow_pickle=False)
        for name, text in texts.items():
            (made / name).write_bytes(text)
        sizes = {each.name: each.stat().st_size for each in made.iterdir()}
        stamp = json.dumps(asdict(Stamp(sizes=sizes, **of)))
        (made / STAMP).write_text(stamp, encoding="utf-8")
        _sync(made)
        return _show(folder, made)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _show(folder: Path, made: Path) -> Path:
    """Give the generation its number; somebody else may take one at the same time."""
    while True:
        shown = folder / str(max(_numbers(folder), default=0) + 1)
        try:
            made.rename(shown)
        except OSError:
            if not shown.exists():
                raise
            continue
        for number in sorted(_numbers(folder))[:-KEPT]:
            shutil.rmtree(folder / str(number), ignore_errors=True)
        return shown


def _sync(made: Path) -> None:
    """Wait until the files are on the disk: the name must not be there before them."""
    for each in made.iterdir():
        with each.open("rb") as opened:
            os.fsync(opened.fileno())


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return [int(each.name) for each in folder.iterdir() if each.name.isdigit()]


def newest(folder: Path) -> tuple[Path, Stamp] | None:
    """Return the newest generation that is whole; None: there is none."""
    for number in sorted(_numbers(folder), reverse=True):
        shown = folder / str(number)
        if stamp := _stamp(shown):
            return shown, stamp
    return None


def _stamp(shown: Path) -> Stamp | None:
    try:
        stamp = Stamp(**json.loads((shown / STAMP).read_text(encoding="utf-8")))
        whole = stamp.format == FORMAT and all(
            (shown / name).stat().st_size == size for name, size in stamp.sizes.items()
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return stamp if whole else None


def array(shown: Path, name: str) -> NDArray[Any]:
    """Map one array of a generation into memory, read-only."""
    mapped = np.load(shown / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    # A plain view of the same pages: the class of mapped arrays is slow to index.
    return np.asarray(mapped)


def sparse(shown: Path, name: str) -> tuple[NDArray[Any], mmap.mmap]:
    """Map an array of which an answer takes a few, and return what to give back."""
    with (shown / f"{name}.npy").open("rb") as opened:
        np.lib.format.read_magic(opened)
        (count,), _order, kind = np.lib.format.read_array_header_1_0(opened)
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        return np.frombuffer(mapped, kind, count, offset=opened.tell()), mapped
