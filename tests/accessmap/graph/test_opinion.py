from __future__ import annotations

from typing import Any

import pytest

from accessmap.graph.opinion import Stance, only_aws, opinion
from accessmap.models import Account, Finding, Grant, Resource
from accessmap.policy import grant as value
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
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


def analyzer(
    account_id: str = PAYMENTS, kind: str = "ACCOUNT", status: str = "ACTIVE"
) -> None:
    """An analyzer that stands and was read."""
    rows.make_resource(
        rows.make_account(account_id),
        resource_type="AWS::AccessAnalyzer::Analyzer",
        arn=f"arn:analyzer:{account_id}",
        region="eu-west-1",
        facts={"kind": kind, "status": status},
    )
    rows.make_coverage(
        account_id=account_id,
        region="eu-west-1",
        service="accessanalyzer",
        collector="access_analyzer",
    )


def granted_on(resource_type: str, region: str = "eu-west-1") -> Grant:
    arn = f"arn:aws:x:{region}:{PAYMENTS}:{resource_type}"
    resource = rows.make_resource(resource_type=resource_type, arn=arn, region=region)
    return rows.make_grant(resource)


def test_an_analyzer_looks_in_its_own_region() -> None:
    analyzer()
    near, far = granted_on("AWS::SQS::Queue"), granted_on("AWS::SQS::Queue", "eu-1")
    assert opinion(near).stance == Stance.SILENT
    assert opinion(far).stance == Stance.NO_REGION


def test_it_looks_at_some_types_of_resources_alone() -> None:
    domain = granted_on("AWS::OpenSearchService::Domain")
    assert opinion(domain).stance == Stance.NO_TYPE
    analyzer()
    assert opinion(domain).stance == Stance.NO_TYPE
    point = granted_on("AWS::S3::AccessPoint")
    assert opinion(point).stance == Stance.WITH_BUCKET


@pytest.mark.parametrize("status", ["CREATING", "DISABLED", "FAILED"])
def test_an_analyzer_that_is_not_active_says_nothing(status: str) -> None:
    grant = rows.make_grant()
    analyzer(status=status)
    assert opinion(grant).stance == Stance.NOT_READ
    find(grant, analyzer_arn=f"arn:analyzer:{PAYMENTS}")
    assert opinion(grant).stance == Stance.NOT_READ


def test_a_finding_of_an_analyzer_that_is_gone_says_nothing() -> None:
    grant = rows.make_grant()
    analyzer()
    find(grant, analyzer_arn=f"arn:analyzer:{PAYMENTS}")
    assert opinion(grant).stance == Stance.AGREES
    Resource.objects.filter(arn=f"arn:analyzer:{PAYMENTS}").update(ended_at=rows.THEN)
    assert opinion(grant).stance == Stance.NOT_READ


ROLE = f"arn:aws:iam::{TANUKI}:role/a"


@pytest.mark.parametrize(
    ("principal", "condition", "stance"),
    [
        ({"AWS": ROLE}, {}, Stance.AGREES),
        ({"AWS": TANUKI}, {}, Stance.AGREES),
        ({"AWS": f"arn:aws:iam::{TANUKI}:root"}, {}, Stance.AGREES),
        ({"AWS": "*"}, {}, Stance.AGREES),
        ({"AWS": "*"}, {"aws:PrincipalArn": ROLE}, Stance.AGREES),
        ({"AWS": "*"}, {"aws:PrincipalArn": f"{ROLE}b"}, Stance.NOT_READ),
        ({"AWS": f"arn:aws:iam::{TANUKI}:role/b"}, {}, Stance.NOT_READ),
        ({"AWS": f"{ROLE}b"}, {}, Stance.NOT_READ),
    ],
)
def test_it_agrees_about_this_role_or_whoever_it_is_among(
    principal: dict[str, str], condition: dict[str, str], stance: Stance
) -> None:
    who = value.Principal(PrincipalKind.ROLE, ROLE, TANUKI)
    grant = rows.make_grant(principal=who)
    find(grant, principal=principal, raw={"condition": condition})
    assert opinion(grant).stance == stance


def test_a_role_of_an_account_is_less_than_the_account() -> None:
    grant = rows.make_grant()
    find(grant, principal={"AWS": ROLE})
    assert opinion(grant).stance == Stance.NOT_READ


def test_a_provider_is_named_with_or_without_its_arn() -> None:
    named = "token.actions.githubusercontent.com"
    arn = f"arn:aws:iam::{PAYMENTS}:oidc-provider/{named}"
    for number, (ours, theirs) in enumerate([(named, arn), (arn, named), (arn, arn)]):
        who = value.Principal(PrincipalKind.FEDERATED, ours, "")
        grant = rows.make_grant(principal=who, zone=Zone.EXTERNAL)
        find(grant, principal={"Federated": theirs}, finding_id=f"f-{number}")
        assert opinion(grant).stance == Stance.AGREES


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


def test_the_organizations_analyzer_speaks_of_no_account_that_left() -> None:
    grant = rows.make_grant()
    analyzer(SECURITY, "ORGANIZATION")
    Account.objects.update(left_at=rows.THEN)
    assert opinion(grant).stance == Stance.NOT_READ


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
