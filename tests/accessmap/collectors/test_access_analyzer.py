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


EXTERNAL = said(analyzers=[analyzer("org", "ORGANIZATION")])
RULES = said(
    archiveRules=[
        {
            "ruleName": "staging",
            "filter": {},
            "createdAt": "2026-01-01T00:00:00Z",
            "updatedAt": "2026-01-01T00:00:00Z",
        }
    ]
)


def test_it_keeps_findings_as_awss_opinion(world: World) -> None:
    found = said(findings=[finding(world.payments)])

    with (
        fault("accessanalyzer", "ListAnalyzers", lambda _: EXTERNAL),
        fault("accessanalyzer", "ListArchiveRules", lambda _: RULES),
        fault("accessanalyzer", "ListFindings", lambda _: found),
    ):
        crawl({"services": ["accessanalyzer"], "accounts": [world.management]})

    row = Finding.objects.get()
    assert row.account_id == world.payments
    assert (row.status, row.is_public) == ("ACTIVE", False)
    assert row.principal == {"AWS": cast.KUMO}
    assert row.actions == ["s3:GetObject"]
    assert row.updated_at is not None


def test_an_analyzer_tells_which_rules_set_findings_aside(world: World) -> None:
    with (
        fault("accessanalyzer", "ListAnalyzers", lambda _: EXTERNAL),
        fault("accessanalyzer", "ListFindings", lambda _: said(findings=[])),
        fault("accessanalyzer", "ListArchiveRules", lambda _: RULES),
    ):
        [seen] = see("access_analyzer", world.management, REGION).sightings.values()

    assert seen.arn == analyzer("org", "ORGANIZATION")["arn"]
    facts = {"kind": "ORGANIZATION", "status": "ACTIVE"}
    assert seen.facts == {**facts, "archive_rules": ["staging"]}


@pytest.mark.parametrize("kind", ["UnusedIAMRole", "InternalAccess"])
def test_unused_and_internal_access_are_read_too(world: World, kind: str) -> None:
    found = {**finding(world.payments), "findingType": kind}
    for name in ("principal", "action", "condition", "isPublic"):
        del found[name]
    details = {"principal": {"AWS": cast.SHOP}, "action": ["s3:GetObject"]}
    whole = {**found, "findingDetails": [{"internalAccessDetails": details}]}
    listed = said(analyzers=[analyzer("other", "ORGANIZATION_INTERNAL_ACCESS")])

    with (
        fault("accessanalyzer", "ListAnalyzers", lambda _: listed),
        fault("accessanalyzer", "ListFindingsV2", lambda _: said(findings=[found])),
        fault("accessanalyzer", "ListArchiveRules", lambda _: said(archiveRules=[])),
        fault("accessanalyzer", "GetFindingV2", lambda _: said(**whole)) as asked,
    ):
        reading = see("access_analyzer", world.management, REGION)

    assert reading.failure is None
    assert reading.gaps == {}
    [opinion] = reading.opinions.values()
    assert opinion.raw["findingType"] == kind
    assert len(asked) == (kind == "InternalAccess")
    assert ("principal" in opinion.raw) == (kind == "InternalAccess")
