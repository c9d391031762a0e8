from __future__ import annotations

import json

import pytest

from accessmap.crawl.start import start_crawl
from accessmap.models import (
    Account,
    Coverage,
    Crawl,
    Document,
    Grant,
    OrganizationalUnit,
    Resource,
    Snapshot,
)
from tests import cast
from tests.accessmap.aws_world import World, trust
from tests.accessmap.crawl.crawling import crawl, do

pytestmark = pytest.mark.aws
CEILING = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
    }
)


def role_named(name: str) -> Resource:
    return Resource.objects.get(resource_type="AWS::IAM::Role", name=name)


def test_it_knows_the_accounts_and_where_they_live(world: World) -> None:
    crawl()

    account = Account.objects.get(account_id=world.payments)
    assert account.name == "payments-prod"
    assert account.state == "ACTIVE"
    assert account.tags == {"owner": cast.RIN}
    assert account.organization_id == world.organization_id
    assert account.unit is not None
    assert account.unit.name == "production"
    root = OrganizationalUnit.objects.get(parent=None)
    assert account.unit.path == (
        f"{world.organization_id}/{root.unit_id}/{world.production_unit}/"
    )


def test_it_keeps_the_controls_that_an_account_inherits(world: World) -> None:
    organizations = world.client("organizations")
    text = json.dumps({"Version": "2012-10-17", "Statement": []})
    made = organizations.create_policy(
        Name="no-leaving", Description="", Type="SERVICE_CONTROL_POLICY", Content=text
    )["Policy"]["PolicySummary"]
    organizations.attach_policy(PolicyId=made["Id"], TargetId=world.production_unit)

    crawl()

    levels = Account.objects.get(account_id=world.payments).scps
    assert [each.get("no-leaving") for each in levels].count(text) == 1
    assert "FullAWSAccess" in levels[0]
    assert "no-leaving" not in levels[0]
    assert Account.objects.get(account_id=world.management).scps == []


def test_it_keeps_every_document_as_aws_gave_it(world: World) -> None:
    crawl()

    role = role_named("vendor-readonly")
    kept = {(row.kind, row.name): row for row in role.snapshots.all()}
    assert kept.keys() == {("trust", ""), ("inline", "reads")}
    assert kept["trust", ""].document.text == trust(f"arn:aws:iam::{cast.TANUKI}:root")
    assert role.facts["max_session_seconds"] == 3600
    assert role.unique_id.startswith("AROA")


def test_it_keeps_acls_and_kms_grants_beside_the_policies(world: World) -> None:
    crawl()

    kinds = set(Snapshot.objects.values_list("resource__resource_type", "kind"))
    assert ("AWS::S3::Bucket", "resource") in kinds
    assert ("AWS::S3::Bucket", "acl") in kinds
    assert ("AWS::KMS::Key", "resource") in kinds
    assert ("AWS::KMS::Key", "kms-grants") in kinds
    assert Resource.objects.get(resource_type="AWS::KMS::Key").name == "ledger"


def test_it_derives_grants_when_an_account_is_done(world: World) -> None:
    crawl()

    role = role_named("vendor-readonly")
    assert role.grants.get().principal == cast.TANUKI


def test_a_second_crawl_of_unchanged_things_writes_nothing(world: World) -> None:
    crawl()
    before = Snapshot.objects.count(), Document.objects.count(), Grant.objects.count()

    second = crawl()

    after = Snapshot.objects.count(), Document.objects.count(), Grant.objects.count()
    assert after == before
    assert not Snapshot.objects.filter(began_crawl=second).exists()
    assert not Snapshot.objects.exclude(ended_at=None).exists()
    assert not Resource.objects.exclude(ended_at=None).exists()


def test_an_edited_policy_ends_one_snapshot_and_begins_another(world: World) -> None:
    first = crawl()
    world.client("iam", world.payments).update_assume_role_policy(
        RoleName="vendor-readonly",
        PolicyDocument=trust(f"arn:aws:iam::{cast.KUMO}:root"),
    )

    second = crawl()

    role = role_named("vendor-readonly")
    old, new = role.snapshots.filter(kind="trust").order_by("pk")
    assert old.ended_crawl == new.began_crawl == second
    assert old.began_crawl == first
    assert new.ended_at is None


def test_a_deleted_bucket_ends_with_all_it_had(world: World) -> None:
    crawl()
    world.client("s3", world.payments).delete_bucket(Bucket="payments-logs")

    second = crawl()

    bucket = Resource.objects.get(name="payments-logs")
    assert bucket.ended_at == second.started_at
    assert not bucket.snapshots.current().exists()
    assert Resource.objects.get(name="payments-reports").ended_at is None


def test_a_role_made_again_under_its_name_is_another_role(world: World) -> None:
    crawl()
    iam = world.client("iam", world.payments)
    iam.delete_role_policy(RoleName="vendor-readonly", PolicyName="reads")
    iam.delete_role(RoleName="vendor-readonly")
    iam.create_role(
        RoleName="vendor-readonly",
        AssumeRolePolicyDocument=trust(f"arn:aws:iam::{cast.TANUKI}:root"),
    )

    second = crawl()

    role = role_named("vendor-readonly")
    assert role.snapshots.filter(kind="trust").count() == 2
    assert role.snapshots.current().get().began_crawl == second


def test_a_boundary_that_nothing_carries_is_fetched_by_itself(world: World) -> None:
    iam = world.client("iam", world.payments)
    arn = iam.create_policy(PolicyName="ceiling", PolicyDocument=CEILING)["Policy"][
        "Arn"
    ]
    iam.create_role(
        RoleName="bounded",
        AssumeRolePolicyDocument=trust(world.shop),
        PermissionsBoundary=arn,
    )

    crawl()

    assert role_named("bounded").facts["boundary"] == arn
    assert Resource.objects.get(arn=arn).snapshots.get().kind == "managed"


def test_a_selection_is_kept_to(world: World) -> None:
    crawl(selection={"accounts": [world.payments], "services": ["kms"]})

    assert set(
        Coverage.objects.exclude(service="organizations").values_list(
            "account_id", "collector"
        )
    ) == {(world.payments, "kms")}
    assert Account.objects.count() == 3


def test_an_account_that_is_not_in_the_organization_is_refused(world: World) -> None:
    done = crawl(selection={"accounts": [cast.STRANGER]})

    assert done.state == Crawl.State.FAILED
    assert done.error.startswith(f"{cast.STRANGER} is not in the organization.")


def test_a_stopped_crawl_goes_on_where_it_was(world: World) -> None:
    begun = start_crawl(trigger="command")
    do(begun.scopes.get().pk)  # the organization, and then the lights go out

    done = crawl()

    assert done.pk == begun.pk
    assert done.finished_at is not None
    assert Crawl.objects.count() == 1
