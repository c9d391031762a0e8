from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_repositories_and_the_registry(world: World) -> None:
    ecr = world.client("ecr", world.payments)
    text = lets_in(cast.KUMO, "ecr:BatchGetImage")
    made = ecr.create_repository(repositoryName="team/base")
    arn = made["repository"]["repositoryArn"]
    ecr.set_repository_policy(repositoryName="team/base", policyText=text)
    own = ecr.create_repository(repositoryName="own")["repository"]["repositoryArn"]
    head = f"arn:aws:ecr:{REGION}:{world.payments}"
    whole = lets_in(cast.KUMO, "ecr:ReplicateImage", f"{head}:repository/*")
    ecr.put_registry_policy(policyText=whole)

    reading = see("ecr", world.payments, REGION)

    assert policies(reading) == {arn: text, own: "", f"{head}:registry": whole}
    registry = reading.sightings[f"{head}:registry"]
    assert registry.resource_type == "AWS::ECR::RegistryPolicy"
