"""No tool at all: json.loads of the same text, as a yardstick."""

from __future__ import annotations

import json

from benchmarks.adapters.door import Case, Tool, as_object, serve


def prepare(case: Case) -> str:
    """Return the policy's text."""
    return json.dumps(as_object(case["policy"]))


if __name__ == "__main__":
    serve(Tool(prepare, json.loads))
