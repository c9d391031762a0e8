"""Cloud Custodian's PolicyChecker on text, which it parses with json.loads."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.adapters.c7n import checker, judge
from benchmarks.adapters.door import Tool, serve


def work(prepared: tuple[Any, str]) -> None:
    """Read and judge one policy."""
    check, text = prepared
    check(json.loads(text))


if __name__ == "__main__":
    serve(
        Tool(
            lambda case: (checker(case).check, json.dumps(case["policy"])), work, judge
        )
    )
