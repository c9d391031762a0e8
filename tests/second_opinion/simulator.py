"""iam-simulate as a process: requests in, answers out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Request:
    """One request to one resource with its policy; the caller's side always allows."""

    policy: Any
    principal: str  # an ARN, an AWS service, or "anonymous"
    action: str
    resource: str
    account: str
    context: dict[str, str | list[str]] = field(default_factory=dict)
    rcps: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """What iam-simulate says; ``ignored`` are the context keys that it dropped."""

    allowed: bool
    ignored: tuple[str, ...]
    error: str | None


def simulate(requests: Iterable[Request]) -> list[Answer]:
    """Return an answer to each request, in order; fail if the tool is not there."""
    if not (HERE / "node_modules").exists():
        pytest.fail("iam-simulate is not installed: run `make second-opinion`.")
    lines = "".join(json.dumps(vars(each)) + "\n" for each in requests)
    done = subprocess.run(
        ["sh", ROOT / "setup" / "node.sh", "node", HERE / "simulate.mjs"],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        Answer(each["allowed"], tuple(each["ignored"]), each["error"])
        for each in answers
    ]
