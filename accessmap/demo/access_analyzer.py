"""IAM Access Analyzer, of which moto has nothing: the calls that read it.

AWS: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from accessmap.demo.answer import Answer, as_json, not_found_json
from accessmap.demo.asked import Asked
from accessmap.demo.documents import role_arn
from accessmap.demo.findings import (
    ANALYZER,
    ANALYZER_ACCOUNT,
    UNUSED_ANALYZER,
    UNUSED_ROLES,
)
from accessmap.demo.shapes import TOKYO, Finding

ARN = f"arn:aws:access-analyzer:{TOKYO}:{ANALYZER_ACCOUNT}:analyzer/{ANALYZER}"
UNUSED_ARN = ARN.replace(ANALYZER, UNUSED_ANALYZER)
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
    if asked.path.strip("/") == "analyzer":
        both = [_analyzer(), _unused_analyzer()]
        return as_json({"analyzers": both if is_home else []})
    found = _at_home(asked, findings) if is_home else None
    return found or not_found_json("Access Analyzer does not know that.")


def _at_home(asked: Asked, findings: Sequence[Finding]) -> Answer | None:
    """Answer about what the two analyzers have."""
    match asked.path.strip("/").split("/"), asked.json.get("analyzerArn"):
        case ["analyzer", name, "archive-rule"], _:
            rules = [_archive_rule()] if name == ANALYZER else []
            return as_json({"archiveRules": rules})
        case ["finding"], analyzer if analyzer == ARN:
            return _page(asked, findings, _with_access)
        case ["findingv2"], analyzer if analyzer == ARN:
            return _page(asked, findings, _summary)
        case ["findingv2"], analyzer if analyzer == UNUSED_ARN:
            return as_json({"findings": [_unused(*each) for each in UNUSED_ROLES]})
        case ["findingv2", wanted], _:
            for each in findings:
                if finding_id(each) == wanted:
                    return as_json({**_summary(each), "findingDetails": _details(each)})
    return None


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


def _unused_analyzer() -> dict[str, Any]:
    return {
        **_analyzer(),
        "arn": UNUSED_ARN,
        "name": UNUSED_ANALYZER,
        "type": "ORGANIZATION_UNUSED_ACCESS",
    }


def _unused(account: str, role: str) -> dict[str, Any]:
    found = Finding(account, role_arn(account, role), "AWS::IAM::Role", {}, ())
    return {**_summary(found), "findingType": "UnusedIAMRole"}


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
