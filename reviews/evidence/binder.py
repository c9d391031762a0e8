"""Write files into a ZIP whose bytes depend on nothing but what is written."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from types import TracebackType
from typing import BinaryIO, Self

from accessmap.ledger import tree
from reviews.evidence.tables import Row, canonical

# A fixed date, system and no compression: zlib's bytes differ between builds of it.
EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3


class Binder:
    """One ZIP being written; it remembers each file's hash and each table's tree."""

    def __init__(self, out: BinaryIO) -> None:
        """Begin."""
        self._archive = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)
        self.hashes: dict[str, str] = {}
        self.trees: dict[str, dict[str, object]] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write one file."""
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.create_system = UNIX
        entry.external_attr = 0o644 << 16
        sha256 = hashlib.sha256()
        with self._archive.open(entry, "w", force_zip64=True) as file:
            for chunk in chunks:
                sha256.update(chunk)
                file.write(chunk)
        self.hashes[name] = sha256.hexdigest()

    def add_json(self, name: str, value: object) -> None:
        """Write one canonical value."""
        self.add(name, [canonical(value) + b"\n"])

    def add_rows(self, name: str, rows: Iterable[Row]) -> None:
        """Write a table as JSON lines, and the hash of each line beside it."""
        self.add_lines(name, map(canonical, rows))

    def add_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Write lines, each of them a leaf of the table's own Merkle tree."""
        leaves: list[bytes] = []

        def counted() -> Iterable[bytes]:
            for line in lines:
                leaves.append(tree.leaf_hash(line))
                yield line + b"\n"

        self.add(name, counted())
        self.add(f"leaves/{name}.txt", (each.hex().encode() + b"\n" for each in leaves))
        self.trees[name] = {"size": len(leaves), "root": tree.root_of(leaves).hex()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the ZIP's own list of what is in it; let go of it if that failed."""
        with suppress(OSError) if error else nullcontext():
            self._archive.close()
