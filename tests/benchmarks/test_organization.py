from __future__ import annotations

import hashlib
import json
import tracemalloc
from pathlib import Path

import pytest

from benchmarks.organization import Plan, details, make, organization, resources, roles

SMALL = Plan(accounts=30, roles=40)


def bytes_below(directory: Path) -> dict[str, str]:
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*.json"))
    }


def roles_of(plan: Plan) -> dict[str, dict[str, object]]:
    return {
        role["Arn"]: role
        for index in range(plan.accounts)
        for role in roles(plan, index)
    }


def changed_roles(plan: Plan) -> set[str]:
    before, after = roles_of(SMALL), roles_of(plan)
    assert before.keys() == after.keys()
    return {arn for arn in before if before[arn] != after[arn]}


def test_the_same_seed_makes_the_same_bytes(tmp_path):
    make(tmp_path / "one", Plan(accounts=3, roles=5))
    make(tmp_path / "two", Plan(accounts=3, roles=5))

    assert bytes_below(tmp_path / "one") == bytes_below(tmp_path / "two")


def test_another_seed_makes_other_roles():
    other = Plan(accounts=3, roles=5, seed=2)

    assert details(Plan(accounts=3, roles=5), 0) != details(other, 0)


def test_it_changes_about_one_percent_of_the_roles():
    changed = changed_roles(Plan(accounts=30, roles=40, change_roles=0.01))

    assert 0.003 < len(changed) / 1_200 < 0.02


def test_a_changed_role_differs_in_its_trust_policy_only():
    plan = Plan(accounts=30, roles=40, change_roles=0.01)
    before, after = roles_of(SMALL), roles_of(plan)

    for arn in changed_roles(plan):
        different = {key for key in after[arn] if before[arn][key] != after[arn][key]}
        assert different == {"AssumeRolePolicyDocument"}


def test_changing_roles_touches_nothing_else():
    plan = Plan(accounts=30, roles=40, change_roles=0.01)

    assert organization(plan) == organization(SMALL)
    for index in range(30):
        assert resources(plan, index) == resources(SMALL, index)
        assert details(plan, index)["Policies"] == details(SMALL, index)["Policies"]


def test_changing_accounts_changes_all_roles_of_a_few_accounts():
    plan = Plan(accounts=30, roles=40, change_accounts=0.1)
    changed = changed_roles(plan)
    touched = {arn.split(":")[4] for arn in changed}

    assert touched == {
        plan.account_id(index) for index in range(30) if plan.is_changed_account(index)
    }
    assert len(changed) == 40 * len(touched)
    assert 0 < len(touched) < 10


def test_an_account_is_the_same_in_a_run_of_its_own():
    assert list(roles(SMALL, 7)) == list(roles(SMALL, 7))


def test_an_account_has_34_resources_and_28_policies():
    by_command = resources(SMALL, 0)
    answers = [each for group in by_command.values() for each in group.values()]

    assert len(answers) == 34
    assert sum(None not in each.values() for each in answers) == 28


@pytest.mark.parametrize(
    ("kind", "share"),
    [("Service", 0.60), ("Federated", 0.12), ("AWS", 0.28)],
)
def test_the_mix_of_trust_is_realistic(kind, share):
    trusted = [
        next(iter(role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]))
        for role in roles_of(SMALL).values()
    ]

    assert trusted.count(kind) / len(trusted) == pytest.approx(share, abs=0.05)


def test_the_answers_are_as_the_aws_cli_prints_them(tmp_path):
    make(tmp_path, Plan(accounts=1, roles=1))
    account = next((tmp_path / "accounts").iterdir())
    printed = json.loads((account / "iam.json").read_text())

    assert printed["RoleDetailList"][0]["AssumeRolePolicyDocument"]["Statement"]
    assert printed["Policies"][0]["PolicyVersionList"][0]["IsDefaultVersion"]


def peak_memory(directory: Path, accounts: int) -> int:
    tracemalloc.start()
    try:
        make(directory, Plan(accounts=accounts, roles=40))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_accounts(tmp_path):
    few = peak_memory(tmp_path / "few", accounts=5)
    many = peak_memory(tmp_path / "many", accounts=50)

    assert many < 1.5 * few
