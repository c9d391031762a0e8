"""policyuniverse: whether the internet gets in, and who is allowed."""

from __future__ import annotations

from typing import Any

from policyuniverse.policy import Policy

from benchmarks.adapters.door import Case, Tool, as_object, serve


def judge(case: Case) -> dict[str, bool | None]:
    """Ask whether it is public; it has no notion of what is ours."""
    return {"public": Policy(as_object(case["policy"])).is_internet_accessible()}


def work(document: Any) -> None:
    """List who is allowed, and judge public."""
    policy = Policy(document)
    policy.whos_allowed()
    policy.is_internet_accessible()


if __name__ == "__main__":
    serve(Tool(lambda case: as_object(case["policy"]), work, judge))
