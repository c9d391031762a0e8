"""The demo AWS as one local HTTP endpoint."""

from __future__ import annotations

from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

from accessmap.demo.estate import Estate
from accessmap.demo.front import Front

HOST = "127.0.0.1"


class QuietHandler(MotoRequestHandler):  # type: ignore[misc]
    """A handler that does not write a line for each request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Say nothing."""


def make(port: int, *, is_later: bool = False) -> BaseWSGIServer:
    """Build the estate and bind the endpoint; port 0 takes any free one."""
    estate = Estate()
    if is_later:
        estate.move_on()
    moto = DomainDispatcherApplication(create_backend_app)
    return make_server(
        HOST, port, Front(moto, estate), threaded=True, request_handler=QuietHandler
    )


def environment(port: int) -> dict[str, str]:
    """Return all that boto3 needs to take the endpoint for AWS."""
    from accessmap.demo.roles_everywhere import EXTERNAL_ID

    return {
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
        "AWS_ACCESS_KEY_ID": "AKIADEMO",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_DEFAULT_REGION": "ap-northeast-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "ACCESSMAP_EXTERNAL_ID": EXTERNAL_ID,
    }
