"""Which engine this is: other code may read the same documents otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from accessmap import __version__, derive, policy

SOURCES = {".py", ".json"}


@cache
def engine_version() -> str:
    """Return a digest of the engine, its rules, its data, and of what feeds it."""
    homes = [Path(package.__path__[0]) for package in (policy, derive)]
    return f"{__version__} {digest_of(homes)}"


def digest_of(homes: Iterable[Path]) -> str:
    """Return a digest of the sources and data below folders, wherever they lie."""
    found = sha256()
    for home in homes:
        for path in sorted(home.rglob("*")):
            if path.suffix in SOURCES:
                text = sha256(path.read_bytes()).hexdigest()
                found.update(f"{path.relative_to(home)} {text}\n".encode())
    return found.hexdigest()
