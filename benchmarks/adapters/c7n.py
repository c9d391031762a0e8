"""Cloud Custodian's PolicyChecker, told our accounts and our organization."""

from __future__ import annotations

from typing import Any

from c7n.filters.iamaccess import PolicyChecker

from benchmarks.adapters.door import Case, Tool, ours, serve


def checker(case: Case, **more: object) -> Any:
    """Return a checker that trusts the resource's account and its organization."""
    allowed = {"allowed_accounts": ours(case), "allowed_orgid": {case["org_id"]}}
    return PolicyChecker({**allowed, **more})


def judge(case: Case) -> dict[str, bool | None]:
    """Ask for statements that let in somebody outside, and for those to everyone."""
    return {
        "external": bool(checker(case).check(case["policy"])),
        "public": bool(checker(case, everyone_only=True).check(case["policy"])),
    }


def work(prepared: tuple[Any, Any]) -> None:
    """Judge one policy that is already parsed."""
    check, policy = prepared
    check(policy)


if __name__ == "__main__":
    serve(Tool(lambda case: (checker(case).check, case["policy"]), work, judge))
