"""How quickly a browser gets an answer about reach, at a million roles.

    python -m tests.postgres python -m benchmarks.reach_http
    python -m benchmarks.reach_http [--accounts 5000] [--roles 200]     (on SQLite)

Fills an empty database of its own, writes the index that a crawl would write, serves it
with gunicorn on PORT and asks over HTTP, signed in. Goals: a shortest path within 30 ms
(95th percentile), a search within 100 ms, a web worker within 300 MB.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
import urllib.request
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np

from benchmarks import map_world
from benchmarks.reach import edges as invented
from benchmarks.served import (
    busy,
    installed,
    memory,
    percentile,
    serving,
    workers_of,
)

if TYPE_CHECKING:
    from accessmap.reach.csr import Bytes, Ints, Longs

ASKED = 200
GRANTS = 40_000  # pairs of accounts in the database: hops are said from their rows
TEAMS = 400


def key_of(account_id: str, number: int) -> str:
    """Return the ARN of a role."""
    return f"arn:aws:iam::{account_id}:role/service-{number:04}"


def write_index(ids: Sequence[str], roles: int, shape: str) -> None:
    """Write the generation of ``roles`` in each account, and edges between them."""
    from accessmap.models import Grant
    from accessmap.reach import fresh
    from accessmap.reach.build import make
    from accessmap.reach.edges import Edges
    from accessmap.reach.kinds import EdgeKind, NodeKind
    from accessmap.reach.lines import lines
    from accessmap.reach.nodes import Node

    class Ready(Edges):
        """Edges that are arrays already."""

        def arrays(self) -> tuple[Ints, Ints, Bytes, Bytes, Longs]:
            return found

    sources, targets = invented(len(ids), roles, shape, seed=1)
    draw = np.random.default_rng(2)
    grants = np.fromiter(Grant.objects.values_list("pk", flat=True), dtype=np.int64)
    kinds = np.full(len(sources), EdgeKind.BECOME, dtype=np.uint8)
    none = np.zeros(len(sources), dtype=np.uint8)
    found = (sources, targets, kinds, none, draw.choice(grants, len(sources)))
    nodes = [
        Node(key_of(each, number), NodeKind.ROLE, each)
        for each in ids
        for number in range(roles)
    ]
    nodes += [Node(each, NodeKind.ACCOUNT, each) for each in ids]
    words = lines()
    for at, node in enumerate(nodes[: len(ids) * roles]):
        words[node.key] = f"owner=team-{at % TEAMS:03}@example.com env=prod"
    crawl, now = fresh.newest_crawl(), "2026-11-29T00:00:00+00:00"
    make(fresh.folder(), nodes, Ready(), words, crawl=crawl, made_at=now)


def path_questions(ids: Sequence[str], roles: int) -> Iterator[str]:
    """Yield ways that are asked for: from role to role, half of them to an account."""
    draw = random.Random(3)
    for number in range(ASKED):
        goal = draw.choice(ids)
        to = goal if number % 2 else key_of(goal, draw.randrange(roles))
        start = key_of(draw.choice(ids), draw.randrange(roles))
        yield urlencode({"from": start, "to": to})


def search_questions(names: Sequence[str], ids: Sequence[str]) -> Iterator[str]:
    """Yield what is typed, letter by letter: names, ids, ARNs, owners, two words."""
    draw = random.Random(4)
    for _time in range(12):
        account = draw.choice(ids)
        for whole in (
            draw.choice(names),
            account,
            key_of(account, 17)[-24:],
            f"team-{draw.randrange(TEAMS):03}",
            f"service-0042 {account}",
            f"env=prod {draw.choice(names)}",
        ):
            for end in (2, 4, len(whole) // 2, len(whole)):
                yield urlencode({"q": whole[:end]})


class Asker:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int, session: str, pids: Sequence[int]) -> None:
        """Connect; ``pids`` are those that answer."""
        self.connection = HTTPConnection("127.0.0.1", port)
        self.headers = {"Cookie": f"sessionid={session}"}
        self.pids = pids

    def ask(self, address: str) -> bytes:
        """Return the body of an answer."""
        self.connection.request("GET", address, headers=self.headers)
        reply = self.connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            raise AssertionError(f"{address}: {reply.status} {body[:200]!r}")
        return body

    def times(self, name: str, addresses: Sequence[str]) -> None:
        """Print how long they took: on the wall, and of the workers' CPU."""
        for each in addresses[:8]:
            self.ask(each)
        took, used = [], []
        for each in addresses:
            began, before = time.perf_counter(), busy(self.pids)
            self.ask(each)
            used.append((busy(self.pids) - before) * 1000)
            took.append((time.perf_counter() - began) * 1000)
        print(f"{name}: {_spread(took)}; of the workers' CPU {_spread(used)}")


def _spread(found: Sequence[float]) -> str:
    return f"{statistics.median(found):.1f} ms, p95 {percentile(found):.1f} ms"


def measure(port: int, session: str, world: tuple[list[str], list[str], int]) -> None:
    """Serve, ask and print."""
    ids, names, roles = world
    with serving(port) as (address, pid):
        pids = workers_of(pid)
        with urllib.request.urlopen(f"{address}/healthz"):
            pass
        for each in pids:
            print(f"worker before: {_told(memory(each))}")
        asker = Asker(port, session, pids)
        ways = [f"/reach/?{each}" for each in path_questions(ids, roles)]
        asker.times("shortest ways, JSON", [f"{each}&format=json" for each in ways])
        asker.times("shortest ways, as a page", ways)
        searches = [f"/reach/search?{e}" for e in search_questions(names, ids)]
        asker.times("search, letter by letter", searches)
        who = [f"/reach/?{urlencode({'to': each})}" for each in ids[:20]]
        asker.times("who reaches an account, as a page", who)
        for each in pids:
            print(f"worker after: {_told(memory(each))}")


def _told(found: dict[str, float]) -> str:
    return (
        f"{found['rss']:.0f} MiB in sight, {found['pss']:.0f} MiB its share,"
        f" {found['own']:.0f} MiB its own"
    )


def main() -> None:
    """Fill, serve, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=5_000)
    parser.add_argument("--roles", type=int, default=200)
    parser.add_argument("--shape", choices=["knotted", "tiered"], default="knotted")
    words = parser.parse_args()
    port = int(os.environ.get("PORT", "8000"))
    with installed(port) as session:
        from django.db import connection

        from accessmap.models import Account

        began = time.process_time()
        ids = map_world.fill(words.accounts, GRANTS * words.accounts // 5_000)
        names = list(Account.objects.order_by("pk").values_list("name", flat=True))
        write_index(ids, words.roles, words.shape)
        print(
            f"{words.accounts:,} accounts, {words.accounts * words.roles:,} roles,"
            f" {words.shape}, {connection.vendor}; made in"
            f" {time.process_time() - began:.0f} CPU-s",
            flush=True,
        )
        connection.close()
        measure(port, session, (ids, names, words.roles))


if __name__ == "__main__":
    main()
