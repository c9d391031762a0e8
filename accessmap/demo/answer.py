"""Answers in the shapes that AWS gives them."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

QUERY_ERROR = (
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>'
    "<Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    "<RequestId>{request}</RequestId></ErrorResponse>"
)
S3_ERROR = (
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code>'
    "<Message>{message}</Message><RequestId>{request}</RequestId></Error>"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a body and headers, with a request id as AWS always gives."""

    status: str
    body: bytes
    content_type: str
    request_id: str
    headers: tuple[tuple[str, str], ...] = field(default=())

    @property
    def all_headers(self) -> list[tuple[str, str]]:
        """Return every header."""
        return [
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.body))),
            ("x-amzn-RequestId", self.request_id),
            *self.headers,
        ]


def new_request_id() -> str:
    """Return an id as AWS puts on each answer."""
    return str(uuid.uuid4())


def as_json(body: object) -> Answer:
    """Answer with JSON."""
    text = json.dumps(body).encode()
    return Answer("200 OK", text, "application/json", new_request_id())


def as_xml(operation: str, body: str, namespace: str) -> Answer:
    """Answer a query-protocol call with what its result holds."""
    request = new_request_id()
    text = (
        f'<{operation}Response xmlns="{namespace}"><{operation}Result>{body}'
        f"</{operation}Result><ResponseMetadata><RequestId>{request}</RequestId>"
        f"</ResponseMetadata></{operation}Response>"
    )
    return Answer("200 OK", text.encode(), "text/xml", request)


def as_ec2_xml(operation: str, body: str) -> Answer:
    """Answer a call of EC2, which has a protocol of its own."""
    request = new_request_id()
    text = (
        f'<{operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
        f"<requestId>{request}</requestId>{body}</{operation}Response>"
    )
    return Answer("200 OK", text.encode(), "text/xml", request)


def as_rest_xml(operation: str, inner: str) -> Answer:
    """Answer with XML, as S3 does."""
    body = f'<?xml version="1.0"?><{operation}Result>{inner}</{operation}Result>'
    return Answer("200 OK", body.encode(), "application/xml", new_request_id())


def denied_json(message: str) -> Answer:
    """Refuse in the JSON protocols."""
    code = "AccessDeniedException"
    text = json.dumps({"__type": code, "Message": message}).encode()
    return Answer(
        "400 Bad Request",
        text,
        "application/x-amz-json-1.1",
        new_request_id(),
        (("x-amzn-ErrorType", code),),
    )


def not_found_json(message: str) -> Answer:
    """Say that there is no such thing, in the JSON protocols."""
    return missing_json("ResourceNotFoundException", message)


def missing_json(code: str, message: str) -> Answer:
    """Say that there is none, in the word that a service has for it."""
    text = json.dumps({"__type": code, "message": message}).encode()
    return Answer(
        "404 Not Found",
        text,
        "application/json",
        new_request_id(),
        (("x-amzn-ErrorType", code),),
    )


def missing_xml(template: str, code: str, message: str) -> Answer:
    """Say that there is none, in XML: STS's shape or S3's."""
    return _error_xml("404 Not Found", template, code, message)


def denied_xml(template: str, message: str) -> Answer:
    """Refuse in XML: STS's shape or S3's."""
    return _error_xml("403 Forbidden", template, "AccessDenied", message)


def _error_xml(status: str, template: str, code: str, message: str) -> Answer:
    request = new_request_id()
    text = template.format(code=code, message=escape(message), request=request)
    return Answer(status, text.encode(), "text/xml", request)
