"""The demo AWS as one local HTTP endpoint."""

from __future__ import annotations

from functools import cache
from typing import Any

from moto.core import utils
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

from accessmap.demo.endpoint import HOST
from accessmap.demo.estate import Estate
from accessmap.demo.front import Front

# moto makes one for each service, and each looks through all the folders of models.
utils.create_loader = cache(utils.create_loader)


class QuietHandler(MotoRequestHandler):  # type: ignore[misc]
    """A handler that does not write a line for each request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Say nothing."""


def make(
    port: int, *, held: int | None = None, is_later: bool = False
) -> BaseWSGIServer:
    """Build the estate and bind the endpoint; port 0 takes any free one.

    ``held`` is the descriptor of a socket that listens already, instead of a port.
    """
    estate = Estate()
    if is_later:
        estate.move_on()
    moto = DomainDispatcherApplication(create_backend_app)
    return make_server(
        HOST,
        port,
        Front(moto, estate),
        threaded=True,
        request_handler=QuietHandler,
        fd=held,
    )
