"""The tags of all resources of one kind in a region, by one paged call.

Most lists leave tags out, and asking for each resource's would double the calls.

AWS: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

from __future__ import annotations

from accessmap.aws.collector import pages
from accessmap.aws.listed import pairs
from accessmap.aws.session import client

PERMISSION = "tag:GetResources"


def tags_of(kind: str, region: str) -> dict[str, dict[str, str]]:
    """Return tags by ARN; ``kind`` is as the service names it (sqs, lambda:function).

    What never had a tag is not in it.
    """
    found = pages(
        client("resourcegroupstaggingapi", region),
        "get_resources",
        "ResourceTagMappingList",
        ResourceTypeFilters=[kind],
        ResourcesPerPage=100,
    )
    return {each["ResourceARN"]: pairs(each.get("Tags")) for each in found}
