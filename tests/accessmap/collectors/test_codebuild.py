from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_reads_projects_and_report_groups_and_no_environment(world: World) -> None:
    head = f"arn:aws:codebuild:{REGION}:{world.payments}"
    project, group = f"{head}:project/build", f"{head}:report-group/tests"
    world.client("codebuild", world.payments).create_project(
        name="build",
        source={"type": "GITHUB", "location": "https://github.com/kitsune/shop"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
            "environmentVariables": [{"name": "TOKEN", "value": "canary-1"}],
        },
        serviceRole=f"arn:aws:iam::{world.payments}:role/vendor-readonly",
    )
    text = lets_in(cast.SHOP, "codebuild:BatchGetProjects")

    with standing({project: text, group: ""}):
        reading = see("codebuild", world.payments, REGION)

    assert policies(reading) == {project: text, group: ""}
    assert "canary-1" not in str(reading)
