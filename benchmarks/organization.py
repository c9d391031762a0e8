"""Make an organization of any size from a seed, as the AWS CLI would print it.

    python -m benchmarks.organization DIRECTORY --size S
    python -m benchmarks.organization DIRECTORY --size L --change-roles 0.01

Writes one account at a time, so memory stays flat. Each account draws from its own
random numbers: an account is the same in every run of its size, and a change
touches just what it names.

    organization.json                  describe-organization, list-accounts, OUs, SCPs
    accounts/ID/iam.json               get-account-authorization-details
    accounts/ID/resources.json         {command: {resource: answer}}
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import policies, resource_policies
from benchmarks.policies import Json

SIZES = {"S": (50, 100), "M": (500, 200), "L": (5_000, 200)}
UNITS = ("Security", "Infrastructure", "Production", "Staging", "Data", "Sandbox")
EPOCH = "2024-01-01T00:00:00+00:00"


@dataclass(frozen=True)
class Plan:
    """What to make: ``accounts`` × ``roles``, and which share of it is changed."""

    accounts: int
    roles: int
    seed: int = 1
    change_roles: float = 0.0
    change_accounts: float = 0.0

    def account_id(self, index: int) -> str:
        """Return the id of the account at ``index``."""
        return f"{200_000_000_000 + index * 7_919:012d}"

    def unit(self, index: int) -> int:
        """Return which unit the account at ``index`` is at home in."""
        return index % len(UNITS)

    def is_changed_account(self, index: int) -> bool:
        """Say whether every role of this account is written anew: at least in one."""
        draw = random.Random(f"{self.seed}/changed")
        many = math.ceil(self.change_accounts * self.accounts)
        return index in draw.sample(range(self.accounts), many)


def organization(plan: Plan) -> Json:
    """Return what the organization's own commands print."""
    root = f"{policies.ORGANIZATION}/r-b3nc"
    units = [
        {
            "Id": f"ou-b3nc-{number:08d}",
            "Name": name,
            "Path": f"{root}/ou-{number:08d}/",
        }
        for number, name in enumerate(UNITS)
    ]
    ids = [plan.account_id(index) for index in range(plan.accounts)]
    return {
        "describe-organization": {
            "Organization": {
                "Id": policies.ORGANIZATION,
                "FeatureSet": "ALL",
                "MasterAccountId": ids[0],
            }
        },
        "list-accounts": {
            "Accounts": [
                {"Id": each, "Name": f"account-{index:05d}", "State": "ACTIVE"}
                for index, each in enumerate(ids)
            ]
        },
        "list-organizational-units": {"OrganizationalUnits": units},
        "parents": {
            each: units[plan.unit(index)]["Id"] for index, each in enumerate(ids)
        },
        "scps": {
            unit["Id"]: [{"Name": "no-leaving", "Content": policies.scp()}]
            for unit in units
        },
    }


def roles(plan: Plan, index: int) -> Iterator[Json]:
    """Yield the roles of one account."""
    account = plan.account_id(index)
    all_changed = plan.is_changed_account(index)
    for number in range(plan.roles):
        # A stream of its own: changing one role moves no other.
        draw = random.Random(f"{plan.seed}/{index}/{number}")
        other = plan.account_id(draw.randrange(plan.accounts))
        changed = draw.random() < plan.change_roles or all_changed
        name = f"role-{number:04d}"
        _, trust = policies.trust(draw, account, other)
        if changed:
            trust["Statement"][0]["Sid"] = "Changed"
            trust["Statement"][0].setdefault("Condition", {})["Bool"] = {
                "aws:SecureTransport": "true"
            }
        yield {
            "Path": "/",
            "RoleName": name,
            "RoleId": f"AROA{index:08d}{number:06d}",
            "Arn": f"arn:aws:iam::{account}:role/{name}",
            "CreateDate": EPOCH,
            "AssumeRolePolicyDocument": trust,
            "RolePolicyList": policies.inline(draw, other),
            "AttachedManagedPolicies": policies.attached(draw, account),
            "InstanceProfileList": [],
            "Tags": [],
            "RoleLastUsed": {"LastUsedDate": EPOCH, "Region": "ap-northeast-1"},
        }


def details(plan: Plan, index: int) -> Json:
    """Return what get-account-authorization-details prints for one account."""
    account = plan.account_id(index)
    draw = random.Random(f"{plan.seed}/{index}/managed")
    other = plan.account_id(draw.randrange(plan.accounts))
    return {
        "UserDetailList": [],
        "GroupDetailList": [],
        "RoleDetailList": list(roles(plan, index)),
        "Policies": policies.managed(draw, account, other),
    }


def resources(plan: Plan, index: int) -> Json:
    """Return the resource policies of one account: some 34 resources, 28 with one."""
    account = plan.account_id(index)
    draw = random.Random(f"{plan.seed}/{index}/resources")
    other = plan.account_id(draw.randrange(plan.accounts))
    return resource_policies.resources(draw, account, other)


def write(path: Path, content: Any) -> None:
    """Write JSON, compactly."""
    path.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")


def make(directory: Path, plan: Plan) -> None:
    """Write the organization below ``directory``, one account at a time."""
    directory.mkdir(parents=True, exist_ok=True)
    write(directory / "organization.json", organization(plan))
    for index in range(plan.accounts):
        home = directory / "accounts" / plan.account_id(index)
        home.mkdir(parents=True, exist_ok=True)
        write(home / "iam.json", details(plan, index))
        write(home / "resources.json", resources(plan, index))


def main() -> None:
    """Read the command line and make it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--accounts", type=int, help="instead of the size's")
    parser.add_argument("--roles", type=int, help="an account, instead of the size's")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--change-roles", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--change-accounts", type=float, default=0.0, metavar="SHARE")
    arguments = parser.parse_args()
    accounts, per_account = SIZES[arguments.size]
    plan = Plan(
        accounts=arguments.accounts or accounts,
        roles=arguments.roles or per_account,
        seed=arguments.seed,
        change_roles=arguments.change_roles,
        change_accounts=arguments.change_accounts,
    )
    make(arguments.directory, plan)
    print(f"{plan.accounts} accounts × {plan.roles} roles in {arguments.directory}")


if __name__ == "__main__":
    main()
