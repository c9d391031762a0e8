"""IAM Access Analyzer, of which moto has nothing: the calls that read it.

AWS: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from accessmap.demo.answer import Answer, as_json, not_found_json
from accessmap.demo.asked import Asked
from accessmap.demo.findings import ANALYZER, ANALYZER_ACCOUNT
from accessmap.demo.shapes import TOKYO, Finding

ARN = f"arn:aws:access-analyzer:{TOKYO}:{ANALYZER_ACCOUNT}:analyzer/{ANALYZER}"
WHEN = "2026-08-20T03:10:00Z"
PAGE = 10  # so that whoever reads must turn pages
NAMESPACE = uuid.UUID("6b1f3c0d-9e2a-4477-8000-000000000000")


def finding_id(finding: Finding) -> str:
    """Return a lasting id."""
    words = f"{finding.resource} {sorted(finding.principal.items())} {finding.actions}"
    return str(uuid.uuid5(NAMESPACE, words))


def answer(asked: Asked, findings: Sequence[Finding]) -> Answer:
    """Answer one call."""
    is_home = (asked.account, asked.region) == (ANALYZER_ACCOUNT, TOKYO)
    match asked.path.strip("/").split("/"):
        case ["analyzer"]:
            return as_json({"analyzers": [_analyzer()] if is_home else []})
        case ["analyzer", name, "archive-rule"] if is_home and name == ANALYZER:
            return as_json({"archiveRules": [_archive_rule()]})
        case ["finding"] if is_home and asked.json.get("analyzerArn") == ARN:
            return _page(asked, findings, _with_access)
        case ["findingv2"] if is_home and asked.json.get("analyzerArn") == ARN:
            return _page(asked, findings, _summary)
        case ["findingv2", wanted] if is_home:
            for each in findings:
                if finding_id(each) == wanted:
                    return as_json({**_summary(each), "findingDetails": _details(each)})
    return not_found_json("Access Analyzer does not know that.")


def _analyzer() -> dict[str, Any]:
    return {
        "arn": ARN,
        "name": ANALYZER,
        "type": "ORGANIZATION",
        "createdAt": "2024-05-14T01:00:00Z",
        "lastResourceAnalyzedAt": WHEN,
        "status": "ACTIVE",
        "tags": {},
    }


def _archive_rule() -> dict[str, Any]:
    return {
        "ruleName": "staging-is-fine",
        "createdAt": "2025-01-09T01:00:00Z",
        "updatedAt": "2025-01-09T01:00:00Z",
        "filter": {"resource": {"contains": ["Sandbox"]}},
    }


def _page(
    asked: Asked,
    findings: Sequence[Finding],
    shape: Callable[[Finding], dict[str, Any]],
) -> Answer:
    wanted = asked.json.get("filter", {}).get("status", {}).get("eq")
    all_of_them = [each for each in findings if not wanted or each.status in wanted]
    start = int(asked.json.get("nextToken") or 0)
    body: dict[str, Any] = {
        "findings": [shape(each) for each in all_of_them[start : start + PAGE]]
    }
    if start + PAGE < len(all_of_them):
        body["nextToken"] = str(start + PAGE)
    return as_json(body)


def _summary(finding: Finding) -> dict[str, Any]:
    summary = {
        "id": finding_id(finding),
        "resource": finding.resource,
        "resourceType": finding.resource_type,
        "resourceOwnerAccount": finding.account,
        "status": finding.status,
        "findingType": "ExternalAccess",
        "analyzedAt": WHEN,
        "createdAt": WHEN,
        "updatedAt": WHEN,
    }
    if finding.error:
        summary["error"] = finding.error
    return summary


def _details(finding: Finding) -> list[dict[str, Any]]:
    return [] if finding.error else [{"externalAccessDetails": _access(finding)}]


def _with_access(finding: Finding) -> dict[str, Any]:
    """Return a finding as the older ListFindings shapes it.

    https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummary.html
    """
    summary = _summary(finding)
    del summary["findingType"]
    return summary | ({"condition": {}} if finding.error else _access(finding))


def _access(finding: Finding) -> dict[str, Any]:
    return {
        "action": list(finding.actions),
        "condition": dict(finding.condition),
        "isPublic": finding.is_public,
        "principal": dict(finding.principal),
        "sources": [{"type": "POLICY"}],
    }
