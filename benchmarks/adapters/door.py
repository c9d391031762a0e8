"""The door between a measurement and one tool: cases in a file, commands on stdin.

    python -m benchmarks.adapters.c7n CASES

``CASES`` holds one JSON object a line, in the format of the policy cases; a line
``{"shared": {…}}`` gives fields to all lines below it. Then each line on stdin is a
command, and each answer is one line of JSON on stdout:

    judge    [{"id", "public": bool | null, "external": bool | null, "crash"}, …]
    time     {"seconds": CPU, "policies": n, "crashes": n, "peak_mib": n}

Standard library only: it is imported inside every tool's environment.
"""

from __future__ import annotations

import gc
import json
import logging
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Case = dict[str, Any]


@dataclass(frozen=True)
class Tool:
    """How one tool is asked.

    ``prepare`` is outside of the clock and turns a case into what ``work`` takes;
    ``work`` is what is timed; ``judge`` answers the questions that the tool answers.
    ``forget`` drops what it remembers, before each timed pass.
    """

    prepare: Callable[[Case], Any]
    work: Callable[[Any], Any]
    judge: Callable[[Case], dict[str, bool | None]] | None = None
    forget: Callable[[], None] = lambda: None


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file, with the shared fields filled in."""
    shared: Case = {}
    cases = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if "shared" in entry:
                shared = entry["shared"]
            else:
                cases.append({**shared, **entry})
    return cases


def as_object(policy: Any) -> Any:
    """Return a policy as a dictionary: the tools' own callers parse text first."""
    return json.loads(policy) if isinstance(policy, str) else policy


def with_resource(policy: Any) -> Any:
    """Return a policy with a Resource in each statement; trust policies have none."""
    document = as_object(policy)
    statements = [
        each if "Resource" in each else {**each, "Resource": "*"}
        for each in document["Statement"]
    ]
    return {**document, "Statement": statements}


def ours(case: Case) -> set[str]:
    """Return the accounts that a tool is told to trust."""
    return {case["resource_account"], *case.get("org_accounts", ())}


def answer(tool: Tool, case: Case) -> Case:
    """Return what the tool says to one case; an exception is an answer as well."""
    said: Case = {"id": case["id"], "public": None, "external": None, "crash": None}
    try:
        said.update(tool.judge(case) if tool.judge else {})
    except Exception as error:  # noqa: BLE001 - whatever the tool throws is its answer
        said["crash"] = f"{type(error).__name__}: {error}"[:120]
    return said


def timed(tool: Tool, prepared: list[Any]) -> Case:
    """Return the CPU time of one pass over ``prepared``."""
    tool.forget()
    work = tool.work
    crashes = 0
    gc.collect()
    began = time.process_time()
    for each in prepared:
        try:
            work(each)
        except Exception:  # noqa: BLE001 - counted and told
            crashes += 1
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": seconds,
        "policies": len(prepared),
        "crashes": crashes,
        "peak_mib": round(peak, 1),
    }


def serve(tool: Tool) -> None:
    """Answer commands until stdin ends; what the tool itself prints goes to stderr."""
    replies, sys.stdout = sys.stdout, sys.stderr
    logging.disable(logging.CRITICAL)
    cases = read_cases(Path(sys.argv[1]))
    prepared: list[Any] | None = None
    for command in sys.stdin:
        reply: Any
        if command.strip() == "judge":
            reply = [answer(tool, case) for case in cases]
        else:
            prepared = prepared or [tool.prepare(case) for case in cases]
            reply = timed(tool, prepared)
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
