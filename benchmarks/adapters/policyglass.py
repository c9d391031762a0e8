"""policyglass: effective permissions, Denies taken off. It gives no verdict."""

from __future__ import annotations

from typing import Any

from policyglass import Policy
from policyglass.policy_shard import policy_shards_effect

from benchmarks.adapters.door import Case, Tool, as_object, serve


def prepare(case: Case) -> Any:
    """Return the policy with a Resource, which policyglass requires of trust too."""
    document = as_object(case["policy"])
    statements = [{"Resource": "*", **each} for each in document["Statement"]]
    return {**document, "Statement": statements}


def work(document: Any) -> None:
    """Reduce one policy to what it allows in effect."""
    policy_shards_effect(Policy(**document).policy_shards)


if __name__ == "__main__":
    serve(Tool(prepare, work))
