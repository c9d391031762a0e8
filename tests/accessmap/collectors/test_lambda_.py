from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def function(world: World, name: str, **more: Any) -> str:
    """Make a function; return its ARN."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", "def handler(event, context): ...")
    role = f"arn:aws:iam::{world.payments}:role/vendor-readonly"
    made = world.client("lambda", world.payments).create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role,
        Handler="main.handler",
        Code={"ZipFile": code.getvalue()},
        **more,
    )
    return str(made["FunctionArn"])


def lend(world: World, name: str, **more: str) -> None:
    """Let the vendor run a function or one of its aliases."""
    asked = {"Action": "lambda:InvokeFunction", "Principal": cast.TANUKI} | more
    world.client("lambda", world.payments).add_permission(
        FunctionName=name, StatementId="lent", **asked
    )


def test_it_reads_policies_of_functions_and_aliases(world: World) -> None:
    lent, own = function(world, "refund"), function(world, "own")
    lend(world, "refund")
    client = world.client("lambda", world.payments)
    client.publish_version(FunctionName="refund")
    client.create_alias(FunctionName="refund", Name="live", FunctionVersion="1")

    reading = see("lambda", world.payments, REGION)

    found = policies(reading)
    assert found.keys() == {lent, own, f"{lent}:live"}
    assert cast.TANUKI in found[lent]
    assert found[own] == ""
    assert reading.sightings[f"{lent}:live"].name == "refund:live"


def test_it_tells_who_must_sign_where_a_url_is_lent(world: World) -> None:
    lent, own = function(world, "hook"), function(world, "own")
    lend(
        world,
        "hook",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )

    with standing(urls={lent: "NONE", own: "AWS_IAM"}):
        seen = see("lambda", world.payments, REGION).sightings

    [url] = seen[lent].facts["urls"]
    assert url["auth_type"] == "NONE"
    assert "urls" not in seen[own].facts  # no policy: nobody but the account itself
    assert json.loads(next(iter(seen[lent].documents.values())))["Statement"]


def test_environment_variables_are_dropped_at_once(world: World) -> None:
    function(world, "own", Environment={"Variables": {"PASSWORD": "canary-1"}})

    reading = see("lambda", world.payments, REGION)

    assert len(reading.sightings) == 1
    assert "canary-1" not in str(reading)
