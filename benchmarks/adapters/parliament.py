"""parliament: a linter of policies, from their text. It gives no verdict."""

from __future__ import annotations

import json
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pkg_resources announces its own end
    from parliament import analyze_policy_string

from benchmarks.adapters.door import Case, Tool, as_object, serve


def prepare(case: Case) -> str:
    """Return the policy's text."""
    return json.dumps(as_object(case["policy"]))


if __name__ == "__main__":
    serve(Tool(prepare, analyze_policy_string))
