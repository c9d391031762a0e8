"""Findings of IAM Access Analyzer: AWS's own opinion, beside our grants.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    Opinion,
    Where,
    pages,
    plain,
    register,
)

if TYPE_CHECKING:
    from mypy_boto3_accessanalyzer import AccessAnalyzerClient

# Of external access only; ListFindings, unlike ListFindingsV2, tells the principal and
# the actions without one more call for each finding, and knows no other analyzers.
# https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindings.html
EXTERNAL = frozenset({"ACCOUNT", "ORGANIZATION"})


@register
class Findings(Collector):
    """Every finding of every analyzer of external access."""

    resource_type = "AWS::AccessAnalyzer::Analyzer"
    service = "accessanalyzer"
    permissions = ("access-analyzer:ListAnalyzers", "access-analyzer:ListFindings")

    def find(self, client: AccessAnalyzerClient, where: Where) -> Iterator[Any]:
        """Yield the findings, each with the analyzer that has it."""
        for analyzer in pages(client, "list_analyzers", "analyzers"):
            if analyzer["type"] in EXTERNAL:
                arn = analyzer["arn"]
                for each in pages(client, "list_findings", "findings", analyzerArn=arn):
                    yield arn, each

    def arn(self, handle: Any, where: Where) -> str:
        """Name the finding."""
        return f"{handle[0]}/finding/{handle[1]['id']}"

    def read(self, client: AccessAnalyzerClient, handle: Any, where: Where) -> Opinion:
        """Keep a finding as it is; no further call is needed."""
        analyzer, finding = handle
        return Opinion(
            finding_id=finding["id"],
            analyzer_arn=analyzer,
            resource_arn=finding.get("resource", ""),
            raw=plain(finding),
        )
