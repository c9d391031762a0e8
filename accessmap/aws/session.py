"""One boto3 session a process, and clients that all accounts share.

Making a client costs up to 0.2 s, more than reading a small account. So a client is
made once for a service and region, and signs with the credentials of whichever account
the current context stands in. ``AWS_ENDPOINT_URL`` alone points all of it elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import CredentialProvider, CredentialResolver, Credentials
from botocore.exceptions import NoCredentialsError
from botocore.handlers import json_decode_policies

from accessmap import __version__
from accessmap.aws import gate, pace, read_only, timestamps, watch

DEFAULT_REGION = "us-east-1"
ATTEMPTS = 6
_account: ContextVar[Credentials | None] = ContextVar("account", default=None)
_lock = Lock()
_clients: dict[tuple[str, str], Any] = {}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who AccessMap itself is in AWS."""

    account_id: str
    arn: str

    @property
    def partition(self) -> str:
        """Return aws, aws-cn or aws-us-gov."""
        return self.arn.split(":")[1]


@cache
def own_credentials() -> Credentials | None:
    """Return what the environment, profile or instance gives AccessMap, if anything."""
    credentials: Credentials | None = botocore.session.Session().get_credentials()
    return credentials


class CurrentCredentials(Credentials):
    """What clients sign with: the context's account, else AccessMap's own."""

    def __init__(self) -> None:
        """Look like credentials; nobody signs with these words."""
        super().__init__("by-context", "by-context", method="accessmap")

    def get_frozen_credentials(self) -> Any:
        """Return the keys to sign one request with, renewed if they are old."""
        credentials = _account.get() or own_credentials()
        if credentials is None:
            raise NoCredentialsError
        return credentials.get_frozen_credentials()


class CurrentProvider(CredentialProvider):
    """Hands botocore the one object above."""

    METHOD = CANONICAL_NAME = "accessmap"

    def load(self) -> Credentials:
        """Return the credentials that follow the context."""
        return CurrentCredentials()


def _keep_host(request: Any, **_: Any) -> None:
    """Undo S3 Control's account prefix where the endpoint is not AWS's.

    botocore would call 123456789012.127.0.0.1, which is nobody's address.
    """
    parts = urlsplit(request.url)
    prefix, _dot, host = parts.netloc.partition(".")
    if prefix.isdigit() and not host.split(":")[0].endswith(
        ("amazonaws.com", "amazonaws.com.cn")
    ):
        request.url = urlunsplit(parts._replace(netloc=host))


HOOKS: tuple[tuple[str, Any], ...] = (
    ("provide-client-params", read_only.refuse_undeclared),
    ("before-send", watch.beat),
    ("before-send", pace.wait),
    ("needs-retry", pace.answered),
    ("before-sign.s3-control", _keep_host),
    ("after-call", gate.check),
)


def _core() -> botocore.session.Session:
    """Return a botocore session with our hooks in it."""
    core = botocore.session.Session()
    core.register_component(
        "credential_provider", CredentialResolver(providers=[CurrentProvider()])
    )
    parsers = core.get_component("response_parser_factory")
    parsers.set_parser_defaults(timestamp_parser=timestamps.parse)
    for event, hook in HOOKS:
        core.register(event, hook)
    # Documents are kept as AWS gave them; botocore would parse them, and dies of deep
    # ones with RecursionError.
    decode: Any = json_decode_policies
    core.unregister("after-call.iam", decode)
    return core


@cache
def session() -> Any:
    """Return the one session; services are named by collectors, so it is untyped."""
    return boto3.Session(botocore_session=_core())


def base_region() -> str:
    """Return the region for services that have none."""
    return session().region_name or DEFAULT_REGION


def config(service: str) -> Config:
    """Return how patient clients are. AWS_MAX_ATTEMPTS is boto3's own setting."""
    elsewhere = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get(
        "AWS_ENDPOINT_URL"
    )
    return Config(
        user_agent_extra=f"accessmap/{__version__}",
        connect_timeout=5,
        read_timeout=30,
        max_pool_connections=32,
        retries={
            "mode": "standard",
            "total_max_attempts": int(os.environ.get("AWS_MAX_ATTEMPTS") or ATTEMPTS),
        },
        # bucket.localhost is no name that an emulator answers to.
        s3={"addressing_style": "path"} if service == "s3" and elsewhere else None,
    )


def client(service: str, region: str = "") -> Any:
    """Return the shared client of a service in a region."""
    key = (service, region or base_region())
    with _lock:  # sessions are not thread-safe, clients are
        if key not in _clients:
            _clients[key] = session().client(
                service, region_name=key[1], config=config(service)
            )
        return _clients[key]


@contextmanager
def acting_in(credentials: Credentials | None) -> Iterator[None]:
    """Sign what happens inside with ``credentials``; None means AccessMap's own."""
    token = _account.set(credentials)
    try:
        yield
    finally:
        _account.reset(token)


def who_am_i() -> Caller:
    """Ask AWS whose credentials the context holds."""
    answer = client("sts").get_caller_identity()
    return Caller(account_id=answer["Account"], arn=answer["Arn"])


@cache
def own_caller() -> Caller:
    """Return who AccessMap is without assuming any role."""
    with acting_in(None):
        return who_am_i()


def forget() -> None:
    """Begin anew, as a new process does. A forked worker must not share sockets."""
    _clients.clear()
    for each in (own_credentials, session, own_caller):
        each.cache_clear()


os.register_at_fork(after_in_child=forget)
