"""How many requests for the account graph one core answers, and a 304 in which time.

    python -m tests.postgres python -m benchmarks.account_graph
    python -m benchmarks.account_graph [--accounts 5000] [--pairs 40000]    (on SQLite)

Asks the WSGI application in this very process, which is one core, signed in, with all
that stands before the view: session, rights, headers. What counts is CPU of this
process; a server of PostgreSQL is another. Goals: 1,000 requests a second and core;
304 within 1 ms. Ends with 1 where one is missed.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from typing import Any

from benchmarks import map_world
from benchmarks.served import installed

PORT = 8000  # nobody listens: it is only the name that is asked for
PATH = "/map/accounts"
ASKED = 2_000
GOAL_MS = 1.0


class Asker:
    """Somebody signed in, who asks without a network between."""

    def __init__(self, session: str) -> None:
        """Take the application as a server would."""
        from accessmap.wsgi import application

        self._application: Any = application
        self._session = session

    def ask(self, etag: str = "") -> tuple[str, dict[str, str], int]:
        """Return status, headers and bytes of one answer."""
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_more: object) -> None:
            told.update(status=status, headers=dict(headers))

        body = self._application(self._environment(etag), start)
        size = sum(map(len, body))
        body.close()
        return told["status"], told["headers"], size

    def _environment(self, etag: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": PATH,
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(PORT),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": f"127.0.0.1:{PORT}",
            "HTTP_COOKIE": f"sessionid={self._session}",
            "HTTP_ACCEPT_ENCODING": "gzip",
            **({"HTTP_IF_NONE_MATCH": etag} if etag else {}),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


def measured(asker: Asker, etag: str, expected: str) -> float:
    """Return the milliseconds of CPU of one answer, of many asked after another."""
    for _time in range(50):
        asker.ask(etag)
    began = time.process_time()
    for _time in range(ASKED):
        status, _headers, _size = asker.ask(etag)
        assert status.startswith(expected), status
    return 1000 * (time.process_time() - began) / ASKED


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=5_000)
    parser.add_argument("--pairs", type=int, default=40_000)
    words = parser.parse_args()
    with installed(PORT) as session:
        from django.db import connection

        map_world.fill(words.accounts, words.pairs)
        asker = Asker(session)
        _status, headers, size = asker.ask()
        print(
            f"{words.accounts:,} accounts, {words.pairs:,} pairs, {connection.vendor}"
        )
        print(f"the account graph: {size:,} bytes")
        missed = 0
        for what, etag, expected in (
            ("whole", "", "200"),
            ("a 304", headers["ETag"], "304"),
        ):
            took = measured(asker, etag, expected)
            missed |= took > GOAL_MS
            says = "missed" if took > GOAL_MS else "met"
            print(f"{what}: {took:.2f} ms of CPU, {1000 / took:,.0f} a second: {says}")
        connection.close()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
