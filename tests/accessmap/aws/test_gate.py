"""Every operation that AccessMap may call, under every answer that is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.exceptions import ClientError
from botocore.model import OperationModel, Shape
from botocore.parsers import ResponseParserError

from accessmap.aws import narrow, read_only
from accessmap.aws.collector import all_collectors
from accessmap.aws.gate import AnswerRefused
from accessmap.aws.session import client
from accessmap.aws.watch import Watch, watching
from accessmap.crawl import organization
from tests.accessmap.aws_world import answer, fault, forget

pytestmark = pytest.mark.aws
SERVICES = (
    "account",
    "accessanalyzer",
    "ec2",
    "iam",
    "kms",
    "organizations",
    "s3",
    "s3control",
    "sts",
)


def operations() -> Iterator[tuple[str, str]]:
    """Yield what the declared permissions let us call."""
    declared = {each for c in all_collectors().values() for each in c.permissions}
    declared |= {*organization.PERMISSIONS, *narrow.ENTERING}
    for service in SERVICES:
        model = botocore.session.Session().get_service_model(service)
        for name in model.operation_names:
            if read_only.action_of(model.operation_model(name)) in declared:
                yield service, name


def fill(shape: Shape | None) -> Any:
    """Return the least input that a shape takes."""
    if shape is None:
        return {}
    if shape.type_name == "structure":
        needed = getattr(shape, "required_members", [])
        return {name: fill(shape.members[name]) for name in needed}
    if shape.type_name == "string":
        plain = "123456789012".ljust(shape.metadata.get("min", 0), "0")
        return (getattr(shape, "enum", None) or [plain])[0]
    return 1 if shape.type_name in {"integer", "long"} else True


def call(service: str, operation: str) -> Any:
    aws = client(service)
    model: OperationModel = aws.meta.service_model.operation_model(operation)
    method = next(
        name
        for name, each in aws.meta.method_to_api_mapping.items()
        if each == operation
    )
    return getattr(aws, method)(**fill(model.input_shape))


def content_type(service: str) -> str:
    protocol = client(service).meta.service_model.resolved_protocol
    return "application/json" if "json" in protocol else "text/xml"


@pytest.fixture(autouse=True)
def _one_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget()


@pytest.mark.parametrize(("service", "operation"), sorted(operations()))
@pytest.mark.parametrize("body", ["<html>Sign in</html>", "", "{}"])
@pytest.mark.parametrize("is_disguised", [False, True])
def test_an_answer_that_is_not_awss_is_an_error(
    service: str, operation: str, body: str, is_disguised: bool
) -> None:
    kind = content_type(service) if is_disguised else "text/html"
    request_id = "made-up" if is_disguised else ""
    if (operation, is_disguised, bool(body)) == ("GetBucketPolicy", True, True):
        return  # the body is the document: the engine judges it, and it is kept

    with (
        fault(
            service.replace("s3control", "s3-control"),
            operation,
            lambda _: answer(200, body, kind, request_id=request_id),
        ),
        pytest.raises((AnswerRefused, ClientError, ResponseParserError, KeyError)),
    ):
        call(service, operation)


def test_a_member_that_aws_leaves_out_when_empty_may_be_missing() -> None:
    empty = answer(200, "{}", "application/x-amz-json-1.1")

    with (
        fault("kms", "ListKeys", lambda _: empty),
        watching(Watch(may_omit=frozenset({"Keys"}))) as watch,
    ):
        call("kms", "ListKeys")

    assert (watch.call_count, watch.page_count) == (1, 1)


def test_a_member_that_may_be_missing_is_not_cut_off() -> None:
    """botocore takes half a list for an answer without members, without a word."""
    cut = answer(200, '{"Keys": [{"KeyId": "1"}', "application/x-amz-json-1.1")

    with (
        fault("kms", "ListKeys", lambda _: cut),
        watching(Watch(may_omit=frozenset({"Keys"}))),
        pytest.raises(AnswerRefused, match="its body breaks off"),
    ):
        call("kms", "ListKeys")


def test_the_watch_counts_calls_and_keeps_request_ids() -> None:
    body = json.dumps({"Keys": [], "Truncated": False})
    ids = iter(["first", "second", "third"])

    def page(_request: Any) -> Any:
        return answer(200, body, "application/x-amz-json-1.1", request_id=next(ids))

    with fault("kms", "ListKeys", page), watching(Watch()) as watch:
        for _ in range(3):
            call("kms", "ListKeys")

    assert watch.call_count == 3
    assert (watch.first_request_id, watch.last_request_id) == ("first", "third")
    assert watch.last_action == "kms:ListKeys"


def test_a_list_that_says_there_is_more_must_say_where() -> None:
    body = json.dumps({"Keys": [], "Truncated": True})

    with (
        fault(
            "kms",
            "ListKeys",
            lambda _: answer(200, body, "application/x-amz-json-1.1"),
        ),
        pytest.raises(AnswerRefused, match="there is more, and not where"),
    ):
        call("kms", "ListKeys")


def test_boto3_alone_would_take_a_login_page_for_an_empty_account() -> None:
    """The reason why the gate exists; if this ever fails, botocore has mended it."""
    core = botocore.session.Session()
    core.set_credentials("testing", "testing")
    boto = boto3.Session(botocore_session=core)
    boto.events.register_first(
        "before-send", lambda **_: answer(200, "<html>Sign in</html>", "text/html")
    )

    assert boto.client("organizations").list_accounts().get("Accounts") is None
