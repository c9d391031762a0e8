from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_policies_and_tags(world: World) -> None:
    efs = world.client("efs", world.payments)
    tags = [{"Key": "Name", "Value": "shared"}, {"Key": "owner", "Value": cast.RIN}]
    lent = efs.create_file_system(CreationToken="a", Tags=tags)
    own = efs.create_file_system(CreationToken="b")
    text = lets_in(cast.SHOP, "elasticfilesystem:ClientMount")
    efs.put_file_system_policy(FileSystemId=lent["FileSystemId"], Policy=text)

    reading = see("efs", world.payments, REGION)

    assert policies(reading) == {lent["FileSystemArn"]: text, own["FileSystemArn"]: ""}
    seen = reading.sightings[lent["FileSystemArn"]]
    assert (seen.name, seen.tags["owner"]) == ("shared", cast.RIN)
