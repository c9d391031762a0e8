"""Prowler's is_policy_public, its AWS provider stubbed.

The function itself needs nothing of the provider or of py_iam_expand; their modules are
imported beside it and would pull a hundred packages in.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from benchmarks.adapters.door import Case, Tool, as_object, ours, serve


def stub(name: str, **members: object) -> None:
    """Put an empty module in the place of one that is not installed."""
    module = ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module


stub("py_iam_expand")
stub("py_iam_expand.actions", InvalidActionHandling=None, expand_actions=None)
stub("prowler.providers.aws.aws_provider", read_aws_regions_file=None)

from prowler.providers.aws.services.iam.lib.policy import (  # noqa: E402
    is_policy_public,
)


def prepare(case: Case) -> tuple[Any, str, list[str]]:
    """Return a policy, its account, and the accounts to trust."""
    return as_object(case["policy"]), case["resource_account"], sorted(ours(case))


def judge(case: Case) -> dict[str, bool | None]:
    """Ask whether it is public, and whether anyone but the trusted accounts gets in."""
    policy, account, trusted = prepare(case)
    return {
        "public": is_policy_public(policy, account),
        "external": is_policy_public(
            policy, account, is_cross_account_allowed=False, trusted_account_ids=trusted
        ),
    }


def work(prepared: tuple[Any, str, list[str]]) -> None:
    """Judge one policy: public?"""
    is_policy_public(prepared[0], prepared[1])


if __name__ == "__main__":
    serve(Tool(prepare, work, judge))
