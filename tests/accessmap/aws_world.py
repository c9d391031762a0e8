"""A small organization in moto, and faults put into its answers below botocore."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import botocore.awsrequest
import pytest
from django.test import override_settings
from moto import mock_aws

from accessmap.aws import assume, pace, session
from accessmap.demo import stand_ins
from accessmap.demo.asked import Asked
from tests import cast

REGION = "ap-northeast-1"


def trust(principal: str, **condition: Any) -> str:
    """Return a trust policy that lets one principal in."""
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": "sts:AssumeRole",
    }
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def lets_in(principal: str, action: str, resource: str = "*") -> str:
    """Return a resource policy that lets one account or role do one thing."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": principal},
                    "Action": action,
                    "Resource": resource,
                }
            ],
        }
    )


def bucket_policy(bucket: str, principal: str) -> str:
    """Return a bucket policy that lets one principal read."""
    return lets_in(principal, "s3:GetObject", f"arn:aws:s3:::{bucket}/*")


@dataclass
class World:
    """Account ids by name, and a way to be in each of them."""

    organization_id: str = ""
    management: str = "123456789012"  # moto's own
    payments: str = ""
    shop: str = ""
    production_unit: str = ""
    keys: dict[str, dict[str, str]] = field(default_factory=dict)

    def client(self, service: str, account_id: str = "", region: str = REGION) -> Any:
        """Return a client that may write, unlike ours."""
        if account_id in {"", self.management}:
            return boto3.client(service, region_name=region)
        if account_id not in self.keys:
            found = boto3.client("sts").assume_role(
                RoleArn=f"arn:aws:iam::{account_id}:role/Anything",
                RoleSessionName="world",
            )["Credentials"]
            self.keys[account_id] = {
                "aws_access_key_id": found["AccessKeyId"],
                "aws_secret_access_key": found["SecretAccessKey"],
                "aws_session_token": found["SessionToken"],
            }
        return boto3.client(service, region_name=region, **self.keys[account_id])


def build() -> World:
    """Make three accounts in one unit, with a role, buckets and a key to look at."""
    world = World()
    organizations = world.client("organizations")
    made = organizations.create_organization(FeatureSet="ALL")["Organization"]
    world.organization_id = made["Id"]
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="production")
    world.production_unit = unit["OrganizationalUnit"]["Id"]
    for name in ("payments", "shop"):
        status = organizations.create_account(
            Email=f"{name}@kitsune.example", AccountName=f"{name}-prod"
        )["CreateAccountStatus"]
        account_id = status["AccountId"]
        setattr(world, name, account_id)
        organizations.move_account(
            AccountId=account_id,
            SourceParentId=root,
            DestinationParentId=world.production_unit,
        )
        organizations.tag_resource(
            ResourceId=account_id, Tags=[{"Key": "owner", "Value": cast.RIN}]
        )
    _furnish(world)
    return world


def _furnish(world: World) -> None:
    iam = world.client("iam", world.payments)
    iam.create_role(
        RoleName="vendor-readonly",
        AssumeRolePolicyDocument=trust(f"arn:aws:iam::{cast.TANUKI}:root"),
    )
    iam.put_role_policy(
        RoleName="vendor-readonly",
        PolicyName="reads",
        PolicyDocument=bucket_policy("anything", "*"),
    )
    s3 = world.client("s3", world.payments)
    place = {"LocationConstraint": REGION}
    for name in ("payments-reports", "payments-logs"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)
        s3.put_bucket_policy(Bucket=name, Policy=bucket_policy(name, cast.KUMO))
    kms = world.client("kms", world.payments)
    key = kms.create_key(Description="ledger")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/ledger", TargetKeyId=key)
    kms.create_grant(
        KeyId=key,
        GranteePrincipal=f"arn:aws:iam::{cast.KUMO}:root",
        Operations=["Decrypt"],
    )


def forget() -> None:
    """Forget whom we were; clients stay, they cost more than the tests."""
    assume.forget()
    session.own_caller.cache_clear()
    pace.forget()
    _hook()


