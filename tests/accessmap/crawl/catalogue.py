"""Every fault that a crawl must bear: what is injected, and where."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from tests.accessmap.aws_world import (
    World,
    answer,
    denied,
    denied_json,
    denied_s3,
    everywhere,
    fault,
)

Make = Callable[[Any], Any]
Inject = Callable[[World], AbstractContextManager[Any]]
# Protocols differ: JSON, query XML, S3's own.
LISTS = {
    "sts:AssumeRole": "xml",
    "organizations:ListAccounts": "json",
    "organizations:ListRoots": "json",
    "organizations:ListAccountsForParent": "json",
    "organizations:ListOrganizationalUnitsForParent": "json",
    "organizations:ListPolicies": "json",
    "organizations:ListTagsForResource": "json",
    "iam:GetAccountAuthorizationDetails": "xml",
    "iam:ListRoles": "xml",
    "s3:ListBuckets": "s3",
    "s3:GetBucketPolicy": "s3",
    "s3:GetBucketAcl": "s3",
    "kms:ListKeys": "json",
    "kms:ListAliases": "json",
    "kms:ListGrants": "json",
    "kms:GetKeyPolicy": "json",
}
SAY = {"json": denied_json, "xml": denied, "s3": denied_s3}
THROTTLE = {"json": "ThrottlingException", "xml": "Throttling", "s3": "SlowDown"}
EXPIRED = {"json": "ExpiredTokenException", "xml": "ExpiredToken", "s3": "ExpiredToken"}
ACCESS = {"json": "AccessDeniedException", "xml": "AccessDenied", "s3": "AccessDenied"}
SCP = "with an explicit deny in a service control policy"
TYPES = {
    "json": "application/x-amz-json-1.1",
    "xml": "text/xml",
    "s3": "application/xml",
}


@dataclass(frozen=True)
class Fault:
    """One of them, by a name that a person understands."""

    name: str
    inject: Inject
    is_quick: bool = False


def refusal(operation: str, codes: dict[str, str], message: str = "no") -> Make:
    """Refuse as the service of ``operation`` does."""
    protocol = LISTS[operation]
    return lambda _: SAY[protocol](message, code=codes[protocol])


def at(operation: str, make: Make) -> Inject:
    """Answer one operation."""
    service, _, name = operation.partition(":")
    return lambda _world: fault(service, name, make)


def protocol_of(request: Any) -> str:
    """Tell how a request's service speaks."""
    kind = str(request.headers.get("Content-Type") or b"")
    if "json" in kind or "X-Amz-Target" in request.headers:
        return "json"
    return "xml" if request.method == "POST" else "s3"


def once(number: int, codes: dict[str, str]) -> Inject:
    """Refuse one call of the whole crawl, whatever it is."""

    def inject(_world: World) -> AbstractContextManager[Any]:
        count = [0]

        def make(request: Any) -> Any:
            count[0] += 1
            protocol = protocol_of(request)
            hit = count[0] == number
            return SAY[protocol]("no", code=codes[protocol]) if hit else None

        return everywhere(make)

    return inject


def always(make: Make) -> Inject:
    """Answer everything that stands in an account: AssumeRole still works."""
    return lambda _world: everywhere(
        lambda request: None if "sts" in request.url else make(request)
    )


def now_and_then(share: float, seed: int) -> Inject:
    """Fail with status 500 by chance."""

    def inject(_world: World) -> AbstractContextManager[Any]:
        draw = random.Random(seed)
        oops = answer(500, "Internal", "text/plain", request_id="")
        return everywhere(lambda _: oops if draw.random() < share else None)

    return inject


def body(protocol: str, text: str) -> Make:
    """Answer with status 200 and a body of the right type."""
    return lambda _: answer(200, text, TYPES[protocol])


def html(_request: Any) -> Any:
    return answer(200, "<html>Sign in</html>", "text/html", request_id="")


