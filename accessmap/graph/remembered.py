"""What takes long to read and changes with a crawl only: read once in each process.

At five thousand accounts the names alone are five thousand rows and as many ACLs, for
every page that says one sentence. Whatever changes the generation makes it read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection

from accessmap.graph.generation import generation

Found = TypeVar("Found")
_READ: dict[Hashable, tuple[Hashable, Any]] = {}


def remembered(name: Hashable, read: Callable[[], Found]) -> Found:
    """Return what ``read`` found in this generation: a value that nobody changes."""
    now = (connection.settings_dict["NAME"], generation())
    kept = _READ.get(name)
    if kept is None or kept[0] != now:
        # What ends meanwhile belongs to the next generation: it was asked for first.
        kept = _READ[name] = (now, read())
    found: Found = kept[1]
    return found


def forget() -> None:
    """Read everything anew: the rows are others, as between two tests."""
    _READ.clear()
