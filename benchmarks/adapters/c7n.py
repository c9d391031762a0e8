"""Cloud Custodian's PolicyChecker, told our accounts and our organization."""

from __future__ import annotations

from functools import cache
from typing import Any

from c7n.filters.iamaccess import PolicyChecker

from benchmarks.adapters.door import Case, Tool, ours, serve


def checker(case: Case, *, everyone_only: bool = False) -> Any:
    """Return a checker that trusts the resource's account and its organization."""
    return _checker(frozenset(ours(case)), case["org_id"], everyone_only)


@cache
def _checker(accounts: frozenset[str], organization: str, everyone_only: bool) -> Any:  # noqa: FBT001
    return PolicyChecker(
        {
            "allowed_accounts": accounts,
            "allowed_orgid": {organization},
            "everyone_only": everyone_only,
        }
    )


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