def one_account(make: Make) -> Inject:
    """Answer AssumeRole for one account only."""

    def inject(world: World) -> AbstractContextManager[Any]:
        def picky(request: Any) -> Any:
            asked = world.payments in str(request.body)
            return make(request) if asked else None

        return fault("sts", "AssumeRole", picky)

    return inject


def one_bucket(request: Any) -> Any:
    return denied_s3() if "payments-logs" in request.url else None


def in_circles(_world: World) -> AbstractContextManager[Any]:
    tokens = iter(["a", "b"] * 1000)
    page = {"Keys": [], "Truncated": True}

    def make(_request: Any) -> Any:
        text = json.dumps({**page, "NextMarker": next(tokens)})
        return answer(200, text, TYPES["json"])

    return fault("kms", "ListKeys", make)


def stranger(_request: Any) -> Any:
    account = "447199021835"
    return answer(
        200,
        "<GetCallerIdentityResponse><GetCallerIdentityResult>"
        f"<Arn>arn:aws:sts::{account}:assumed-role/AccessMapReadOnly/x</Arn>"
        f"<UserId>x</UserId><Account>{account}</Account></GetCallerIdentityResult>"
        "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
        "</GetCallerIdentityResponse>",
    )


def region_off(_world: World) -> AbstractContextManager[Any]:
    code = "UnrecognizedClientException"
    return fault("kms", "ListKeys", lambda _: denied_json(code=code))


@contextmanager
def leaving(world: World) -> Iterator[None]:
    """The account leaves between the list of accounts and the first call in it."""
    with ExitStack() as stack:
        stack.enter_context(one_account(lambda _: denied(SCP))(world))
        stack.enter_context(
            at("iam:ListRoles", refusal("iam:ListRoles", ACCESS))(world)
        )
        yield


def catalogue() -> Iterator[Fault]:
    """Yield all of them; the quick ones are run with every change."""
    yield Fault(
        "AssumeRole denied in one account", one_account(lambda _: denied()), True
    )
    yield Fault("one bucket of many denied", at("s3:GetBucketPolicy", one_bucket), True)
    yield Fault("an account leaves mid-crawl", leaving, True)
    yield Fault("pages go round in circles", in_circles, True)
    yield Fault("another account's keys", at("sts:GetCallerIdentity", stranger), True)
    yield Fault("region off", region_off, True)
    yield Fault("everything is a login page", always(html), True)
    for seed in range(3):
        chance = now_and_then(0.3, seed)
        yield Fault(f"30 % of calls fail, {seed}", chance, seed == 0)
    for name, codes in (("slowed", THROTTLE), ("expired", EXPIRED)):
        for number in (1, 3, 7, *range(10, 60, 5)):
            quick = number == 10
            yield Fault(f"call {number} {name}", once(number, codes), quick)
        yield Fault(f"every call {name}", always(_of_any(codes)), name == "expired")
    for operation, protocol in LISTS.items():
        yield from _of_operation(operation, protocol)
    cut = '{"Keys": [], "Truncated": true}'
    yield Fault("truncated without a token", at("kms:ListKeys", body("json", cut)))


def _of_any(codes: dict[str, str]) -> Make:
    return lambda request: SAY[protocol_of(request)](
        "no", code=codes[protocol_of(request)]
    )


def _of_operation(operation: str, protocol: str) -> Iterator[Fault]:
    for name, codes, message in (
        ("denied", ACCESS, "no identity-based policy allows it"),
        ("denied by SCP", ACCESS, SCP),
        ("slowed for ever", THROTTLE, "slow"),
        ("expired", EXPIRED, "expired"),
    ):
        make = refusal(operation, codes, message)
        yield Fault(f"{operation} {name}", at(operation, make))
    for name, text in (("empty", ""), ("{}", "{}"), ("cut", '{"Acc')):
        make = body(protocol, text)
        quick = operation == "kms:ListKeys"
        yield Fault(f"{operation} {name} with 200", at(operation, make), quick)
    yield Fault(f"{operation} is a login page", at(operation, html))
