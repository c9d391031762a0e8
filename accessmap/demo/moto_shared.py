"""Put what is shared whole into moto."""

from __future__ import annotations

import zlib
from typing import Any

from accessmap.demo.documents import role_arn
from accessmap.demo.moto_seed import backend, born, ids_of
from accessmap.demo.refusals import READER
from accessmap.demo.shapes import TOKYO
from accessmap.demo.shared import (
    AGGREGATORS,
    CLUSTERS,
    GATHERERS,
    LAKE_GRANTS,
    PORTFOLIOS,
    RESOURCE_SHARES,
)


def share() -> None:
    """Share everything that is declared."""
    for each in RESOURCE_SHARES:
        ids_of(each.name)
        ram = backend("ram", each.account, TOKYO)
        ram.create_resource_share(
            name=each.name, allowExternalPrincipals=each.allows_outsiders
        )
        made = ram.resource_shares[-1]
        # moto asks each member for the organization, which only the management knows.
        made.principals = list(each.principals)
        made.resource_arns = list(each.resources)
        made.creation_time = made.last_updated_time = born(each.name).replace(
            tzinfo=None
        )
    _open_the_lake()
    for account, name, recipients in PORTFOLIOS:
        catalog = backend("servicecatalog", account, TOKYO)
        made, _ = catalog.create_portfolio(None, name, None, "platform", [], None)
        portfolio_id = _as_before(catalog, made["Id"], name)
        for recipient in recipients:
            catalog.create_portfolio_share(
                None,
                portfolio_id,
                recipient,
                None,
                share_tag_options=False,
                share_principals=False,
            )
    for account, name in CLUSTERS:
        role = f"arn:aws:iam::{account}:role/eks-{name}"
        backend("eks", account, TOKYO).create_cluster(name, role, {})
    for account, gatherer in AGGREGATORS:
        config = backend("config", account, TOKYO)
        config.put_aggregation_authorization(gatherer, TOKYO, [])
    for account, name, sources in GATHERERS:
        _gather(account, name, sources)


def _open_the_lake() -> None:
    """Grant what is declared, where our role may read all of it."""
    for account in sorted({grant.account for grant in LAKE_GRANTS}):
        reader = {"DataLakePrincipalIdentifier": role_arn(account, READER)}
        settings = {"DataLakeAdmins": [], "ReadOnlyAdmins": [reader]}
        backend("lakeformation", account, TOKYO).put_data_lake_settings(
            account, settings
        )
    for grant in LAKE_GRANTS:
        backend("lakeformation", grant.account, TOKYO).grant_permissions(
            grant.account,
            {"DataLakePrincipalIdentifier": grant.principal},
            dict(grant.resource),
            list(grant.permissions),
            list(grant.lends),
        )


def _gather(account: str, name: str, sources: tuple[str, ...]) -> None:
    """Let an account gather what Config records, from everybody if none is named."""
    ids_of(f"{account}/{name}")
    role = {"RoleArn": f"arn:aws:iam::{account}:role/ConfigAggregator"}
    where = {"AwsRegions": [TOKYO]}
    source: dict[str, Any] = {
        "OrganizationAggregationSource": {**role, "AllAwsRegions": True}
    }
    if sources:
        source = {"AccountAggregationSources": [{"AccountIds": [*sources], **where}]}
    backend("config", account, TOKYO).put_configuration_aggregator(
        {"ConfigurationAggregatorName": name, **source}
    )


def _as_before(catalog: Any, portfolio_id: str, name: str) -> str:
    """Give a portfolio the identifier of its name: moto draws it from no seed."""
    own = f"port-{zlib.crc32(name.encode()):013x}"
    portfolio = catalog.portfolios[own] = catalog.portfolios.pop(portfolio_id)
    catalog.portfolio_access[own] = catalog.portfolio_access.pop(portfolio_id)
    portfolio.id = own
    return own
