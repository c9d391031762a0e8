"""The demo AWS, as its own program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from accessmap.demo import endpoint

ROOT = Path(__file__).parents[3]
Clients = Callable[..., Any]


@pytest.fixture(scope="session")
def demo_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve it for all tests of this folder; give its port."""
    port = endpoint.any_free_port()
    folder = tmp_path_factory.mktemp("demo-aws")
    server = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "demo_aws", "--port", str(port)],
        env={**os.environ, "ACCESSMAP_DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    said = server.stdout.readline()  # it speaks when it listens
    assert "is up" in said
    yield port
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="session")
def client(demo_aws: int) -> Clients:
    """Return what makes clients, in the management account or in another."""
    session = boto3.Session()

    def make(service: str, account: str = "", region: str = "ap-northeast-1") -> Any:
        keys: dict[str, str] = {}
        if account:
            keys = enter(make("sts"), account)
        return session.client(
            service,
            region_name=region,
            endpoint_url=f"http://{endpoint.HOST}:{demo_aws}",
            **keys,
        )

    return make


def enter(sts: Any, account: str, external_id: str = "") -> dict[str, str]:
    """Return keys of AccessMap's role in an account."""
    given = sts.assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/AccessMapReadOnly",
        RoleSessionName="test",
        ExternalId=external_id or endpoint.EXTERNAL_ID,
    )["Credentials"]
    return {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }
