"""EventBridge event buses and their policies.

AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, register, turned
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient


@register
class Buses(Collector):
    """Every event bus of a region; one call tells all."""

    resource_type = "AWS::Events::EventBus"
    service = "events"
    permissions = ("events:ListEventBuses",)

    def find(self, client: EventBridgeClient, where: Where) -> Iterator[Listed]:
        """Yield the buses, with the text of their policies."""
        for each in turned(client, "list_event_buses", "EventBuses", "NextToken"):
            yield Listed(each["Arn"], each["Name"], key=each.get("Policy"))

    def read(self, client: EventBridgeClient, handle: Listed, where: Where) -> Sighting:
        """Keep the policy; no further call is needed."""
        return handle.seen(handle.key)
