"""What an account may do to all the others: as a delegate, or by gathering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessmap.models import Account, Resource

AGGREGATOR = "AWS::Config::ConfigurationAggregator"
# Services by which a delegate rules other accounts, with what it takes to do so.
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
RULES: Mapping[str, Promise] = MappingProxyType(
    {
        "iam.amazonaws.com": _(
            "It may take root sessions in every member account, for some tasks."
        ),
        "member.org.stacksets.cloudformation.amazonaws.com": _(
            "By StackSets it may change every member account: whoever controls it "
            "controls them."
        ),
        "sso.amazonaws.com": _(
            "It decides who signs in to every member account, and with which "
            "permissions: whoever controls it controls them."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Delegation:
    """One service that an account administers; ``power`` where it rules others."""

    service: str
    power: str = ""


@dataclass(frozen=True, slots=True)
class Gatherer:
    """An aggregator of AWS Config that gathers from every account, unasked."""

    name: str
    account_id: str
    region: str


def delegations(account: Account) -> Iterator[Delegation]:
    """Yield what the account administers for the organization, the mightiest first."""
    named = [] if account.left_at else account.delegated_services
    services = sorted(named, key=lambda each: (each not in RULES, each))
    for service in services:
        yield Delegation(service, str(RULES.get(service, "")))


def delegates(accounts: Iterable[Account]) -> list[tuple[Account, list[Delegation]]]:
    """Return who administers something for all, those who rule the others first."""
    found = [(each, list(delegations(each))) for each in accounts]
    return sorted(
        ((account, told) for account, told in found if told),
        key=lambda each: (not each[1][0].power, each[0].name, each[0].account_id),
    )


def gatherers() -> list[Gatherer]:
    """Return who gathers the configuration of every member.

    The organization agrees for all of them, so none has an authorization to show.
    https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
    """
    rows = Resource.objects.filter(
        resource_type=AGGREGATOR, ended_at=None, facts__is_of_organization=True
    ).order_by("account_id", "region", "name")
    return [Gatherer(row.name, row.account_id, row.region) for row in rows]
