"""REST APIs of API Gateway and their resource policies.

AWS: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient


@register
class RestApis(Collector):
    """Every REST API of a region; HTTP and WebSocket APIs have no such policy."""

    resource_type = "AWS::ApiGateway::RestApi"
    service = "apigateway"
    permissions = ("apigateway:GET",)

    def find(self, client: APIGatewayClient, where: Where) -> Iterator[Listed]:
        """Yield the APIs, with the text of their policies."""
        for each in pages(client, "get_rest_apis", "items"):
            kinds = each.get("endpointConfiguration", {}).get("types", [])
            yield Listed(
                where.arn("execute-api", each["id"]),
                each.get("name") or each["id"],
                key=_unescaped(each.get("policy", "")),
                tags=each.get("tags", {}),
                facts={"endpoint_types": sorted(kinds)},
            )

    def read(self, client: APIGatewayClient, handle: Listed, where: Where) -> Sighting:
        """Keep the policy; no further call is needed."""
        return handle.seen(handle.key)


def _unescaped(policy: str) -> str:
    """Return a policy as it was put: it comes escaped, like the inside of a string.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html
    """
    return str(json.loads(f'"{policy}"')) if policy.startswith("{\\") else policy
