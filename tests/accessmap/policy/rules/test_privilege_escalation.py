from __future__ import annotations

import pytest

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import allowing, said


def escalation(document, name="role: vendor"):
    return said("privilege-escalation", GRANTS[name], identity_documents=(document,))


def test_it_names_the_actions():
    assert escalation(allowing("iam:PutRolePolicy")) == {"actions": "iam:PutRolePolicy"}


def test_a_role_passed_to_what_runs_it_is_a_way():
    found = escalation(allowing("iam:PassRole", "lambda:CreateFunction"))
    assert found == {"actions": "iam:PassRole + lambda:CreateFunction"}
    assert escalation(allowing("iam:PassRole")) is None


def test_it_shows_the_first_of_many():
    found = escalation(allowing("iam:*"))
    assert found["actions"].endswith("…")


@pytest.mark.parametrize(
    "document",
    [
        allowing("s3:*"),
        allowing("*"),
        allowing("iam:PutRolePolicy", but=("iam:*",)),
    ],
)
def test_it_is_silent_on_harmless_roles_and_on_administrators(document):
    assert escalation(document) is None


def test_people_of_the_account_itself_are_not_meant():
    assert escalation(allowing("iam:*"), "role: own account") is None


@pytest.mark.parametrize(
    "name", ["role: Okta", "role: one GitHub repository", "role: EKS service account"]
)
def test_whoever_signs_in_through_a_provider_is_meant_too(name):
    assert escalation(allowing("iam:*"), name)


def test_a_service_is_not_meant():
    assert escalation(allowing("iam:*"), "role: EC2") is None
