"""The product against ministack, an emulator that none of us wrote.

It runs as a program of its own (`make second-emulator` installs it), and
``AWS_ENDPOINT_URL`` alone leads there. What it does not serve must be *unknown*: it
answers such calls in ways that AWS never does.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.accessmap.aws_world import bucket_policy, trust
from tests.cast import TANUKI

pytestmark = pytest.mark.deep
ROOT = Path(__file__).resolve().parents[2]
MINISTACK = ROOT / "var" / "ministack" / "bin" / "ministack"
REGION = "us-east-1"
VENDOR = f"arn:aws:iam::{TANUKI}:root"
PARTIAL = 3  # the crawl's exit status

# What ministack 1.5.33 does not serve, or answers otherwise than AWS; all the rest of
# what we read is read to the end.
NOT_SERVED = {
    "access_analyzer",
    "account_contacts",
    "acm_pca",
    "codeartifact",
    "codebuild",
    "config",
    "data_shares",
    "ecr",  # GetRegistryPolicy alone
    "ecr_public",
    "glacier",
    "glue",
    "identity_center",
    "iot",
    "kafka",
    "lakeformation",
    "organization-delegates",
    "organization_policy",
    "ram",
    "redshift",
    "rolesanywhere",
    "s3",  # the account's block public access alone
    "s3_access_grants",
    "s3_directory_buckets",  # lists ordinary buckets
    "schemas",
    "servicecatalog",
    "ses",  # answers without a request id, so the gate refuses it
    "ssm_documents",
    "transit_gateways",
    "vpc_endpoint_services",
    "vpc_lattice",
}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def emulator() -> Iterator[str]:
    """A fresh ministack; its address."""
    assert MINISTACK.exists(), "Run `make second-emulator` first."
    port = free_port()
    process = subprocess.Popen(
        [MINISTACK],
        env={**os.environ, "GATEWAY_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert any("Running on" in line for line in process.stdout)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def environment(emulator: str, tmp_path: Path) -> Mapping[str, str]:
    """What AccessMap is started with: keys, and the address."""
    return {
        **os.environ,
        "AWS_ENDPOINT_URL": emulator,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_MAX_ATTEMPTS": "1",
        "ACCESSMAP_DATA_DIR": str(tmp_path),
        "ACCESSMAP_REGIONS": REGION,
    }


def manage(environment: Mapping[str, str], *words: str) -> Any:
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def furnish(address: str) -> None:
    """Let a vendor become a role and read a bucket; beside them stands a queue."""

    def aws(service: str) -> Any:
        return boto3.session.Session("test", "test", region_name=REGION).client(
            service, endpoint_url=address
        )

    aws("iam").create_role(
        RoleName="vendor-readonly", AssumeRolePolicyDocument=trust(VENDOR)
    )
    aws("s3").create_bucket(Bucket="reports")
    aws("s3").put_bucket_policy(
        Bucket="reports", Policy=bucket_policy("reports", VENDOR)
    )
    aws("sqs").create_queue(QueueName="orders")


def test_an_address_alone_leads_there_and_what_is_not_served_is_unknown(
    emulator: str, environment: Mapping[str, str]
) -> None:
    furnish(emulator)
    manage(environment, "migrate", "--verbosity", "0")

    crawled = manage(environment, "crawl", "--json")

    assert crawled.returncode == PARTIAL, crawled.stderr
    found = json.loads(crawled.stdout)
    unread = {each["collector"] for each in found["read"] if each["unread"]}
    assert unread == NOT_SERVED
    told = json.loads(manage(environment, "grants", "--format", "json").stdout)
    assert {(each["principal"], each["name"]) for each in told} == {
        (TANUKI, "vendor-readonly"),
        (TANUKI, "reports"),
    }
    assert {each["verdict"] for each in told} == {"external"}
