"""A policy document for showing: its lines, and which of them a grant stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

INDENT = "  "
# Where a document keeps what grants count by: policies; ACLs and KMS grants.
LISTS = frozenset({"statement", "grants"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; ``is_deciding`` is the value on which it turns."""

    text: str
    is_deciding: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: marked because the grant stands there, or not."""

    lines: tuple[tuple[Part, ...], ...]
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class MarkedPolicy:
    """A document to read. ``is_raw`` where it is no JSON and stands as AWS gave it."""

    blocks: tuple[Block, ...]
    statement_count: int = 0
    sids: tuple[str, ...] = ()  # of the marked statements, "" where there is none
    is_raw: bool = False


@dataclass(slots=True)
class _Writer:
    """Writes JSON as people do, and remembers where each statement stands."""

    deciding: re.Pattern[str] | None
    blocks: list[Block] = field(default_factory=list)
    _open: list[tuple[Part, ...]] = field(default_factory=list)

    def write(self, text: str, *, is_marked: bool = False) -> None:
        """Add lines to the document."""
        if is_marked:
            self.close()
            lines = tuple(tuple(self._parts(each)) for each in text.split("\n"))
            self.blocks.append(Block(lines, is_marked=True))
        else:
            self._open += [(Part(each),) for each in text.split("\n")]

    def finished(self) -> tuple[Block, ...]:
        """Return all blocks."""
        self.close()
        return tuple(self.blocks)

    def close(self) -> None:
        """End the unmarked lines."""
        if self._open:
            self.blocks.append(Block(tuple(self._open)))
            self._open = []

    def _parts(self, line: str) -> Iterator[Part]:
        pieces = self.deciding.split(line) if self.deciding else [line]
        for at, piece in enumerate(pieces):
            if piece:
                yield Part(piece, is_deciding=at % 2 == 1)


def marked_policy(
    text: str, statements: Sequence[int], deciding: Sequence[str] = ()
) -> MarkedPolicy:
    """Return ``text`` laid out, with the statements of these positions marked.

    ``deciding`` are values to underline there: an account id, ``*``. A text that is no
    policy is shown as it is: the error beside it says why.
    """
    policy = _read(text)
    if policy is None:
        lines = tuple((Part(each),) for each in text.split("\n"))
        return MarkedPolicy((Block(lines),), is_raw=True)
    writer = _Writer(_pattern(deciding))
    if isinstance(policy, list):
        count = _write_list(writer, policy, statements)
        return MarkedPolicy(writer.finished(), statement_count=count)
    key = next((each for each in policy if each.lower() in LISTS), None)
    shared = {} if key else _naming(policy, writer.deciding)
    writer.write("{")
    count, sids = 0, tuple[str, ...]()
    for at, (name, value) in enumerate(policy.items()):
        comma = "," if at < len(policy) - 1 else ""
        if name == key:
            count = _write_statements(writer, name, value, statements, comma)
            sids = _sids(value, statements)
        elif name in shared:
            _write_statements(writer, name, value, shared[name], comma)
        else:
            writer.write(f"{INDENT}{_json(name)}: {_json(value, 1)}{comma}")
    writer.write("}")
    return MarkedPolicy(writer.finished(), statement_count=count, sids=sids)


def _naming(
    policy: dict[str, object], deciding: re.Pattern[str] | None
) -> dict[str, list[int]]:
    """Return where a list of shares names who is let in: it has no statements.

    Where nothing does ("all" is everybody), the only entry there is must be meant.
    """
    lists = {
        name: each if isinstance(each, list) else [each]
        for name, each in policy.items()
        if isinstance(each, list | str)
    }
    found = {
        name: [
            at
            for at, each in enumerate(entries)
            if deciding and deciding.search(_json(each))
        ]
        for name, entries in lists.items()
    }
    if named := {name: places for name, places in found.items() if places}:
        return named
    return {name: [0] for name, each in lists.items() if len(lists) == len(each) == 1}


def _sids(value: object, marked: Sequence[int]) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    found = [each for at, each in enumerate(items) if at in marked]
    return tuple(str(e.get("Sid", "")) if isinstance(e, dict) else "" for e in found)


def _write_statements(
    writer: _Writer, name: str, value: object, marked: Sequence[int], comma: str
) -> int:
    if not isinstance(value, list):
        text = f"{INDENT}{_json(name)}: {_json(value, 1)}{comma}"
        writer.write(text, is_marked=0 in marked)
        return 1
    writer.write(f"{INDENT}{_json(name)}: [")
    _write_items(writer, value, marked, level=2)
    writer.write(f"{INDENT}]{comma}")
    return len(value)


def _write_list(writer: _Writer, value: list[object], marked: Sequence[int]) -> int:
    writer.write("[")
    _write_items(writer, value, marked, level=1)
    writer.write("]")
    return len(value)


def _write_items(
    writer: _Writer, value: list[object], marked: Sequence[int], level: int
) -> None:
    for at, each in enumerate(value):
        between = "," if at < len(value) - 1 else ""
        text = f"{INDENT * level}{_json(each, level)}{between}"
        writer.write(text, is_marked=at in marked)


def _read(text: str) -> dict[str, object] | list[object] | None:
    # IAM's own API answers with the document percent-encoded.
    if text[:3].lower() == "%7b":
        text = unquote(text)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _json(value: object, level: int = 0) -> str:
    written = json.dumps(value, indent=len(INDENT), ensure_ascii=False)
    return written.replace("\n", "\n" + INDENT * level)


def _pattern(deciding: Sequence[str]) -> re.Pattern[str] | None:
    values = sorted({each for each in deciding if each}, key=len, reverse=True)
    if not values:
        return None
    # A star alone would underline every wildcard of every action; quoted, it is one.
    forms = [r'(?<=")\*(?=")' if each == "*" else re.escape(each) for each in values]
    return re.compile(f"({'|'.join(forms)})")
