"""Units, SCPs and RCPs from files: all of a part, or nothing of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accessmap.crawl.offline import import_files
from accessmap.crawl.organization import RCP, SCP
from accessmap.crawl.printed_file import FileRefused
from accessmap.crawl.printed_organization import named_in
from accessmap.models import Account, Coverage
from tests import rows
from tests.cast import MANAGEMENT, ORGANIZATION, PAYMENTS, SHOP

pytestmark = pytest.mark.django_db
ROOT, UNIT = "r-k1t5", "ou-k1t5-prod0001"
ALLOW = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
NO_ROOT = json.dumps({"Statement": {"Effect": "Deny", "Action": "iam:*"}})
Files = dict[str, Any]


def accounts(*ids: str) -> dict[str, Any]:
    head = f"arn:aws:organizations::{MANAGEMENT}:account/{ORGANIZATION}"
    listed = [
        {"Id": each, "Arn": f"{head}/{each}", "Name": each, "State": "ACTIVE"}
        for each in ids
    ]
    return {"Accounts": listed}


def policy(number: str, name: str, kind: str = SCP) -> dict[str, str]:
    return {"Id": number, "Name": name, "Type": kind}


def described(number: str, name: str, text: str, kind: str = SCP) -> dict[str, Any]:
    return {"Policy": {"PolicySummary": policy(number, name, kind), "Content": text}}


def targets(*ids: str) -> dict[str, Any]:
    return {"Targets": [{"TargetId": each} for each in ids]}


def organization() -> Files:
    """Management at the root, payments and shop in a unit: every file of it."""
    everywhere = (ROOT, UNIT, MANAGEMENT, PAYMENTS, SHOP)
    both = [policy("p-FullAWSAccess", "Full"), policy("p-noroot01", "no-root")]
    return {
        "list-accounts": accounts(MANAGEMENT, PAYMENTS, SHOP),
        "list-roots": {"Roots": [{"Id": ROOT, "Name": "Root"}]},
        f"units-{ROOT}": {"OrganizationalUnits": [{"Id": UNIT, "Name": "Production"}]},
        f"units-{UNIT}": {"OrganizationalUnits": []},
        f"accounts-{ROOT}": accounts(MANAGEMENT),
        f"accounts-{UNIT}": accounts(PAYMENTS, SHOP),
        "list-policies": {"Policies": both},
        "p-FullAWSAccess": described("p-FullAWSAccess", "Full", ALLOW),
        "p-noroot01": described("p-noroot01", "no-root", NO_ROOT),
        "targets-p-FullAWSAccess": targets(*everywhere),
        "targets-p-noroot01": targets(UNIT),
    }


def take(folder: Path, files: Files) -> dict[str, str]:
    """Import them; return how each part of the organization ended."""
    paths = []
    for name, content in files.items():
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(json.dumps(content))
    import_files(paths)
    rows_of = Coverage.objects.filter(service="organizations")
    return dict(rows_of.values_list("collector", "outcome"))


def test_the_units_are_known_with_who_lives_in_them(tmp_path: Path) -> None:
    parts = take(tmp_path, organization())

    assert parts["organization-units"] == "complete"
    shop = Account.objects.get(account_id=SHOP)
    assert shop.unit is not None
    assert shop.unit.path == f"{ORGANIZATION}/{ROOT}/{UNIT}/"
    management = Account.objects.get(account_id=MANAGEMENT)
    assert management.unit is not None
    assert management.unit.unit_id == ROOT


def test_scps_are_known_level_by_level_and_rcps_are_not(tmp_path: Path) -> None:
    parts = take(tmp_path, organization())

    assert parts["organization-policies"] == "complete"
    assert parts["organization-rcps"] == "not-attempted"
    payments = Account.objects.get(account_id=PAYMENTS)
    assert payments.scps == [
        {"Full": ALLOW},
        {"Full": ALLOW, "no-root": NO_ROOT},
        {"Full": ALLOW},
    ]
    assert Account.objects.get(account_id=MANAGEMENT).scps == []


def test_rcps_may_be_told_target_by_target(tmp_path: Path) -> None:
    files = organization()
    every = policy("p-RCPFullAWSAccess", "Every", RCP)
    for target in (ROOT, UNIT, MANAGEMENT, PAYMENTS, SHOP):
        files[f"list-policies-for-target-{target}"] = {"Policies": [every]}
    files["rcp"] = described("p-RCPFullAWSAccess", "Every", ALLOW, RCP)

    assert take(tmp_path, files)["organization-rcps"] == "complete"
    assert Account.objects.get(account_id=SHOP).rcps == {"Every": ALLOW}


@pytest.mark.parametrize("name", [*organization()][1:6])
def test_units_that_lack_an_answer_are_not_believed(tmp_path: Path, name: str) -> None:
    rows.make_account(PAYMENTS, unit=rows.make_unit("Before"))
    files = {k: v for k, v in organization().items() if k != name}

    parts = take(tmp_path, files)

    assert parts["organization-units"] == "not-attempted"
    assert parts["organization-policies"] == "not-attempted"
    payments = Account.objects.get(account_id=PAYMENTS)
    assert payments.unit is not None
    assert payments.unit.name == "Before"
    assert payments.unit.ended_at is None


@pytest.mark.parametrize("name", [*organization()][6:])
def test_scps_that_lack_an_answer_are_not_believed(tmp_path: Path, name: str) -> None:
    files = {k: v for k, v in organization().items() if k != name}

    parts = take(tmp_path, files)

    assert parts["organization-units"] == "complete"
    assert parts["organization-policies"] == "not-attempted"
    assert Account.objects.get(account_id=PAYMENTS).scps == []


def test_a_list_of_one_target_is_not_taken_for_all_policies(tmp_path: Path) -> None:
    """It lacks what is attached elsewhere, so some account seems to have none."""
    files = organization()
    files["list-policies"] = {"Policies": [policy("p-noroot01", "no-root")]}
    del files["p-FullAWSAccess"]
    assert take(tmp_path, files)["organization-policies"] == "not-attempted"


def test_several_answers_may_stand_in_one_file(tmp_path: Path) -> None:
    apart = organization()
    together = {
        "list-accounts": apart["list-accounts"],
        "list-roots": apart["list-roots"],
        "list-organizational-units-for-parent": {
            each: apart[f"units-{each}"] for each in (ROOT, UNIT)
        },
        "list-accounts-for-parent": {
            each: apart[f"accounts-{each}"] for each in (ROOT, UNIT)
        },
        "list-policies": apart["list-policies"],
        "describe-policy": {
            each: apart[each] for each in ("p-FullAWSAccess", "p-noroot01")
        },
        "list-targets-for-policy": {
            each: apart[f"targets-{each}"] for each in ("p-FullAWSAccess", "p-noroot01")
        },
    }

    parts = take(tmp_path, {"all": together})

    assert parts["organization-policies"] == "complete"
    assert len(Account.objects.get(account_id=PAYMENTS).scps) == 3


def test_the_accounts_of_a_unit_are_not_all_there_are(tmp_path: Path) -> None:
    """Nobody left because one unit's list does not name them."""
    for each in (MANAGEMENT, PAYMENTS, SHOP):
        rows.make_account(each)
    files = organization()
    del files["list-accounts"]

    with pytest.raises(FileRefused, match="list-accounts"):
        take(tmp_path, files)

    assert Account.objects.present().count() == 3


def test_an_answer_that_says_not_of_what_it_is_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="with that id in it"):
        take(tmp_path, {"units": {"OrganizationalUnits": []}})


def test_what_a_crawl_knows_of_the_units_stands(tmp_path: Path) -> None:
    place = {"account_id": MANAGEMENT, "service": "organizations"}
    rows.make_coverage(collector="organization-units", **place)
    files = organization()
    del files[f"units-{UNIT}"]

    assert take(tmp_path, files)["organization-units"] == "complete"
    assert Coverage.objects.filter(collector="organization-units").count() == 1


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("list-accounts-for-parent-ou-k1t5-prod0001", "ou-k1t5-prod0001"),
        ("for-parent", ""),
        ("p-FullAWSAccess.targets", "p-FullAWSAccess"),
        (f"scps {PAYMENTS}", PAYMENTS),
        ("backup-20261129", ""),
    ],
)
def test_a_name_tells_an_id_and_nothing_else(name: str, named: str) -> None:
    assert named_in(name) == named
