from __future__ import annotations

from typing import Any

import pytest

from accessmap.graph.opinion import Stance, opinion
from accessmap.models import Finding, Grant
from accessmap.policy.kinds import Verdict, Zone
from tests import rows
from tests.cast import PAYMENTS, TANUKI

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
    return Finding.objects.create(finding_id="f-1", **{**fields, **more})


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


def test_silence_counts_only_where_an_analyzer_was_read() -> None:
    grant = rows.make_grant()
    rows.make_coverage(service="accessanalyzer", collector="access_analyzer")
    assert opinion(grant).stance == Stance.NOT_READ
    find(grant, resource_arn="arn:aws:s3:::another")
    assert opinion(grant).stance == Stance.SILENT


def test_inside_the_organization_is_not_its_question() -> None:
    grant = rows.make_grant(zone=Zone.ORGANIZATION, verdict=Verdict.IN_ORG)
    assert opinion(grant).stance == Stance.OUT_OF_SCOPE
