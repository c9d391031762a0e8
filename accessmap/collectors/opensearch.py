"""OpenSearch and Elasticsearch domains and their access policies.

AWS: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from accessmap.aws import tags
from accessmap.aws.collector import Collector, Sighting, Where, register
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_opensearch import OpenSearchServiceClient

# https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DescribeDomains.html
AT_ONCE = 5


@register
class Domains(Collector):
    """Every domain of a region, five to a call."""

    resource_type = "AWS::OpenSearchService::Domain"
    service = "opensearch"
    permissions = ("es:DescribeDomains", "es:ListDomainNames", tags.PERMISSION)

    def find(self, client: OpenSearchServiceClient, where: Where) -> Iterator[Listed]:
        """Yield the domains, with the text of their policies."""
        names = (
            each["DomainName"] for each in client.list_domain_names()["DomainNames"]
        )
        tagged: dict[str, dict[str, str]] | None = None
        while part := list(islice(names, AT_ONCE)):
            if tagged is None:
                tagged = tags.tags_of("es:domain", where.region)
            found = client.describe_domains(DomainNames=part)["DomainStatusList"]
            for each in found:
                arn = each["ARN"]
                yield Listed(
                    arn,
                    each["DomainName"],
                    key=each.get("AccessPolicies"),
                    tags=tagged.get(arn, {}),
                    facts={"is_in_vpc": bool(each.get("VPCOptions"))},
                )

    def read(
        self, client: OpenSearchServiceClient, handle: Listed, where: Where
    ) -> Sighting:
        """Keep the policy; no further call is needed."""
        return handle.seen(handle.key)
