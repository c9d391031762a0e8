"""policyglass: effective permissions, Denies taken off. It gives no verdict.

It requires a Resource, also of a trust policy.
"""

from __future__ import annotations

from typing import Any

from policyglass import Policy
from policyglass.policy_shard import policy_shards_effect

from benchmarks.adapters.door import Tool, serve, with_resource


def work(document: Any) -> None:
    """Reduce one policy to what it allows in effect."""
    policy_shards_effect(Policy(**document).policy_shards)


if __name__ == "__main__":
    serve(Tool(lambda case: with_resource(case["policy"]), work))