def begin_anew() -> None:
    """Make clients anew too, after a test that pointed them elsewhere."""
    session.forget()
    forget()


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget()
    from tests.accessmap.standing import standing

    given = override_settings(REGIONS=(REGION,), EXTERNAL_ID="kitsune-1")
    with mock_aws(), given, standing():
        yield build()


Make = Callable[[Any], Any]
_faults: list[tuple[str, Make]] = []
_hooked: list[Any] = []  # the session that asks us before moto


def _send(event_name: str, request: Any, **_: Any) -> Any:
    """Answer with the first fault that fits, else let moto answer."""
    for event, make in _faults:
        if event in {event_name, "before-send"}:
            found = make(request)
            if found is not None:
                # botocore asks moto all the same, which dies of what it does not serve.
                request.url = "https://answered.invalid/"
                return found
    return _stand_in(request)


def _stand_in(request: Any) -> Any:
    """Answer what moto does not know as the demo does, with nothing there."""
    found = stand_ins.answer(Asked.of_request(request))
    if found is None:
        return None
    request.url = "https://stand-in.invalid"  # moto is asked too, and would raise
    status = int(found.status.partition(" ")[0])
    return answer(status, found.body.decode(), found.content_type, found.request_id)


def _hook() -> None:
    """Stand before moto in every client of ours that will be made.

    Whoever pointed the session elsewhere may have left a new one behind: the hook goes
    into the one that stands, and clients without it are forgotten.
    """
    core = session.session()
    if _hooked != [core]:
        session.forget()
        assume.forget()
        _hooked[:] = [session.session()]
        _hooked[0].events.register_first("before-send", _send)


@contextmanager
def fault(service: str, operation: str, make: Make) -> Iterator[list[str]]:
    """Let ``make(request)`` answer an operation; None lets the real answer through.

    Below botocore, in ``before-send``. Yields the addresses that were answered so.
    """
    hit: list[str] = []

    def answering(request: Any) -> Any:
        found = make(request)
        if found is not None:
            hit.append(request.url)
        return found

    with before_moto(answering, f"before-send.{service}.{operation}"):
        yield hit


@contextmanager
def before_moto(make: Make, event: str = "before-send") -> Iterator[None]:
    """Let ``make(request)`` answer whatever is sent; None leaves it to moto."""
    _faults.insert(0, (event, make))  # the innermost answers first
    try:
        yield
    finally:
        _faults.remove((event, make))


@contextmanager
def everywhere(make: Make) -> Iterator[None]:
    """Let ``make(request)`` answer any call; None lets the real answer through."""
    entry = ("before-send", make)
    _faults.append(entry)
    try:
        yield
    finally:
        _faults.remove(entry)


class _Body:
    """A raw body as urllib3 would give it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self._body


def answer(
    status: int, body: str, content_type: str = "text/xml", request_id: str = "req-1"
) -> Any:
    """Make an HTTP answer for botocore to parse."""
    headers = {"content-type": content_type}
    if request_id:
        headers["x-amzn-requestid"] = headers["x-amz-request-id"] = request_id
    return botocore.awsrequest.AWSResponse(
        "https://fault.invalid", status, headers, _Body(body.encode())
    )


def denied(message: str = "not authorized", code: str = "AccessDenied") -> Any:
    """Return AWS's refusal, as XML services say it."""
    return answer(
        403,
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>"
        f"<Message>{message}</Message></Error><RequestId>req-1</RequestId>"
        "</ErrorResponse>",
    )


def denied_json(
    message: str = "not authorized", code: str = "AccessDeniedException"
) -> Any:
    """Return AWS's refusal, as JSON services say it."""
    body = json.dumps({"__type": code, "message": message})
    return answer(400, body, "application/x-amz-json-1.1")


def denied_s3(message: str = "Access Denied", code: str = "AccessDenied") -> Any:
    """Return AWS's refusal, as S3 says it."""
    return answer(
        403,
        f"<Error><Code>{code}</Code><Message>{message}</Message>"
        "<RequestId>req-1</RequestId></Error>",
        "application/xml",
    )
