"""One signed AWS request, as far as the demo must understand it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from accessmap.demo.accounts import MANAGEMENT

CREDENTIAL = re.compile(r"Credential=([^/]+)/[^/]+/([^/]*)/([^/]+)/")
FROM_ASSUME_ROLE = "ASIA"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks which service for what."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    target: str
    access_key: str
    region: str
    service: str

    @classmethod
    def of(cls, environ: dict[str, Any]) -> Asked:
        """Read a WSGI request, and leave its body to be read again."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        key, region, service = signed.groups() if signed else ("", "", "")
        return cls(
            method=environ["REQUEST_METHOD"],
            path=environ.get("PATH_INFO", ""),
            query=parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True),
            body=body,
            target=environ.get("HTTP_X_AMZ_TARGET", ""),
            access_key=key,
            region=region,
            service=service,
        )

    @classmethod
    def of_request(cls, request: Any) -> Asked:
        """Read a request that botocore is about to send."""
        parts = urlsplit(request.url)
        body = request.body or b""
        return cls.of(
            {
                "REQUEST_METHOD": request.method,
                "PATH_INFO": unquote(parts.path),
                "QUERY_STRING": parts.query,
                "CONTENT_LENGTH": len(body),
                "wsgi.input": io.BytesIO(
                    body.encode() if isinstance(body, str) else body
                ),
                "HTTP_AUTHORIZATION": _text(request.headers.get("Authorization")),
                "HTTP_X_AMZ_TARGET": _text(request.headers.get("X-Amz-Target")),
            }
        )

    @property
    def is_from_home(self) -> bool:
        """Say whether the caller has assumed no role: then it is the management's."""
        return not self.access_key.startswith(FROM_ASSUME_ROLE)

    @property
    def account(self) -> str:
        """Return the account that the caller's keys are of."""
        from moto.iam.models import get_account_id_from

        if self.is_from_home:
            return MANAGEMENT
        return str(get_account_id_from(self.access_key))

    @property
    def form(self) -> dict[str, str]:
        """Return the fields of a query-protocol call (STS, IAM)."""
        fields = parse_qs(self.body.decode("utf-8", "replace"))
        return {name: values[0] for name, values in fields.items()}

    @property
    def json(self) -> dict[str, Any]:
        """Return the fields of a JSON call."""
        found = json.loads(self.body or b"{}")
        return found if isinstance(found, dict) else {}


def _text(header: str | bytes | None) -> str:
    return header.decode() if isinstance(header, bytes) else header or ""
