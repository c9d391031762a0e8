"""A timestamp authority of our own: OpenSSL's, served on this machine."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

CONFIG = """
[req]
distinguished_name = name
x509_extensions = stamping
prompt = no
[name]
CN = Kitsune Timestamps
[stamping]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_cert = leaf.pem
certs = root.pem
signer_key = leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
"""
REQ = "openssl req -config tsa.cnf -newkey rsa:2048 -nodes"
SIGN = "openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 2"
STEPS = (
    f"{REQ} -x509 -days 9 -subj /CN=R -extensions root -keyout root.key -out root.pem",
    f"{REQ} -keyout leaf.key -out leaf.csr",
    f"{SIGN} -days 9 -extfile tsa.cnf -extensions stamping -out leaf.pem",
)


@dataclass
class Authority:
    """What it answers may be changed; ``asked`` counts."""

    home: Path
    url: str = ""
    kind: str = "application/timestamp-reply"
    status: int = 200
    body: bytes | None = None  # another answer than the right one
    about: bytes | None = None  # another message than the one that was asked about
    asked: int = field(default=0)

    @property
    def roots(self) -> str:
        """The certificate that vouches for it."""
        return (self.home / "root.pem").read_text("ascii")

    def answer(self, query: bytes) -> bytes:
        """The reply that OpenSSL makes."""
        self.asked += 1
        if self.body is not None:
            return self.body
        (self.home / "query").write_bytes(query)
        if self.about is not None:
            (self.home / "other").write_bytes(self.about)
            self.run("openssl ts -query -data other -sha256 -cert -out query")
        self.run("openssl ts -reply -config tsa.cnf -section ours -queryfile query "
                 "-out reply")  # fmt: skip
        return (self.home / "reply").read_bytes()

    def run(self, command: str) -> None:
        """Run one command in its folder."""
        subprocess.run(command.split(), cwd=self.home, check=True, capture_output=True)


@contextmanager
def authority(home: Path) -> Iterator[Authority]:
    """Make its keys, and serve it as long as the test asks."""
    home.mkdir(parents=True)
    (home / "tsa.cnf").write_text(CONFIG, "ascii")
    (home / "serial").write_text("01\n", "ascii")
    served = Authority(home)
    for step in STEPS:
        served.run(step)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            body = served.answer(query)
            self.send_response(served.status)
            self.send_header("Content-Type", served.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    served.url = f"http://127.0.0.1:{server.server_port}/tsr"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
