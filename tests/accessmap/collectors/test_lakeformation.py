from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
TABLE: dict[str, Any] = {"Table": {"DatabaseName": "sales", "Name": "orders"}}


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
