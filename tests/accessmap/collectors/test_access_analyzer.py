from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.models import Finding
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see
from tests.accessmap.crawl.crawling import crawl

pytestmark = pytest.mark.aws


def said(**members: Any) -> Any:
    return answer(200, json.dumps(members), "application/json")


def analyzer(name: str, kind: str) -> dict[str, Any]:
    return {
        "arn": f"arn:aws:access-analyzer:{REGION}:{cast.SECURITY}:analyzer/{name}",
        "name": name,
        "type": kind,
        "createdAt": "2026-01-01T00:00:00Z",
        "status": "ACTIVE",
    }


def finding(account_id: str) -> dict[str, Any]:
    return {
        "id": "f-1",
        "resource": "arn:aws:s3:::payments-reports",
        "resourceType": "AWS::S3::Bucket",
        "resourceOwnerAccount": account_id,
        "principal": {"AWS": cast.KUMO},
        "action": ["s3:GetObject"],
        "condition": {},
        "isPublic": False,
        "status": "ACTIVE",
        "createdAt": "2026-01-01T00:00:00Z",
        "analyzedAt": "2026-11-22T00:00:00Z",
        "updatedAt": "2026-11-22T00:00:00Z",
    }


def test_it_keeps_findings_as_awss_opinion(world: World) -> None:
    external = said(analyzers=[analyzer("org", "ORGANIZATION")])
    found = said(findings=[finding(world.payments)])

    with (
        fault("accessanalyzer", "ListAnalyzers", lambda _: external),
        fault("accessanalyzer", "ListFindings", lambda _: found),
    ):
        crawl({"services": ["accessanalyzer"], "accounts": [world.management]})

    row = Finding.objects.get()
    assert row.account_id == world.payments
    assert (row.status, row.is_public) == ("ACTIVE", False)
    assert row.principal == {"AWS": cast.KUMO}
    assert row.actions == ["s3:GetObject"]
    assert row.updated_at is not None


def test_analyzers_of_unused_access_are_passed_over(world: World) -> None:
    unused = said(analyzers=[analyzer("unused", "ACCOUNT_UNUSED_ACCESS")])

    with fault("accessanalyzer", "ListAnalyzers", lambda _: unused):
        reading = see("access_analyzer", world.management, REGION)

    assert reading.failure is None
    assert reading.opinions == {}
