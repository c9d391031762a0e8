from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.aws.watch import current
from accessmap.models import Coverage, Grant, Resource
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see
from tests.accessmap.crawl.crawling import coverage, crawl, nothing_ended

pytestmark = pytest.mark.aws
TABLE: dict[str, Any] = {"Table": {"DatabaseName": "sales", "Name": "orders"}}


UNTOUCHED = [
    {
        "Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
        "Permissions": ["ALL"],
    }
]


def administered(account_id: str, world: World, **settings: Any) -> None:
    """Let our role read all of an account's lake, or set it up otherwise."""
    ours = f"arn:aws:iam::{account_id}:role/AccessMapReadOnly"
    given = {
        "ReadOnlyAdmins": [{"DataLakePrincipalIdentifier": ours}],
        "CreateDatabaseDefaultPermissions": [],
        "CreateTableDefaultPermissions": [],
        **settings,
    }
    world.client("lakeformation", account_id).put_data_lake_settings(
        DataLakeSettings=given
    )


@pytest.fixture(autouse=True)
def administrator(world: World) -> None:
    administered(world.payments, world)


def grant(world: World, principal: str, resource: Any, *permissions: str) -> None:
    world.client("lakeformation", world.payments).grant_permissions(
        Principal={"DataLakePrincipalIdentifier": principal},
        Resource=resource,
        Permissions=list(permissions),
    )


def test_what_is_granted_is_gathered_by_resource(world: World) -> None:
    grant(world, cast.KUMO, TABLE, "SELECT")
    grant(world, world.shop, TABLE, "DESCRIBE")
    grant(world, world.shop, {"Database": {"Name": "sales"}}, "ALL")

    seen = see("lakeformation", world.payments, REGION).sightings

    head = f"arn:aws:glue:{REGION}:{world.payments}"
    assert set(seen) == {f"{head}:table/sales/orders", f"{head}:database/sales"}
    listed = json.loads(
        seen[f"{head}:table/sales/orders"].documents[PolicyKind.SHARE, ""]
    )["PrincipalResourcePermissions"]
    assert {
        each["Principal"]["DataLakePrincipalIdentifier"]: each["Permissions"]
        for each in listed
    } == {cast.KUMO: ["SELECT"], world.shop: ["DESCRIBE"]}


@pytest.mark.parametrize(
    ("resource", "end"),
    [
        ({"Catalog": {}}, ":catalog"),
        ({"LFTag": {"TagKey": "pii", "TagValues": ["no"]}}, ":lftag/pii"),
        ({"Table": {"DatabaseName": "d", "TableWildcard": {}}}, ":table/d/*"),
        (
            {"DataLocation": {"ResourceArn": "arn:aws:s3:::lake"}},
            ":location/arn:aws:s3:::lake",
        ),
    ],
)
def test_every_kind_of_resource_has_a_name(
    world: World, resource: dict[str, Any], end: str
) -> None:
    grant(world, cast.KUMO, resource, "ALL")

    [seen] = see("lakeformation", world.payments, REGION).sightings.values()

    assert seen.arn.endswith(f"{world.payments}{end}")


def told(account_id: str, catalog: str) -> str:
    """Return what ListPermissions tells who has a database from elsewhere."""
    entry = {
        "Principal": {
            "DataLakePrincipalIdentifier": f"arn:aws:iam::{account_id}:role/analyst"
        },
        "Resource": {"Database": {"CatalogId": catalog, "Name": "sales"}},
        "Permissions": ["DESCRIBE"],
        "PermissionsWithGrantOption": [],
    }
    return json.dumps({"PrincipalResourcePermissions": [entry]})


def test_who_shares_and_who_has_it_do_not_overwrite_each_other(world: World) -> None:
    """The consumer's list names the producer's catalog."""
    administered(world.shop, world)
    grant(world, cast.KUMO, {"Database": {"Name": "sales"}}, "ALL")
    listed = told(world.shop, world.payments)

    def make(_request: Any) -> Any:
        is_shop = current().account_id == world.shop
        return answer(200, listed, "application/json") if is_shop else None

    selection = {"services": ["lakeformation"]}
    with fault("lakeformation", "ListPermissions", make):
        for _ in range(3):
            crawl(selection)
            [found] = Grant.objects.cross_account()
            assert found.resource.account_id == world.payments
            assert found.ended_at is None

    arns = set(
        Resource.objects.filter(collector="lakeformation", ended_at=None).values_list(
            "arn", "name"
        )
    )
    database = f"arn:aws:glue:{REGION}:{world.payments}:database/sales"
    assert arns == {
        (database, "database/sales"),
        (f"{database}/told-by/{world.shop}", "database/sales"),
    }


