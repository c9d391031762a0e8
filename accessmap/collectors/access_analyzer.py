"""Findings of IAM Access Analyzer: AWS's own opinion, beside our grants.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    Opinion,
    Sighting,
    Where,
    pages,
    plain,
    register,
)
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_accessanalyzer import AccessAnalyzerClient

# Of external access ListFindings, unlike ListFindingsV2, tells principal and actions
# without one more call for each finding; it knows no other analyzers.
# https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindings.html
EXTERNAL = frozenset({"ACCOUNT", "ORGANIZATION"})
INTERNAL = "InternalAccess"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding with the analyzer that has it."""

    analyzer: str
    finding: Mapping[str, Any]

    @property
    def arn(self) -> str:
        """Name the finding."""
        return f"{self.analyzer}/finding/{self.finding['id']}"


@register
class Findings(Collector):
    """Every analyzer with its archive rules, and every finding of each."""

    resource_type = "AWS::AccessAnalyzer::Analyzer"
    service = "accessanalyzer"
    permissions = (
        "access-analyzer:GetFinding",
        "access-analyzer:ListAnalyzers",
        "access-analyzer:ListArchiveRules",
        "access-analyzer:ListFindings",
    )

    def find(
        self, client: AccessAnalyzerClient, where: Where
    ) -> Iterator[Listed | Found]:
        """Yield the analyzers, each before its findings."""
        for analyzer in pages(client, "list_analyzers", "analyzers"):
            arn, kind = analyzer["arn"], analyzer["type"]
            # Only an active one looks at anything.
            facts = {"kind": kind, "status": analyzer["status"]}
            yield Listed(arn, analyzer["name"], facts=facts)
            operation = "list_findings" if kind in EXTERNAL else "list_findings_v2"
            for each in pages(client, operation, "findings", analyzerArn=arn):
                yield Found(arn, each)

    def read(
        self, client: AccessAnalyzerClient, handle: Listed | Found, where: Where
    ) -> Sighting | Opinion:
        """Read an analyzer's archive rules, or whom a finding is about."""
        if isinstance(handle, Listed):
            return _analyzer(client, handle)
        finding = handle.finding
        return Opinion(
            finding_id=finding["id"],
            analyzer_arn=handle.analyzer,
            resource_arn=finding.get("resource", ""),
            raw={**plain(finding), **_inside(client, handle)},
        )


def _analyzer(client: AccessAnalyzerClient, handle: Listed) -> Sighting:
    """Return an analyzer with the names of the rules that set findings aside."""
    rules = pages(
        client, "list_archive_rules", "archiveRules", analyzerName=handle.name
    )
    names = sorted(each["ruleName"] for each in rules)
    facts = {**handle.facts, "archive_rules": names}
    return Sighting(arn=handle.arn, name=handle.name, facts=facts)


def _inside(client: AccessAnalyzerClient, handle: Found) -> Mapping[str, Any]:
    """Return who and what an active finding of internal access is about.

    The list leaves both out; of what is unused it tells all that we show.
    https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_InternalAccessDetails.html
    """
    finding = handle.finding
    if finding.get("findingType") != INTERNAL or finding["status"] != "ACTIVE":
        return {}
    whole = client.get_finding_v2(analyzerArn=handle.analyzer, id=finding["id"])
    for each in whole["findingDetails"]:
        if details := each.get("internalAccessDetails"):
            return dict(plain(details))
    return {}
