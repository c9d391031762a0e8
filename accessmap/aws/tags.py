"""The tags of all resources of one kind in a region, by one paged call.

Most lists leave tags out, and asking for each resource's would double the calls.

AWS: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from accessmap.aws.collector import UNREAD_TAGS, pages
from accessmap.aws.listed import pairs
from accessmap.aws.session import client, own_caller
from accessmap.aws.watch import current

PERMISSION = "tag:GetResources"


class _Unread(dict[str, Any]):
    """The tags of a region that did not tell them: of every resource, not known."""

    def get(self, key: str, default: Any = None) -> Any:
        """Say so, whichever the resource is."""
        return UNREAD_TAGS


def tags_of(kind: str, region: str) -> dict[str, dict[str, str]]:
    """Return tags by ARN; ``kind`` is as the service names it (sqs, lambda:function).

    What never had a tag is not in it. Where AWS refuses them they are one gap, and no
    reason to leave the resources unread.
    """
    try:
        found = list(
            pages(
                client("resourcegroupstaggingapi", region),
                "get_resources",
                "ResourceTagMappingList",
                ResourceTypeFilters=[kind],
                ResourcesPerPage=100,
            )
        )
    except ClientError as error:
        watch, partition = current(), own_caller().partition
        place = f"arn:{partition}:tag:{region}:{watch.account_id}:{kind}"
        watch.missed[place] = error, PERMISSION
        return _Unread()
    return {each["ResourceARN"]: pairs(each.get("Tags")) for each in found}
