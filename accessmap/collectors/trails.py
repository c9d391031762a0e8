"""CloudTrail trails: whether what happens in the account is written down for good.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trails.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import Collector, Sighting, Where, register
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_cloudtrail import CloudTrailClient

# A trail may leave these out, and no others: keys are used millions of times.
MAY_BE_LEFT_OUT = frozenset({"kms.amazonaws.com", "rdsdata.amazonaws.com"})


@register
class Trails(Collector):
    """Every trail at home in a region, the organization's too, where it covers us."""

    resource_type = "AWS::CloudTrail::Trail"
    service = "cloudtrail"
    permissions = (
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetTrailStatus",
    )

    def find(self, client: CloudTrailClient, where: Where) -> Iterator[Listed]:
        """Yield the trails; those of other regions are told there.

        An organization's trail stands in every member's list, as a shadow.
        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
        """
        for each in client.describe_trails(includeShadowTrails=True)["trailList"]:
            if each.get("HomeRegion", where.region) != where.region:
                continue
            arn = each["TrailARN"]
            is_ours = f":{where.account_id}:" in arn
            yield Listed(
                arn if is_ours else f"{arn}/covers/{where.account_id}",
                each["Name"],
                key=arn,
                facts={
                    "is_multi_region": bool(each.get("IsMultiRegionTrail")),
                    "is_of_organization": bool(each.get("IsOrganizationTrail")),
                },
            )

    def read(self, client: CloudTrailClient, handle: Listed, where: Where) -> Sighting:
        """Read whether it is on, and whether it takes management events."""
        status = client.get_trail_status(Name=handle.key)
        chosen = client.get_event_selectors(TrailName=handle.key)
        facts = {
            **handle.facts,
            "is_logging": bool(status["IsLogging"]),
            "writes_management_events": _takes_management(chosen),
        }
        return Sighting(arn=handle.arn, name=handle.name, facts=facts)


def _takes_management(chosen: Any) -> bool:
    """Say whether a trail takes what is written to accounts; by default it does.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    """
    plain = chosen.get("EventSelectors") or ()
    advanced = chosen.get("AdvancedEventSelectors") or ()
    if not plain and not advanced:
        return True
    if any(
        each.get("IncludeManagementEvents", True)
        and each.get("ReadWriteType", "All") != "ReadOnly"
        for each in plain
    ):
        return True
    return any(_takes_writes(each.get("FieldSelectors", ())) for each in advanced)


def _takes_writes(fields: Iterable[Any]) -> bool:
    """Say whether one advanced selector takes what is written; all its fields hold.

    A trail that leaves out only the two busiest services keeps what a role does.
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
    """
    is_of_management = False
    for each in fields:
        conditions = {key: each[key] for key in each if key != "Field"}
        match each.get("Field"):
            case "eventCategory":
                is_of_management = "Management" in conditions.get("Equals", ())
            case "readOnly" if "false" in conditions.get("Equals", ()):
                pass
            case "eventSource" if conditions.keys() == {"NotEquals"} and (
                set(conditions["NotEquals"]) <= MAY_BE_LEFT_OUT
            ):
                pass
            case _:
                return False
    return is_of_management
