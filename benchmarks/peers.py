"""The tools that AccessMap is measured beside, each in a process of its own.

`make peers` installs those in Python into var/peers, from requirements/peers.txt and
peers-bare.txt; `make second-opinion` installs iam-simulate below tests/second_opinion.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
PEERS_PYTHON = ROOT / "var" / "peers" / "bin" / "python"
NODE = ("sh", "setup/node.sh", "node")  # the machine's own, else from a wheel
SIMULATE = ROOT / "tests" / "second_opinion" / "node_modules" / "@cloud-copilot"


class PeersMissing(Exception):
    """A peer is not installed; the message says which command installs it."""


@dataclass(frozen=True)
class Peer:
    """One tool: its name, its package, what it does, and how its adapter is run."""

    name: str
    package: str
    does: str
    adapter: str
    sample: int = 0  # the first so many policies where it is slow; 0 is all

    @property
    def command(self) -> list[str]:
        """Return the command that opens this tool's door."""
        if self.adapter.endswith(".mjs"):
            return [*NODE, f"benchmarks/adapters/{self.adapter}"]
        python = sys.executable if self.is_ours else str(PEERS_PYTHON)
        return [python, "-m", f"benchmarks.adapters.{self.adapter}"]

    @property
    def is_ours(self) -> bool:
        """Say whether it runs in our own environment."""
        return not self.package

    @cached_property
    def version(self) -> str:
        """Return the version that is installed."""
        if self.is_ours:
            import accessmap

            return accessmap.__version__
        if self.adapter.endswith(".mjs"):
            path = SIMULATE / "iam-simulate" / "package.json"
            return str(json.loads(path.read_text(encoding="utf-8"))["version"])
        code = (
            f"from importlib.metadata import version; print(version({self.package!r}))"
        )
        return subprocess.check_output([PEERS_PYTHON, "-c", code], text=True).strip()

    def require(self) -> None:
        """Refuse to go on without the tool."""
        if self.is_ours:
            return
        if self.adapter.endswith(".mjs"):
            if not SIMULATE.exists():
                raise PeersMissing(
                    "iam-simulate is not installed: run `make second-opinion`."
                )
        elif not PEERS_PYTHON.exists():
            raise PeersMissing(f"{self.name} is not installed: run `make peers`.")


ACCESSMAP = Peer("AccessMap", "", "every grant, with its witness", "accessmap")
FROM_TEXT = Peer("AccessMap, from text", "", "… reads it first", "accessmap_text_anew")
ONE_PASS = Peer(
    "AccessMap, one pass", "", "… shapes of this pass remembered", "accessmap_text"
)
REMEMBERING = Peer(
    "AccessMap, second pass", "", "… shapes of the pass before too", "accessmap_again"
)
JSON_LOADS = Peer("json.loads", "", "reads the text: a yardstick", "json_loads")
C7N_TEXT = Peer("c7n, from text", "c7n", "… reads it first", "c7n_text")
C7N = Peer("c7n", "c7n", "one boolean a statement, no Deny", "c7n")
PROWLER = Peer("Prowler", "prowler", "one boolean, no Deny", "prowler")
UNIVERSE = Peer(
    "policyuniverse", "policyuniverse", "principals and a boolean", "policyuniverse"
)
GLASS = Peer(
    "policyglass", "policyglass", "effective permissions", "policyglass", sample=3_000
)
SIMULATOR = Peer(
    "iam-simulate",
    "@cloud-copilot/iam-simulate",
    "one request",
    "iam_simulate.mjs",
    sample=3_000,
)
PARLIAMENT = Peer(
    "parliament", "parliament", "lints the text", "parliament", sample=1_000
)
WITH_A_VERDICT = (C7N, PROWLER, UNIVERSE)


class Door:
    """A tool's process, open while the ``with`` block lasts."""

    def __init__(self, peer: Peer, cases: Path) -> None:
        """Remember what to start; ``cases`` is the file that it reads."""
        peer.require()
        self.peer = peer
        self.cases = cases

    def __enter__(self) -> Self:
        """Start the process."""
        self.process = subprocess.Popen(
            [*self.peer.command, str(self.cases)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the process end."""
        self.process.communicate()

    def ask(self, command: str) -> Any:
        """Send one command and return its answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.peer.name} ended before it answered: see above.")
        return json.loads(line)


def write_cases(
    path: Path, cases: Sequence[dict[str, Any]], shared: dict[str, Any]
) -> Path:
    """Write cases as a door reads them; fields of ``shared`` are written once."""
    with path.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"shared": shared}) + "\n")
        out.writelines(json.dumps(case) + "\n" for case in cases)
    return path
