"""CodeBuild projects and report groups, and the policies they are shared by.

AWS: https://docs.aws.amazon.com/codebuild/latest/userguide/project-sharing.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    pages,
    register,
    unless,
)
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_codebuild import CodeBuildClient


REPORTS = "AWS::CodeBuild::ReportGroup"


@register
class Projects(Collector):
    """Every project and report group of a region, by name; never what a build holds."""

    resource_type = "AWS::CodeBuild::Project"
    also_sees = (REPORTS,)
    service = "codebuild"
    permissions = (
        "codebuild:GetResourcePolicy",
        "codebuild:ListProjects",
        "codebuild:ListReportGroups",
    )

    def find(self, client: CodeBuildClient, where: Where) -> Iterator[Listed]:
        """Yield both."""
        for name in pages(client, "list_projects", "projects"):
            yield Listed(where.arn("codebuild", f"project/{name}"), name)
        for arn in pages(client, "list_report_groups", "reportGroups"):
            name = arn.rpartition("/")[2]
            yield Listed(arn, name, resource_type=REPORTS)

    def read(self, client: CodeBuildClient, handle: Listed, where: Where) -> Sighting:
        """Read the policy by which one is shared."""
        answer = unless(
            "ResourceNotFoundException",
            client.get_resource_policy,
            resourceArn=handle.arn,
        )
        return handle.seen(answer.get("policy"))
