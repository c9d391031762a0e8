"""Times tools beside each other: one process each, in alternating order, by CPU."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpus import Case, shared
from benchmarks.peers import Door, Peer, write_cases


@dataclass
class Runner:
    """One tool with the times of its passes."""

    peer: Peer
    door: Door
    passes: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> None:
        """Time one more pass."""
        self.passes.append(self.door.ask("time"))

    @property
    def each(self) -> list[float]:
        """Return the microseconds of CPU a policy, one number a pass."""
        return [1e6 * one["seconds"] / one["policies"] for one in self.passes]

    @property
    def median(self) -> float:
        """Return the median of the passes, in microseconds a policy."""
        return statistics.median(self.each)

    @property
    def crashes(self) -> int:
        """Return on how many policies the tool raised."""
        return int(self.passes[-1]["crashes"])

    @property
    def growth(self) -> float:
        """Return how much the peak memory grew from the first pass to the last."""
        return float(self.passes[-1]["peak_mib"] / self.passes[0]["peak_mib"])

    def __str__(self) -> str:
        """Return the line of a table."""
        low, high = min(self.each), max(self.each)
        last = self.passes[-1]
        return (
            f"{self.peer.name:<30} {self.median:>9.2f} {low:>9.2f} – {high:<9.2f}"
            f"{1e6 / self.median:>10,.0f} {last['policies']:>8,} {self.crashes:>7,}"
            f" {last['peak_mib']:>7,.0f}  {self.peer.does}"
        )


@contextmanager
def lined_up(peers: Sequence[Peer], cases: Sequence[Case]) -> Iterator[list[Runner]]:
    """Open each door on the corpus, or on its first part where the tool is slow."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory()))
        runners = []
        for peer in peers:
            size = min(peer.sample or len(cases), len(cases))
            path = home / f"{size}.jsonl"
            if not path.exists():
                write_cases(path, cases[:size], shared())
            runners.append(Runner(peer, stack.enter_context(Door(peer, path))))
        yield runners


def race(runners: Sequence[Runner], rounds: int) -> None:
    """Run every tool ``rounds`` times; every other round goes backwards."""
    for number in range(rounds):
        for runner in runners if number % 2 == 0 else reversed(runners):
            runner.run()


HEADING = (
    f"{'':<30} {'µs/policy':>9} {'min – max':^21}{'policies/s':>10} {'asked':>8}"
    f" {'crashes':>7} {'MiB':>7}  does"
)
