"""Lake Formation permissions: who may use databases, tables and places of a data lake.

AWS: https://docs.aws.amazon.com/lake-formation/latest/dg/cross-account-permissions.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accessmap.aws.acting import is_among
from accessmap.aws.collector import (
    Collector,
    NotTold,
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
OWNER = re.compile(r"\d{12}(?!\d)")
# Not a principal: "whoever IAM lets in", which is so where nobody set anything.
# https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html
BY_IAM = "IAM_ALLOWED_PRINCIPALS"
UNTOUCHED = [(BY_IAM, ["ALL"])]


REMEDY = (
    "Lake Formation tells everything only to its administrators, and AccessMap's role "
    "is none here, so what it told was not believed. Make the role a read-only "
    "administrator; docs/iam-role.md says how."
)


@register
class LakePermissions(Collector):
    """Everything that is granted in the account's data lake, gathered by resource."""

    resource_type = "AWS::LakeFormation::Resource"
    service = "lakeformation"
    permissions = (
        "lakeformation:GetDataLakeSettings",
        "lakeformation:ListPermissions",
    )
    may_omit = frozenset({"PrincipalResourcePermissions"})

    def find(
        self, client: LakeFormationClient, where: Where
    ) -> Iterator[tuple[str, list[Any]]]:
        """Yield each resource with all that is granted on it.

        The list is filtered by what the caller may see, without a word, so it counts
        only if the caller is an administrator, who sees all.
        https://docs.aws.amazon.com/lake-formation/latest/APIReference/API_ListPermissions.html
        """
        settings = client.get_data_lake_settings()["DataLakeSettings"]
        is_whole = _reads_all(settings)
        if not is_whole and _is_in_use(settings):
            raise NotTold(REMEDY)
        found: dict[str, list[Any]] = {}
        for each in turned(
            client, "list_permissions", "PrincipalResourcePermissions", "NextToken"
        ):
            if not is_whole and _who(each) != BY_IAM:
                raise NotTold(REMEDY)
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
            name=arn.split(":", 5)[5].removesuffix(_told_by(where)),
            documents={
                (PolicyKind.SHARE, ""): canonical(
                    {"PrincipalResourcePermissions": kept}
                )
            },
        )


def _who(entry: Mapping[str, Any]) -> str:
    return str(entry["Principal"].get("DataLakePrincipalIdentifier", ""))


def _reads_all(settings: Mapping[str, Any]) -> bool:
    """Say whether our role is an administrator of the data lake."""
    kinds = ("ReadOnlyAdmins", "DataLakeAdmins")
    listed = [each for kind in kinds for each in settings.get(kind, ())]
    return is_among(str(each["DataLakePrincipalIdentifier"]) for each in listed)


def _is_in_use(settings: Mapping[str, Any]) -> bool:
    """Say whether somebody has set up Lake Formation here.

    Every account has it, in every region, and most never touch it: then IAM alone
    decides, as it did before there was Lake Formation. To share anything by it, AWS's
    first step is to name an administrator, and the next to take these defaults away.
    Where neither was done nothing can be missed, and no gap is told.
    https://docs.aws.amazon.com/lake-formation/latest/dg/initial-lf-config.html
    https://docs.aws.amazon.com/lake-formation/latest/dg/cross-account-prereqs.html
    """
    return any(
        [
            settings.get("DataLakeAdmins"),
            settings.get("ReadOnlyAdmins"),
            _by_default(settings, "CreateDatabaseDefaultPermissions") != UNTOUCHED,
            _by_default(settings, "CreateTableDefaultPermissions") != UNTOUCHED,
        ]
    )


def _by_default(settings: Mapping[str, Any], name: str) -> list[tuple[str, list[str]]]:
    """Return who may do what with whatever is made anew."""
    return [(_who(each), list(each["Permissions"])) for each in settings.get(name, ())]


def _kept(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return who may do what; the times of it change without the permission."""
    names = ("Principal", "Resource", "Permissions", "PermissionsWithGrantOption")
    return {name: entry[name] for name in names if name in entry}


def _arn(resource: Mapping[str, Any], where: Where) -> str:
    """Return the ARN of what Lake Formation names by its parts.

    What another account shares is told by both, each of its own principals: so it has
    an ARN for each account that tells of it.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html
    """
    kind, part = next(iter(resource.items()))
    # Each kind of resource names its catalog in its own way.
    named = part.get("CatalogId") or part.get("TableCatalogId")
    arn = _own_arn(kind, part, str(named or where.account_id), where)
    # An account's catalogs are called 111122223333, and 111122223333:name.
    owner = OWNER.match(str(named or part.get("Id") or ""))
    is_ours = owner is None or owner[0] == where.account_id
    return arn if is_ours else arn + _told_by(where)


def _told_by(where: Where) -> str:
    return f"/told-by/{where.account_id}"


def _own_arn(kind: str, part: Mapping[str, Any], catalog: str, where: Where) -> str:
    """Return the ARN as its owner would write it."""
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