@pytest.mark.parametrize(
    ("resource", "is_elsewhere"),
    [
        ({"Catalog": {"Id": cast.TANUKI}}, True),
        ({"Database": {"CatalogId": f"{cast.TANUKI}:s3tables", "Name": "d"}}, True),
        (
            {
                "DataCellsFilter": {
                    "TableCatalogId": cast.TANUKI,
                    "DatabaseName": "d",
                    "TableName": "t",
                    "Name": "f",
                }
            },
            True,
        ),
        ({"Catalog": {"Id": "s3tables"}}, False),
    ],
)
def test_whose_catalog_it_is_stands_in_several_places(
    world: World, resource: dict[str, Any], *, is_elsewhere: bool
) -> None:
    entry = {
        "Principal": {"DataLakePrincipalIdentifier": cast.KUMO},
        "Resource": resource,
        "Permissions": ["ALL"],
    }
    body = json.dumps({"PrincipalResourcePermissions": [entry]})

    with fault(
        "lakeformation",
        "ListPermissions",
        lambda _: answer(200, body, "application/json"),
    ):
        [arn] = see("lakeformation", world.payments, REGION).sightings

    assert arn.endswith(f"/told-by/{world.payments}") is is_elsewhere


def test_what_is_told_to_no_administrator_is_not_believed(world: World) -> None:
    """The list is filtered without a word; a grant that it lacks has not ended."""
    grant(world, cast.KUMO, TABLE, "SELECT")
    selection = {"accounts": [world.payments], "services": ["lakeformation"]}
    crawl(selection)
    other = {"DataLakePrincipalIdentifier": f"arn:aws:iam::{world.payments}:role/lake"}
    administered(world.payments, world, DataLakeAdmins=[other], ReadOnlyAdmins=[])

    empty = '{"PrincipalResourcePermissions": []}'
    with fault(
        "lakeformation",
        "ListPermissions",
        lambda _: answer(200, empty, "application/json"),
    ):
        done = crawl(selection)

    assert nothing_ended()
    assert Grant.objects.current().cross_account().count() == 1
    row = coverage(done, world.payments, "lakeformation")
    assert row.outcome == "failed"
    assert "read-only administrator" in row.reason


@pytest.mark.parametrize(
    "given",
    [
        {"DataLakeAdmins": []},  # the defaults are taken away
        {
            "DataLakeAdmins": [
                {"DataLakePrincipalIdentifier": f"arn:aws:iam::{cast.KUMO}:role/a"}
            ],
            "CreateDatabaseDefaultPermissions": UNTOUCHED,
            "CreateTableDefaultPermissions": UNTOUCHED,
        },
    ],
)
def test_a_lake_that_was_set_up_is_a_gap_to_who_is_none(
    world: World, given: dict[str, Any]
) -> None:
    administered(world.payments, world, ReadOnlyAdmins=[], **given)

    reading = see("lakeformation", world.payments, REGION)

    assert reading.failure is not None
    assert "docs/iam-role.md" in reading.failure.reason


def test_permissions_of_others_show_a_lake_too(world: World) -> None:
    administered(
        world.payments,
        world,
        ReadOnlyAdmins=[],
        CreateDatabaseDefaultPermissions=UNTOUCHED,
        CreateTableDefaultPermissions=UNTOUCHED,
    )
    grant(world, cast.KUMO, TABLE, "SELECT")

    assert see("lakeformation", world.payments, REGION).failure is not None


def test_where_nobody_set_anything_up_nothing_is_missed(world: World) -> None:
    """Every account has Lake Formation everywhere; most never touch it."""
    world.client("lakeformation", world.shop).grant_permissions(
        Principal={"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
        Resource={"Database": {"Name": "logs"}},
        Permissions=["ALL"],
    )

    done = crawl({"accounts": [world.shop], "services": ["lakeformation"]})

    assert not Coverage.objects.filter(crawl=done).incomplete().exists()
    assert not Grant.objects.cross_account().exists()
