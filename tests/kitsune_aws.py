"""The invented organization as an AWS of its own, for the tests that read or change it.

It runs in its own process, as AWS does; only boto3 and an address lead to it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).resolve().parents[1]
# The role that AWS makes in every account an organization creates: its owners' way in.
OWNERS_ROLE = "OrganizationAccountAccessRole"


@dataclass(frozen=True)
class KitsuneAws:
    """Where it is, and the hands of the people who own its accounts."""

    environment: dict[str, str]

    def client(self, service: str, **credentials: str) -> Any:
        """A client of AWS as it is anyone's; nothing of AccessMap is in it."""
        return boto3.session.Session(
            aws_access_key_id=credentials.get("key", "AKIADEMO"),
            aws_secret_access_key=credentials.get("secret", "demo"),
            aws_session_token=credentials.get("token"),
            region_name="ap-northeast-1",
        ).client(service, endpoint_url=self.environment["AWS_ENDPOINT_URL"])

    def owner_of(self, account_id: str, service: str) -> Any:
        """A client in the hands of whoever runs ``account_id``."""
        answer = self.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{account_id}:role/{OWNERS_ROLE}",
            RoleSessionName="owner",
        )["Credentials"]
        return self.client(
            service,
            key=answer["AccessKeyId"],
            secret=answer["SecretAccessKey"],
            token=answer["SessionToken"],
        )

    def untrust(self, account_id: str, role: str, outsider: str) -> None:
        """The owner takes every statement that names ``outsider`` out of a trust."""
        iam = self.owner_of(account_id, "iam")
        policy = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        kept = [each for each in policy["Statement"] if outsider not in str(each)]
        assert len(kept) < len(policy["Statement"])
        nobody = {
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "sts:AssumeRole",
        }
        policy["Statement"] = kept or [nobody]
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(policy))


@contextmanager
def serving() -> Iterator[KitsuneAws]:
    """Serve the organization until the block ends."""
    with subprocess.Popen(
        [sys.executable, "manage.py", "demo_aws", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "accessmap.settings"},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            told: dict[str, str] = {}
            for line in server.stdout:
                name, _, value = line.strip().removeprefix("export ").partition("=")
                if value:
                    told[name] = value
                if name == "ACCESSMAP_EXTERNAL_ID":
                    break
            yield KitsuneAws(told)
        finally:
            server.kill()
