"""``--filter`` prints the other lists empty, as of an account that has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accessmap.crawl.offline import import_files
from accessmap.models import Coverage, Crawl, Gap, Resource, Snapshot
from tests.accessmap.crawl.test_offline import CEILING, details, printed, role
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db
HEAD = f"arn:aws:iam::{PAYMENTS}"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
USER = {"UserName": "rin", "UserId": "AIDA1", "Arn": f"{HEAD}:user/rin"}
GROUP = {"GroupName": "all", "GroupId": "AGPA1", "Arn": f"{HEAD}:group/all"}
EVERYTHING = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def take(folder: Path, *contents: dict[str, Any]) -> Crawl:
    return import_files(
        [printed(folder, f"{at}.json", each) for at, each in enumerate(contents)]
    )


def has_ended(name: str) -> bool:
    return Resource.objects.get(name=name).ended_at is not None


def test_what_no_list_tells_of_stands(tmp_path: Path) -> None:
    """Printed with ``--filter Role LocalManagedPolicy``, say."""
    whole = details("a", "b", UserDetailList=[USER], GroupDetailList=[GROUP])
    take(tmp_path, whole)

    done = take(tmp_path, details("a"))

    assert has_ended("b")
    assert not has_ended("rin")
    assert not has_ended("all")
    gaps = Gap.objects.filter(coverage__crawl=done)
    assert set(gaps.values_list("arn", flat=True)) == {
        f"{HEAD}:user/*", f"{HEAD}:user/rin", f"{HEAD}:group/*", f"{HEAD}:group/all"
    }  # fmt: skip
    assert set(gaps.values_list("outcome", flat=True)) == {"not-attempted"}


def test_a_list_that_is_empty_is_not_read_completely(tmp_path: Path) -> None:
    done = take(tmp_path, details("a"))

    rows = Coverage.objects.filter(crawl=done, collector="iam")
    complete = rows.complete().values_list("resource_type", flat=True)
    assert set(complete) == {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy"}


def test_two_files_together_tell_of_all_lists(tmp_path: Path) -> None:
    other = {**USER, "UserName": "ren", "Arn": f"{HEAD}:user/ren"}
    take(tmp_path, details("a", UserDetailList=[other]))

    people = details(UserDetailList=[USER], GroupDetailList=[GROUP])
    done = take(tmp_path, details("a"), {**people, "Policies": []})

    assert not Gap.objects.filter(coverage__crawl=done).exists()
    assert has_ended("ren")


def test_aws_own_policies_are_no_word_about_the_accounts(tmp_path: Path) -> None:
    take(tmp_path, details("a", UserDetailList=[USER]))

    of_aws = {**CEILING, "PolicyName": "AdministratorAccess", "Arn": ADMIN}
    take(tmp_path, details("a", UserDetailList=[USER], Policies=[of_aws]))

    assert not has_ended("ceiling")


def test_who_carries_a_policy_keeps_the_text_that_was_known(tmp_path: Path) -> None:
    attached = [{"PolicyArn": ADMIN, "PolicyName": "AdministratorAccess"}]
    admin, former = (
        {**role(name), "AttachedManagedPolicies": attached} for name in ("a", "b")
    )
    versions = [{"IsDefaultVersion": True, "Document": EVERYTHING}]
    text = {**CEILING, "Arn": ADMIN, "PolicyVersionList": versions}
    whole = details(Policies=[CEILING, text])
    take(tmp_path, {**whole, "RoleDetailList": [admin, former]})

    part = {**details(), "RoleDetailList": [admin, role("b")]}
    take(tmp_path, part)

    carrying = Snapshot.objects.current().filter(name=ADMIN)
    assert [each.resource.name for each in carrying] == ["a"]
