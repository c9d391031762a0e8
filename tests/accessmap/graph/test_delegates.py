"""What an account may do to all the others."""

from __future__ import annotations

import pytest

from accessmap.graph.delegates import Gatherer, delegates, delegations, gatherers
from accessmap.models import Account, Resource
from tests import rows
from tests.cast import PAYMENTS, SECURITY, SHOP

pytestmark = pytest.mark.django_db
STACKSETS = "member.org.stacksets.cloudformation.amazonaws.com"


def test_a_delegate_that_rules_every_account_is_told_first_and_why() -> None:
    account = rows.make_account(
        SECURITY, delegated_services=["guardduty.amazonaws.com", STACKSETS]
    )
    first, second = delegations(account)
    assert first.service == STACKSETS
    assert "controls them" in first.power
    assert (second.service, second.power) == ("guardduty.amazonaws.com", "")


def test_who_is_no_delegate_administers_nothing() -> None:
    assert list(delegations(rows.make_account(PAYMENTS))) == []


def aggregator(name: str, **facts: object) -> Resource:
    return rows.make_resource(
        rows.make_account(SECURITY),
        arn=f"arn:aws:config:eu-west-1:{SECURITY}:config-aggregator/{name}",
        name=name,
        region="eu-west-1",
        resource_type="AWS::Config::ConfigurationAggregator",
        collector="config",
        facts=facts,
    )


def test_an_aggregator_of_the_organization_gathers_from_everybody() -> None:
    aggregator("all", is_of_organization=True)
    aggregator("some", is_of_organization=False, accounts=[PAYMENTS])
    gone = aggregator("gone", is_of_organization=True)
    Resource.objects.filter(pk=gone.pk).update(ended_at=rows.THEN)
    assert gatherers() == [Gatherer("all", SECURITY, "eu-west-1")]


def test_of_all_accounts_delegates_are_told_who_rule_the_others_first() -> None:
    auditor = rows.make_account(
        SECURITY, delegated_services=["guardduty.amazonaws.com"]
    )
    ruler = rows.make_account(PAYMENTS, delegated_services=[STACKSETS])
    rows.make_account(SHOP)
    found = delegates(Account.objects.order_by("account_id"))
    assert [account for account, _told in found] == [ruler, auditor]
