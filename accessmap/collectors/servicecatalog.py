"""Service Catalog portfolios, and the accounts and units they are shared with.

AWS: https://docs.aws.amazon.com/servicecatalog/latest/adminguide/catalogs_portfolios_sharing.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    plain,
    register,
    turned,
)
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_servicecatalog import ServiceCatalogClient

# One list for each, and none for all of them.
# https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DescribePortfolioShares.html
RECIPIENTS: tuple[
    Literal[
        "ACCOUNT",
        "ORGANIZATION",
        "ORGANIZATIONAL_UNIT",
        "ORGANIZATION_MEMBER_ACCOUNT",
    ],
    ...,
] = (
    "ACCOUNT",
    "ORGANIZATION",
    "ORGANIZATIONAL_UNIT",
    "ORGANIZATION_MEMBER_ACCOUNT",
)


@register
class Portfolios(Collector):
    """Collections of products that other accounts may launch."""

    resource_type = "AWS::ServiceCatalog::Portfolio"
    service = "servicecatalog"
    permissions = (
        "servicecatalog:DescribePortfolioShares",
        "servicecatalog:ListPortfolios",
    )

    def find(self, client: ServiceCatalogClient, where: Where) -> Iterator[Any]:
        """Yield the account's own portfolios."""
        yield from pages(client, "list_portfolios", "PortfolioDetails")

    def arn(self, handle: Any, where: Where) -> str:
        """Name the portfolio."""
        return str(handle["ARN"])

    def read(self, client: ServiceCatalogClient, handle: Any, where: Where) -> Sighting:
        """Read whom one portfolio is shared with."""
        shared = [
            {"PrincipalId": each["PrincipalId"], "Type": each["Type"]}
            for kind in RECIPIENTS
            for each in turned(
                client,
                "describe_portfolio_shares",
                "PortfolioShareDetails",
                "NextPageToken PageToken",
                PortfolioId=handle["Id"],
                Type=kind,
            )
        ]
        listed = canonical({"PortfolioShareDetails": sorted(shared, key=canonical)})
        return Sighting(
            arn=str(handle["ARN"]),
            name=handle["DisplayName"],
            documents={(PolicyKind.SHARE, ""): listed} if shared else {},
            facts={"created_at": plain(handle.get("CreatedTime"))},
        )
