"""Serve our own pages, for pictures of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    """Say nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep it to oneself."""


@contextmanager
def served(reader: Any) -> Iterator[tuple[str, Any]]:
    """Serve the pages; yield the address, and the cookie by which ``reader`` is in."""
    from django.conf import settings
    from django.test import Client

    from accessmap.wsgi import application

    client = Client()
    client.force_login(reader)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield address, {"name": session.key, "value": session.value, "url": address}
        server.shutdown()
