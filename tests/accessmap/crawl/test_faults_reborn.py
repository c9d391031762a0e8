"""A role deleted and made again under its name is another role, whenever it happens."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.models import Crawl, Grant, Resource, Snapshot
from tests import cast
from tests.accessmap.aws_world import World, fault, trust
from tests.accessmap.crawl.crawling import crawl

pytestmark = [pytest.mark.aws, pytest.mark.fault]
NAME = "vendor-readonly"
HERE = {"services": ["iam"]}


def make_again(world: World, principal: str = cast.TANUKI) -> None:
    """Delete the vendor's role, and make one of its name that lets ``principal`` in."""
    iam = world.client("iam", world.payments)
    iam.delete_role_policy(RoleName=NAME, PolicyName="reads")
    iam.delete_role(RoleName=NAME)
    document = trust(f"arn:aws:iam::{principal}:root")
    iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=document)


def role() -> Resource:
    return Resource.objects.get(name=NAME, resource_type="AWS::IAM::Role")


def test_it_is_another_role_though_it_says_the_same(world: World) -> None:
    crawl(HERE)
    before = role().unique_id
    old = Snapshot.objects.current().get(resource=role(), kind="trust")

    make_again(world)
    second = crawl(HERE)

    assert role().unique_id != before
    assert role().ended_at is None
    old.refresh_from_db()
    assert old.ended_crawl == second
    new = Snapshot.objects.current().get(resource=role(), kind="trust")
    assert (new.began_crawl, new.document) == (second, old.document)
    assert Grant.objects.current().filter(resource=role()).exists()


def test_the_new_one_lets_in_whom_it_names(world: World) -> None:
    crawl(HERE)
    [grant] = Grant.objects.current().filter(resource=role(), policy_kind="trust")

    make_again(world, cast.KUMO)
    second = crawl(HERE)

    grant.refresh_from_db()
    assert grant.ended_crawl == second
    [now] = Grant.objects.current().filter(resource=role(), policy_kind="trust")
    assert cast.KUMO in str(now.principal)


def test_made_again_while_it_is_read_nothing_is_lost(world: World) -> None:
    crawl(HERE)
    made: list[str] = []

    def meanwhile(_request: Any) -> Any:
        if not made:
            made.append(NAME)
            make_again(world)

    with fault("iam", "GenerateServiceLastAccessedDetails", meanwhile):
        second = crawl(HERE)

    assert made
    assert second.state == Crawl.State.COMPLETE
    assert role().ended_at is None
    assert Grant.objects.current().filter(resource=role()).exists()

    third = crawl(HERE)

    assert third.state == Crawl.State.COMPLETE
    assert role().ended_at is None
    assert Grant.objects.current().filter(resource=role()).exists()
