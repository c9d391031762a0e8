from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accessmap.crawl.offline import import_files
from accessmap.crawl.printed_file import FileRefused
from accessmap.models import Account, Coverage, Crawl, Grant, Resource, Snapshot
from accessmap.policy.kinds import PolicyKind
from benchmarks import organization
from tests import rows
from tests.cast import KUMO, MANAGEMENT, ORGANIZATION, PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db
EMPTY: dict[str, Any] = {"UserDetailList": [], "GroupDetailList": [], "Policies": []}
CEILING = {
    "PolicyName": "ceiling",
    "PolicyId": "ANPA1",
    "Arn": f"arn:aws:iam::{PAYMENTS}:policy/ceiling",
    "PolicyVersionList": [
        {"IsDefaultVersion": True, "Document": {"Version": "2012-10-17"}}
    ],
}


def role(name: str, who: str = TANUKI) -> dict[str, Any]:
    return {
        "RoleName": name,
        "RoleId": f"AROA{name}",
        "Arn": f"arn:aws:iam::{PAYMENTS}:role/{name}",
        "AssumeRolePolicyDocument": rows.trust({"AWS": f"arn:aws:iam::{who}:root"}),
    }


def details(*names: str, **more: Any) -> dict[str, Any]:
    found = {**EMPTY, "Policies": [CEILING], **more}
    return {**found, "RoleDetailList": [role(name) for name in names]}


def printed(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def bucket(name: str = "reports", who: str = KUMO) -> dict[str, str]:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": who},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    return {"Policy": json.dumps({"Statement": [statement]})}


def test_an_accounts_details_become_its_grants(tmp_path: Path) -> None:
    done = import_files([printed(tmp_path, "iam.json", details("vendor"))])

    assert Grant.objects.get().principal == TANUKI
    assert (done.trigger, done.state) == ("import", Crawl.State.PARTIAL)
    outcomes = dict(
        Coverage.objects.filter(account_id=PAYMENTS).values_list("collector", "outcome")
    )
    assert outcomes["iam"] == "complete"
    assert outcomes["s3"] == "not-attempted"


def test_what_a_later_whole_file_lacks_has_ended(tmp_path: Path) -> None:
    import_files([printed(tmp_path, "iam.json", details("vendor", "other"))])

    import_files([printed(tmp_path, "iam.json", details("vendor"))])

    assert Resource.objects.get(name="other").ended_at
    assert Grant.objects.current().count() == 1


def test_what_a_filtered_file_lacks_is_unknown(tmp_path: Path) -> None:
    import_files([printed(tmp_path, "iam.json", details("vendor", "other"))])

    filtered = details("vendor", Policies=[])
    import_files([printed(tmp_path, "iam.json", filtered)])

    assert Resource.objects.get(name="other").ended_at is None
    assert Grant.objects.current().count() == 2


def test_a_bucket_policy_is_no_word_about_the_rest_of_the_bucket(
    tmp_path: Path,
) -> None:
    resource = rows.make_bucket(
        rows.make_account(), name="reports", tags={"Owner": "x"}
    )
    block = rows.make_snapshot(resource, "{}", kind=PolicyKind.BLOCK_PUBLIC_ACCESS)

    path = printed(tmp_path, "policy.json", bucket())
    import_files([path], account_id=PAYMENTS)

    resource.refresh_from_db()
    assert resource.tags == {"Owner": "x"}
    assert Snapshot.objects.current().filter(pk=block.pk).exists()
    assert Grant.objects.current().get().principal_account == KUMO


def test_an_import_takes_nothing_from_what_a_crawl_has_covered(tmp_path: Path) -> None:
    rows.make_account()
    rows.make_coverage(collector="s3", service="s3")

    import_files([printed(tmp_path, "policy.json", bucket())], account_id=PAYMENTS)

    assert Coverage.objects.filter(collector="s3").count() == 1


def test_the_organization_says_who_is_inside(tmp_path: Path) -> None:
    accounts = [
        {
            "Id": each,
            "Name": f"n-{each}",
            "State": "ACTIVE",
            "Arn": f"arn:aws:organizations::{MANAGEMENT}:account/{ORGANIZATION}/{each}",
        }
        for each in (MANAGEMENT, PAYMENTS, SHOP)
    ]
    inside = {**details(), "RoleDetailList": [role("deployer", who=SHOP)]}
    files = [
        printed(tmp_path, "accounts.json", {"Accounts": accounts}),
        printed(tmp_path, "iam.json", inside),
    ]

    done = import_files(files)

    assert done.organization_id == ORGANIZATION
    assert Account.objects.get(is_management=True).account_id == MANAGEMENT
    assert Grant.objects.get().verdict == "in-org"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "is no JSON"),
        ("[]", "none of the answers that can be imported"),
        ({"Buckets": []}, "none of the answers that can be imported"),
        ({**details("a"), "IsTruncated": True, "Marker": "x"}, "only a part"),
        ({"Accounts": [{"Id": SHOP}]}, "describe-organization"),
        ({"findings": [{"id": "f", "resource": "arn:aws:s3:::b"}]}, "none of the"),
        ({**EMPTY, "RoleDetailList": []}, "nothing of the account itself"),
        (
            {
                **EMPTY,
                "RoleDetailList": [],
                "Policies": [{**CEILING, "Arn": "arn:aws:iam::aws:policy/Billing"}],
            },
            "nothing of the account itself",
        ),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_kept(
    tmp_path: Path, content: object, why: str
) -> None:
    good = printed(tmp_path, "iam.json", details("vendor"))
    bad = printed(tmp_path, "bad.json", content)

    with pytest.raises(FileRefused, match=why):
        import_files([good, bad])

    assert not Crawl.objects.exists()
    assert not Resource.objects.exists()


