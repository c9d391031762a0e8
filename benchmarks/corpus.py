"""The policies that speed is measured on, each with the answer that is known.

python -m benchmarks.corpus      says how the corpora are made up
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

from benchmarks import policies, resource_policies
from benchmarks.hard import hard_policy
from benchmarks.organization import SIZES, Plan

Case = dict[str, Any]

PLAN = Plan(*SIZES["M"])


def shared() -> Case:
    """Return what is the same in every case: the organization."""
    accounts = [PLAN.account_id(index) for index in range(PLAN.accounts)]
    return {"org_id": policies.ORGANIZATION, "org_accounts": accounts, "org_paths": {}}


def realistic(count: int, seed: int = 1) -> list[Case]:
    """Return ``count`` trust and resource policies in the mix of an organization."""
    cases: list[Case] = []
    for index in range(PLAN.accounts):
        draw = random.Random(f"{seed}/realistic/{index}")
        account = PLAN.account_id(index)
        for kind, resource_type, policy in _of_account(draw, account):
            if len(cases) == count:
                return cases
            is_public, is_external = policies.KNOWN[kind]
            cases.append(
                {
                    "id": f"{kind}-{len(cases)}",
                    "resource_type": resource_type,
                    "resource_account": account,
                    "policy": policy,
                    "expected_public": is_public,
                    "expected_external": is_external,
                }
            )
    return cases


def _of_account(
    draw: random.Random, account: str
) -> Iterator[tuple[str, str, policies.Json]]:
    """Yield kind, resource type and policy of everything in one account."""
    for _ in range(PLAN.roles):
        other = PLAN.account_id(draw.randrange(PLAN.accounts))
        kind, policy = policies.trust(draw, account, other)
        yield kind, "AWS::IAM::Role", policy
    for made in resource_policies.KINDS:
        for number in range(made.without, made.count):
            other = PLAN.account_id(draw.randrange(PLAN.accounts))
            kind, policy = resource_policies.resource_policy(
                draw, made, number, account, other
            )
            yield kind, made.resource_type, policy


def hard(count: int, seed: int = 1) -> list[Case]:
    """Return ``count`` bucket policies full of Denys."""
    cases = []
    for number in range(count):
        draw = random.Random(f"{seed}/hard/{number}")
        own, member = (PLAN.account_id(draw.randrange(PLAN.accounts)) for _ in "12")
        trap, policy = hard_policy(draw, own, member)
        cases.append(
            {
                "id": f"hard-{number}",
                "resource_type": "AWS::S3::Bucket",
                "resource_account": own,
                "policy": policy,
                "expected_public": trap.is_public,
                "expected_external": trap.is_external,
            }
        )
    return cases


def shape(case: Case) -> str:
    """Return the policy's text with its own account and external IDs made equal."""
    text = json.dumps(case["policy"]).replace(case["resource_account"], "OWN")
    if '"sts:ExternalId": "' not in text:
        return text
    before, after = text.split('"sts:ExternalId": "', 1)
    return before + after.split('"', 1)[1]


def make_up(cases: list[Case]) -> str:
    """Say what a corpus is made of."""
    texts = {json.dumps(case["policy"]) for case in cases}
    shapes = {shape(case) for case in cases}
    kinds = Counter(case["id"].rsplit("-", 1)[0] for case in cases)
    mix = ", ".join(f"{kind} {n / len(cases):.1%}" for kind, n in kinds.most_common())
    return (
        f"{len(cases):,} policies, {len(texts):,} distinct texts, {len(shapes):,} "
        f"distinct shapes ({len(cases) / len(shapes):.1f} of each); {mix}"
    )


if __name__ == "__main__":
    print("realistic:", make_up(realistic(30_000)))
    print("hard:", make_up(hard(2_000)))
