"""The nodes while they are gathered: each key once, with what it is and where."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from accessmap.reach.kinds import NodeKind


@dataclass(frozen=True, slots=True)
class Node:
    """One node. ``home`` is the account it lies in; outsiders are their own home."""

    key: str  # ARN, account id, provider, service …: what an address may name
    kind: NodeKind
    home: str = ""


class Nodes:
    """Numbers nodes as they come."""

    def __init__(self) -> None:
        """Begin without any."""
        self._numbers: dict[str, int] = {}
        self._kinds = array("B")
        self._homes: list[str] = []

    def __len__(self) -> int:
        return len(self._kinds)

    def add(self, key: str, kind: NodeKind, home: str = "") -> int:
        """Return the node's number; the first word about it counts."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._kinds)
            self._kinds.append(kind)
            self._homes.append(home)
        return number

    def find(self, key: str) -> int | None:
        """Return the number of a node that was added."""
        return self._numbers.get(key)

    def all(self) -> list[Node]:
        """Return them by number."""
        told = zip(self._numbers, self._kinds, self._homes, strict=True)
        return [Node(key, NodeKind(kind), home) for key, kind, home in told]
