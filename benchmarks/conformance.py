"""Ask AccessMap and its peers about worked cases; write docs/conformance.md.

    python -m benchmarks.conformance
    python -m benchmarks.conformance CASES.jsonl --output -

Without a file, the cases are asked that came before the engine. Needs `make peers`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.board import Marks, is_in_the_policy, mark
from benchmarks.conformance_words import HEAD, TAIL
from benchmarks.peers import (
    ACCESSMAP,
    ROOT,
    UNIVERSE,
    WITH_A_VERDICT,
    Door,
    Peer,
    PeersMissing,
    write_cases,
)

# Not our own cases beside it: those were written with the engine at hand.
CASES = ROOT / "tests" / "accessmap" / "policy" / "cases" / "shared.jsonl"
PAGE = ROOT / "docs" / "conformance.md"
QUESTIONS = {"external": "lets in somebody outside", "public": "lets in everybody"}


@dataclass(frozen=True)
class Row:
    """One line of the board."""

    peer: Peer
    question: str
    marks: Marks

    def __str__(self) -> str:
        """Return the line as Markdown."""
        name = f"**{self.peer.name}**" if self.peer.is_ours else self.peer.name
        marks = self.marks
        counts = (marks.missed, marks.false_alarms, marks.crashes)
        cells = (name, self.peer.version, self.question, marks.asked, marks.right)
        return "| " + " | ".join(map(str, (*cells, *map(len, counts)))) + " |"


def read(paths: list[Path]) -> list[dict[str, Any]]:
    """Return the cases of all files, in order."""
    return [
        json.loads(line)
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def ask_accessmap(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what ``manage.py analyze --cases -`` answers."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run(
        [sys.executable, "manage.py", "analyze", "--cases", "-"],
        cwd=ROOT,
        input=lines,
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout:
        raise SystemExit(f"manage.py analyze answered nothing: {done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def ask(peer: Peer, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what one peer answers."""
    with tempfile.TemporaryDirectory() as directory:
        path = write_cases(Path(directory) / "cases.jsonl", cases, {})
        with Door(peer, path) as door:
            answers: list[dict[str, Any]] = door.ask("judge")
    return answers


def board(cases: list[dict[str, Any]]) -> list[Row]:
    """Return AccessMap's lines, then those of each peer."""
    everyones = [case for case in cases if is_in_the_policy(case)]
    answers = {ACCESSMAP: ask_accessmap(cases)}
    answers |= {peer: ask(peer, everyones) for peer in WITH_A_VERDICT}
    return [
        Row(peer, question, mark(everyones, said, question))
        for question in QUESTIONS
        for peer, said in answers.items()
        if not (peer == UNIVERSE and question == "external")
    ] + [
        Row(
            ACCESSMAP,
            f"{question}, every case",
            mark(cases, answers[ACCESSMAP], question),
        )
        for question in QUESTIONS
    ]


def table(rows: list[Row]) -> str:
    """Return the board as a Markdown table."""
    head = (
        "| Tool | Version | Question | Asked | Right | Missed | False alarm | Crash |"
    )
    return "\n".join(
        [head, "| --- | --- | --- " + "| ---: " * 5 + "|", *map(str, rows)]
    )


def wrong_answers(rows: list[Row]) -> str:
    """Return which cases each tool got wrong."""
    lines = []
    for row in rows:
        named = {
            "missed": row.marks.missed,
            "false alarm": row.marks.false_alarms,
            "crash": row.marks.crashes,
        }
        told = "; ".join(
            f"{word}: {', '.join(ids)}" for word, ids in named.items() if ids
        )
        lines.append(f"- {row.peer.name}, {row.question}: {told or 'none'}")
    return "\n".join(lines)


def page(cases: list[dict[str, Any]]) -> str:
    """Return the whole page."""
    parts = [HEAD]
    for confidence, title in (
        ("high", "Cases that the documentation decides"),
        ("medium", "Cases on which readers of it may differ"),
    ):
        chosen = [
            case for case in cases if case.get("confidence", "high") == confidence
        ]
        if not chosen:
            continue
        rows = board(chosen)
        meaning = "; ".join(f"*{word}*: {says}" for word, says in QUESTIONS.items())
        parts.append(f"## {title}\n\n{len(chosen)} cases. {meaning}.\n\n")
        parts.append(f"{table(rows)}\n\nWrong answers:\n\n{wrong_answers(rows)}\n\n")
    return "".join(parts).rstrip("\n") + "\n" + TAIL


def main() -> None:
    """Read the command line, ask, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("--output", default=str(PAGE), help="a file, or - to print")
    arguments = parser.parse_args()
    paths = arguments.cases or [CASES]
    try:
        text = page(read(paths))
    except PeersMissing as missing:
        parser.exit(1, f"{missing}\n")
    if arguments.output == "-":
        print(text)
    else:
        Path(arguments.output).write_text(text, encoding="utf-8")
        print(f"{arguments.output} is written.")


if __name__ == "__main__":
    main()
