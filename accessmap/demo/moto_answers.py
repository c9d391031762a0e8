"""Correct what moto answers where AWS answers otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from moto.s3.models import OWNER

from accessmap.demo.answer import new_request_id
from accessmap.demo.asked import Asked

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
Headers = list[tuple[str, str]]
# moto's owner in ACLs, and its other owner in ListBuckets.
OWNERS = (OWNER.encode(), b"bcaf1ffd86f41161ca5fb16fd081034f")


def corrected(
    moto: Application, environ: dict[str, Any], start_response: Any, asked: Asked
) -> Iterable[bytes]:
    """Let moto answer, and hand its answer on as AWS would have worded it."""
    heard: list[tuple[str, Headers]] = []

    def hear(status: str, headers: Headers, *_: Any) -> Callable[[bytes], None]:
        heard.append((status, headers))
        return lambda _: None

    body = b"".join(moto(environ, hear))
    status, headers = heard[0]
    if asked.service == "s3":
        body = _owned(body, asked.account)
    start_response(status, _corrected(headers, asked, len(body)))
    return [body]


def _corrected(headers: Headers, asked: Asked, length: int) -> Headers:
    """Number every answer, and let JSON and XML not call themselves HTML."""
    kind = "application/x-amz-json-1.1" if asked.target else "application/xml"
    known = {name.lower(): (name, value) for name, value in headers}
    name, value = known.get("content-type", ("Content-Type", kind))
    known["content-type"] = (name, kind if value.startswith("text/html") else value)
    if asked.method != "HEAD":
        known["content-length"] = ("Content-Length", str(length))
    if not any(each.endswith("requestid") for each in known):
        known["x-amzn-requestid"] = ("x-amzn-RequestId", new_request_id())
    return list(known.values())


def _owned(body: bytes, account: str) -> bytes:
    """Give each account a canonical id of its own, as AWS does.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
    """
    own = hashlib.sha256(account.encode()).hexdigest().encode()
    for owner in OWNERS:
        body = body.replace(owner, own)
    return body
