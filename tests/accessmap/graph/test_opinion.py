from __future__ import annotations

from typing import Any

import pytest

from accessmap.graph.opinion import Stance, only_aws, opinion
from accessmap.models import Finding, Grant
from accessmap.policy.kinds import Verdict, Zone
from tests import rows
from tests.cast import KUMO, PAYMENTS, SECURITY, SHOP, TANUKI

pytestmark = pytest.mark.django_db


def find(grant: Grant, **more: Any) -> Finding:
    fields = {
        "resource_arn": grant.resource.arn,
        "principal": {"AWS": TANUKI},
        "status": "ACTIVE",
        "analyzer_arn": "arn:analyzer",
        "account_id": PAYMENTS,
        "last_read_at": rows.THEN,
    }
    return Finding.objects.create(**{"finding_id": "f-1", **fields, **more})


def test_an_active_finding_agrees() -> None:
    grant = rows.make_grant()
    finding = find(grant)
    assert opinion(grant).stance == Stance.AGREES
    assert opinion(grant).findings == (finding,)


def test_a_finding_about_somebody_else_says_nothing() -> None:
    grant = rows.make_grant()
    find(grant, principal={"AWS": "somebody else"})
    assert opinion(grant).stance == Stance.NOT_READ


def test_an_archived_finding_was_set_aside() -> None:
    grant = rows.make_grant()
    find(grant, status="ARCHIVED")
    assert opinion(grant).stance == Stance.ARCHIVED


def analyzer(account_id: str = PAYMENTS, kind: str = "ACCOUNT") -> None:
    """An analyzer that stands and was read."""
    rows.make_resource(
        rows.make_account(account_id),
        resource_type="AWS::AccessAnalyzer::Analyzer",
        arn=f"arn:analyzer:{account_id}",
        region="eu-west-1",
        facts={"kind": kind},
    )
    rows.make_coverage(
        account_id=account_id,
        region="eu-west-1",
        service="accessanalyzer",
        collector="access_analyzer",
    )


def test_silence_counts_only_where_an_analyzer_was_read() -> None:
    grant = rows.make_grant()
    rows.make_coverage(service="accessanalyzer", collector="access_analyzer")
    assert opinion(grant).stance == Stance.NOT_READ
    analyzer()
    assert opinion(grant).stance == Stance.SILENT


def test_the_organizations_analyzer_speaks_of_every_account() -> None:
    grant = rows.make_grant()
    analyzer(SHOP)
    assert opinion(grant).stance == Stance.NOT_READ
    analyzer(SECURITY, "ORGANIZATION")
    assert opinion(grant).stance == Stance.SILENT


def test_an_analyzer_of_unused_access_is_silent_about_who_comes_in() -> None:
    grant = rows.make_grant()
    analyzer(kind="ACCOUNT_UNUSED_ACCESS")
    assert opinion(grant).stance == Stance.NOT_READ


def test_an_unused_role_is_told_beside_and_agrees_with_nothing() -> None:
    grant = rows.make_grant()
    finding = find(grant, principal={}, raw={"findingType": "UnusedIAMRole"})
    said = opinion(grant)
    assert said.unused == (finding,)
    assert said.stance == Stance.NOT_READ


def test_internal_access_agrees_with_a_grant_inside() -> None:
    grant = rows.make_grant(zone=Zone.ORGANIZATION, verdict=Verdict.IN_ORG)
    find(grant, raw={"findingType": "InternalAccess"})
    assert opinion(grant).stance == Stance.AGREES


def test_what_aws_alone_reports_comes_with_the_reason() -> None:
    grant = rows.make_grant()
    find(grant)
    assert only_aws(PAYMENTS) == []
    other = find(grant, finding_id="f-2", principal={"AWS": KUMO})
    unread = find(grant, finding_id="f-3", resource_arn="arn:aws:s3:::unread")
    find(grant, finding_id="f-4", principal={"AWS": KUMO}, status="RESOLVED")
    assert {each.finding: each.is_known for each in only_aws(PAYMENTS)} == {
        other: True,
        unread: False,
    }


def test_inside_the_organization_is_not_its_question() -> None:
    grant = rows.make_grant(zone=Zone.ORGANIZATION, verdict=Verdict.IN_ORG)
    assert opinion(grant).stance == Stance.OUT_OF_SCOPE
