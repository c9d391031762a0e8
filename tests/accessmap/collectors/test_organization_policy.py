from __future__ import annotations

import pytest

from accessmap.models import Grant, Resource
from tests import cast
from tests.accessmap.aws_world import World, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.crawl.crawling import crawl
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def arn(world: World) -> str:
    home = f"arn:aws:organizations::{world.management}:resourcepolicy"
    return f"{home}/{world.organization_id}/rp-1a2b3c4d"


def test_it_reads_the_one_policy(world: World) -> None:
    text = lets_in(world.payments, "organizations:AttachPolicy")

    with standing({arn(world): text}):
        found = policies(see("organization_policy", world.management))
    assert found == {arn(world): text}
    with standing():
        assert policies(see("organization_policy", world.management)) == {}


def test_a_crawl_reads_it_once_where_the_organization_is_managed(world: World) -> None:
    text = lets_in(cast.TANUKI, "organizations:AttachPolicy")

    with standing({arn(world): text}):
        done = crawl({"services": ["organization_policy"]})

    rows = done.coverage.filter(collector="organization_policy")
    assert [row.account_id for row in rows] == [world.management]
    assert Resource.objects.get().arn == arn(world)
    assert Grant.objects.get().principal == cast.TANUKI
