"""The response gate: an answer counts only if it is AWS's and whole.

botocore takes a proxy's login page with status 200, an empty body and ``{}`` for empty
lists, without a word. Here they are errors, so nothing that was not read is ever
called absent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import botocore.session
from botocore.exceptions import DataNotFoundError, UnknownServiceError
from botocore.model import OperationModel, StructureShape

from accessmap.aws.watch import current

OK = 300  # statuses from here on are errors, and botocore raises them
JSON_PROTOCOLS = frozenset({"json", "rest-json"})
XML_TYPES = ("text/xml", "application/xml")


# The whole body is a policy, which AWS has looked at before it kept it.
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
POLICIES = frozenset({"GetBucketPolicy"})


class AnswerRefused(Exception):
    """An answer with status 200 that is not AWS's, or not whole."""


@cache
def _paging(service: str, operation: str) -> Mapping[str, Any]:
    """Return how one operation is paged; empty if it is no list."""
    try:
        model = _botocore().get_paginator_model(service)
        return dict(model.get_paginator(operation))
    except (UnknownServiceError, DataNotFoundError, ValueError):
        return {}


@cache
def _botocore() -> botocore.session.Session:
    """Return what knows the models; to make one takes longer than to ask it."""
    return botocore.session.Session()


def _words(value: str | list[str] | None) -> list[str]:
    """Return one or several names as a list."""
    return [value] if isinstance(value, str) else list(value or ())


def _paging_of(model: OperationModel) -> Mapping[str, Any]:
    """Return how the operation of ``model`` is paged."""
    return _paging(model.service_model.service_name, model.name)


def _expected(model: OperationModel) -> list[str]:
    """Return members of which at least one must be there."""
    if result := _words(_paging_of(model).get("result_key")):
        return [each.partition(".")[0] for each in result]
    shape = model.output_shape
    return list(shape.members) if isinstance(shape, StructureShape) else []


def _has(parsed: Mapping[str, Any], member: str, model: OperationModel) -> bool:
    """Say whether an answer holds a member; an empty list or map is something."""
    value = parsed.get(member)
    shape = model.output_shape
    if isinstance(shape, StructureShape) and isinstance(
        shape.members[member], StructureShape
    ):
        return bool(value)  # botocore makes {} of any XML where a structure should be
    return value is not None and value != ""


def _body_faults(http: Any, model: OperationModel) -> Iterator[str]:
    """Yield what shows that a body is none of AWS's.

    JSON is known by its first character, whatever it is called: emulators call it HTML.
    XML must be called XML, since a login page may be XML too.
    """
    kind = str(http.headers.get("content-type") or "").partition(";")[0].strip()
    if "payload" in getattr(model.output_shape, "serialization", {}):
        if kind == "text/html":
            yield "its content type is text/html"
        if model.name in POLICIES and not _is_policy(http.content):
            yield "its body is no policy"
    elif model.service_model.resolved_protocol in JSON_PROTOCOLS:
        if not http.content.lstrip().startswith(b"{"):
            yield "its body is no JSON object"
    elif kind and kind not in XML_TYPES:
        yield f"its content type is {kind}"


def _is_object(body: bytes) -> bool:
    """Say whether a body is whole JSON: botocore makes nothing of one cut short."""
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


def _is_policy(body: bytes) -> bool:
    """Say whether a body is JSON with statements in it, however deep."""
    try:
        found = json.loads(body)
    except RecursionError:
        return True  # too deep for us, and not cut off
    except ValueError:
        return False
    return isinstance(found, dict) and "Statement" in found


def _faults(
    http: Any, parsed: Mapping[str, Any], model: OperationModel
) -> Iterator[str]:
    """Yield what is wrong with one answer."""
    if not parsed.get("ResponseMetadata", {}).get("RequestId"):
        yield "it has no request id"
    yield from _body_faults(http, model)
    expected = _expected(model)
    if expected and not any(_has(parsed, m, model) for m in expected):
        if not current().may_omit & set(expected):
            yield f"it has no {' or '.join(expected[:4])}"
        elif not _is_object(http.content):
            yield "its body breaks off"


def _page_faults(
    parsed: Mapping[str, Any], model: OperationModel, asked: Any
) -> Iterator[str]:
    """Yield what is wrong with one page of a list."""
    paging = _paging_of(model)
    tokens = [
        parsed.get(each.partition(".")[0])
        for each in _words(paging.get("output_token"))
    ]
    token = next((str(each) for each in tokens if each), "")
    more = paging.get("more_results")
    if more and parsed.get(more) and not token:
        yield "it says that there is more, and not where"
    if token:
        inputs = set(_words(paging.get("input_token")))
        same = sorted((k, str(v)) for k, v in (asked or {}).items() if k not in inputs)
        mark = (f"{model.name} {same}", token)
        if mark in current().tokens:
            yield "it names a next page that was read before"
        current().tokens.add(mark)


def check(
    http_response: Any,
    parsed: Mapping[str, Any],
    model: OperationModel,
    context: Mapping[str, Any],
    **_: Any,
) -> None:
    """Refuse an answer that proves nothing (botocore ``after-call``)."""
    watch = current()
    watch.saw(str(parsed.get("ResponseMetadata", {}).get("RequestId") or ""))
    if http_response.status_code >= OK:
        return
    faults = list(_faults(http_response, parsed, model))
    if _paging_of(model):
        watch.page_count += 1
        faults += _page_faults(parsed, model, context.get("accessmap"))
    if faults:
        raise AnswerRefused(
            f"The answer to {model.name} is not a whole answer of AWS: "
            f"{'; '.join(faults)}. A proxy or a login page may stand between."
        )