def test_a_made_organization_is_imported_as_the_cli_prints_it(tmp_path: Path) -> None:
    plan = organization.Plan(accounts=3, roles=4)
    organization.make(tmp_path, plan)

    done = import_files(sorted(tmp_path.rglob("*.json")))

    assert done.state == Crawl.State.PARTIAL
    assert Account.objects.present().count() == 3
    assert Resource.objects.filter(resource_type="AWS::IAM::Role").count() == 12
    assert Grant.objects.filter(resource__resource_type="AWS::S3::Bucket").exists()


def test_a_date_in_a_path_is_no_account(tmp_path: Path) -> None:
    folder = tmp_path / "202611290930"
    folder.mkdir()
    path = printed(folder, "policy.json", bucket())

    with pytest.raises(FileRefused, match="only the path says"):
        import_files([path])
    assert not Account.objects.exists()

    import_files([path], account_id=PAYMENTS)
    assert Resource.objects.get(name="reports").account_id == PAYMENTS


@pytest.mark.parametrize("is_crawled", [True, False])
def test_the_nearest_folder_names_an_account_that_is_known(
    tmp_path: Path, is_crawled: bool
) -> None:
    folder = tmp_path / MANAGEMENT / PAYMENTS
    folder.mkdir(parents=True)
    files = [printed(folder, "policy.json", bucket())]
    if is_crawled:
        rows.make_account(account_id=PAYMENTS)
    else:
        files.append(printed(tmp_path, "iam.json", details("vendor")))

    import_files(files)

    assert Resource.objects.get(name="reports").account_id == PAYMENTS


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_a_bucket_is_in_the_partition_that_its_policy_names(
    tmp_path: Path, partition: str
) -> None:
    found = {"Policy": bucket()["Policy"].replace("arn:aws:", f"arn:{partition}:")}

    import_files([printed(tmp_path, "p.json", found)], account_id=PAYMENTS)

    assert Resource.objects.get(name="reports").arn == f"arn:{partition}:s3:::reports"
