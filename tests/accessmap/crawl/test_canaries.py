"""Secrets lie where AWS answers our reads: none of them may ever reach us."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from django.apps import apps

from accessmap.crawl.bell import ring
from accessmap.models import Resource
from tests.accessmap.aws_world import REGION, World, trust
from tests.accessmap.collectors.test_lambda_ import function
from tests.accessmap.crawl.crawling import crawl
from tests.accessmap.outside import Outside, outside

__all__ = ["outside"]
pytestmark = pytest.mark.aws
JSON = "rq.serializers.JSONSerializer"
CANARY = "canary-f1d60c4b"


class Planter:
    """Makes canaries, each another, and remembers how many."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.numbers = count(1)
        self.planted = 0

    def __call__(self) -> str:
        self.planted = next(self.numbers)
        return f"{CANARY}-{self.planted}"

    def of(self, service: str) -> Any:
        return self.world.client(service, self.world.payments)


def in_functions(plant: Planter) -> None:
    for name in ("refund", "invoice", "notify"):
        variables = {"PASSWORD": plant(), "TOKEN": plant()}
        function(plant.world, name, Environment={"Variables": variables})
    described = {"Description": plant(), "Content": {"ZipFile": b"x"}}
    plant.of("lambda").publish_layer_version(LayerName="tools", **described)


def in_secrets_and_parameters(plant: Planter) -> None:
    secrets, ssm = plant.of("secretsmanager"), plant.of("ssm")
    secrets.create_secret(Name="text", SecretString=plant(), Description=plant())
    secrets.create_secret(Name="bytes", SecretBinary=plant().encode())
    for name, kind in (("plain", "String"), ("secure", "SecureString")):
        ssm.put_parameter(Name=name, Value=plant(), Type=kind, Description=plant())
    steps = {
        "schemaVersion": "2.2",
        "mainSteps": [
            {
                "action": "aws:runShellScript",
                "name": "login",
                "inputs": {"runCommand": [f"login --password {plant()}"]},
            }
        ],
    }
    ssm.create_document(Name="login", Content=json.dumps(steps), DocumentType="Command")


def in_builds_roles_and_queues(plant: Planter) -> None:
    variables = [{"name": "TOKEN", "value": plant()}]
    plant.of("codebuild").create_project(
        name="build",
        source={"type": "GITHUB", "location": "https://github.com/kitsune/shop"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
            "environmentVariables": variables,
        },
        serviceRole=f"arn:aws:iam::{plant.world.payments}:role/vendor-readonly",
    )
    queue = plant.of("sqs").create_queue(QueueName="orders")["QueueUrl"]
    plant.of("sqs").send_message(QueueUrl=queue, MessageBody=plant())
    plant.of("iam").create_role(
        RoleName="deploy", AssumeRolePolicyDocument=trust("*"), Description=plant()
    )
    plant.of("s3").put_object(
        Bucket="payments-reports", Key="ledger.csv", Body=plant().encode()
    )
    plant.of("ec2").run_instances(
        ImageId="ami-12c6146b",
        MinCount=1,
        MaxCount=1,
        UserData=base64.b64encode(plant().encode()).decode(),
    )


def everything_kept() -> Iterator[str]:
    """Yield every value of every row of every table of ours."""
    for label in ("accessmap", "reviews"):
        for model in apps.get_app_config(label).get_models():
            for row in model.objects.values_list():  # type: ignore[attr-defined]
                for value in row:
                    kept = bytes(value) if isinstance(value, memoryview) else value
                    yield (
                        kept.decode("utf-8", "replace")
                        if isinstance(kept, bytes)
                        else str(kept)
                    )


def everything_queued(outside: Outside) -> Iterator[str]:
    """Yield every key of the broker, and every value, unpacked as RQ packs them."""
    broker: Any = outside.connection
    for key in broker.scan_iter():
        yield key.decode()
        match broker.type(key):
            case b"hash":
                values = [part for pair in broker.hgetall(key).items() for part in pair]
            case b"list":
                values = broker.lrange(key, 0, -1)
            case b"set":
                values = list(broker.smembers(key))
            case b"zset":
                values = broker.zrange(key, 0, -1)
            case _:
                values = [broker.get(key)]
        for value in values:
            with suppress(zlib.error):
                yield zlib.decompress(value).decode("utf-8", "replace")
            yield value.decode("utf-8", "replace")


@pytest.fixture
def queued(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> Outside:
    queues = {"crawl": {"URL": f"unix://{outside.socket}", "SERIALIZER": JSON}}
    monkeypatch.setattr("django_rq.settings.QUEUES", queues)
    return outside


def test_no_secret_reaches_the_database_the_log_or_the_queue(
    world: World, queued: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    plant = Planter(world)
    for place in (
        in_functions,
        in_secrets_and_parameters,
        in_builds_roles_and_queues,
    ):
        place(plant)

    with caplog.at_level("DEBUG"):  # of all that log, as the operator may have it
        done = crawl({"accounts": [world.payments], "regions": [REGION]})
        places = done.scopes.values("account_id").distinct()
        assert ring(done.scopes.all()) == places.count() > 1

    assert plant.planted == 20
    # All of these were looked at.
    found = "\n".join(everything_kept())
    for name in ("refund", "text", "login", "build", "orders", "payments-reports"):
        assert Resource.objects.filter(name=name).exists(), name
    assert CANARY not in found
    assert CANARY not in caplog.text
    waiting = list(everything_queued(queued))
    here = done.scopes.filter(account_id=world.payments)
    first = here.earliest("attempts", "pk")
    assert any(f"[{first.pk}]" in each for each in waiting)  # the search reads jobs
    assert not any(CANARY in each for each in waiting)


def test_the_search_finds_what_is_kept(world: World) -> None:
    """The test above can fail: a name of ours is found, in rows and in documents."""
    crawl({"accounts": [world.payments], "services": ["s3"]})

    found = "\n".join(everything_kept())
    assert "payments-reports" in found
    assert "s3:GetObject" in found
