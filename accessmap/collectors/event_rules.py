"""EventBridge rules that send events to other accounts.

Who receives must allow it in a policy of its own; that we send is told here alone.
What AWS's services manage by themselves (``ManagedBy``) leads to those services.

AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    register,
    turned,
)
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient


@register
class Rules(Collector):
    """Every rule of every bus of a region that is on and leads out of the account."""

    resource_type = "AWS::Events::Rule"
    service = "events"
    permissions = (
        "events:ListEventBuses",
        "events:ListRules",
        "events:ListTargetsByRule",
    )

    def find(self, client: EventBridgeClient, where: Where) -> Iterator[Listed]:
        """Yield the rules that have a target in another account."""
        for bus in turned(client, "list_event_buses", "EventBuses", "NextToken"):
            name = bus["Name"]
            for rule in turned(
                client, "list_rules", "Rules", "NextToken", EventBusName=name
            ):
                if rule["State"] == "DISABLED" or rule.get("ManagedBy"):
                    continue
                targets = [
                    each["Arn"]
                    for each in turned(
                        client,
                        "list_targets_by_rule",
                        "Targets",
                        "NextToken",
                        Rule=rule["Name"],
                        EventBusName=name,
                    )
                ]
                if away := sorted(each for each in targets if _leads_out(each, where)):
                    yield Listed(rule["Arn"], rule["Name"], key=away)

    def read(self, client: EventBridgeClient, handle: Listed, where: Where) -> Sighting:
        """Keep where the rule leads; no further call is needed."""
        text = canonical({"Targets": [{"Arn": each} for each in handle.key]})
        return handle.seen(documents={(PolicyKind.SHARE, ""): text})


def _leads_out(arn: str, where: Where) -> bool:
    account = arn.split(":")[4]
    return account not in {"", where.account_id}
