"""Lake Formation permissions: who may use databases, tables and places of a data lake.

AWS: https://docs.aws.amazon.com/lake-formation/latest/dg/cross-account-permissions.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    register,
    turned,
)
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_lakeformation import LakeFormationClient

TABLES = ("Table", "TableWithColumns")


@register
class LakePermissions(Collector):
    """Everything that is granted in the account's data lake, gathered by resource."""

    resource_type = "AWS::LakeFormation::Resource"
    service = "lakeformation"
    permissions = ("lakeformation:ListPermissions",)
    may_omit = frozenset({"PrincipalResourcePermissions"})

    def find(
        self, client: LakeFormationClient, where: Where
    ) -> Iterator[tuple[str, list[Any]]]:
        """Yield each resource with all that is granted on it."""
        found: dict[str, list[Any]] = {}
        for each in turned(
            client, "list_permissions", "PrincipalResourcePermissions", "NextToken"
        ):
            found.setdefault(_arn(each["Resource"], where), []).append(each)
        yield from sorted(found.items())

    def arn(self, handle: tuple[str, list[Any]], where: Where) -> str:
        """Name the resource."""
        return handle[0]

    def read(
        self, client: LakeFormationClient, handle: tuple[str, list[Any]], where: Where
    ) -> Sighting:
        """Keep what is granted on one resource; no further call is needed."""
        arn, listed = handle
        kept = sorted((_kept(each) for each in listed), key=canonical)
        return Sighting(
            arn=arn,
            name=arn.partition(f":{where.account_id}:")[2],
            documents={
                (PolicyKind.SHARE, ""): canonical(
                    {"PrincipalResourcePermissions": kept}
                )
            },
        )


def _kept(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return who may do what; the times of it change without the permission."""
    names = ("Principal", "Resource", "Permissions", "PermissionsWithGrantOption")
    return {name: entry[name] for name in names if name in entry}


def _arn(resource: Mapping[str, Any], where: Where) -> str:
    """Return the ARN of what Lake Formation names by its parts.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html
    """
    kind, part = next(iter(resource.items()))
    catalog = part.get("CatalogId") or where.account_id
    head = f"arn:{where.partition}:glue:{where.region}:{catalog}"
    if kind == "Database":
        return f"{head}:database/{part['Name']}"
    if kind in TABLES:
        return f"{head}:table/{part['DatabaseName']}/{part.get('Name') or '*'}"
    if kind == "DataLocation":
        return f"{head}:location/{part['ResourceArn']}"
    # The catalog itself, tags and filters, which have no ARN of their own.
    name = part.get("TagKey") or part.get("Name") or part.get("Id") or ""
    lake = f"arn:{where.partition}:lakeformation:{where.region}:{catalog}"
    return f"{lake}:{kind.lower()}/{name}".rstrip("/")
