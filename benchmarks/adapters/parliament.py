"""parliament: a linter of policies, from their text. It gives no verdict."""

from __future__ import annotations

import json
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pkg_resources announces its own end
    from parliament import analyze_policy_string

from benchmarks.adapters.door import Case, Tool, serve, with_resource


def prepare(case: Case) -> str:
    """Return the text, with a Resource: without one parliament stops early."""
    return json.dumps(with_resource(case["policy"]))


if __name__ == "__main__":
    serve(Tool(prepare, analyze_policy_string))
