"""How fast the engine is beside its peers, and whether the goals are met.

    python -m benchmarks.policy_speed
    python -m benchmarks.policy_speed --policies 3000 --rounds 5

CPU time, one core, policies already parsed but where a line says "from text" or "pass":
text is what AWS gives and the database keeps, and its shape is remembered (parliament
and json.loads take text too). All tools run in this run, in alternating order; the
median counts. The figures are void, and the exit status is 1, unless the engine's
verdicts are right on these very policies.
Needs `make peers` and `make second-opinion`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.board import mark
from benchmarks.corpus import Case, hard, make_up, realistic
from benchmarks.peers import (
    ACCESSMAP,
    C7N,
    C7N_TEXT,
    FROM_TEXT,
    GLASS,
    JSON_LOADS,
    ONE_PASS,
    PARLIAMENT,
    PROWLER,
    REMEMBERING,
    SIMULATOR,
    UNIVERSE,
    Peer,
    PeersMissing,
)
from benchmarks.race import HEADING, Runner, lined_up, race

EVERYBODY = (
    ACCESSMAP,
    C7N,
    C7N_TEXT,
    FROM_TEXT,
    ONE_PASS,
    REMEMBERING,
    PROWLER,
    UNIVERSE,
    GLASS,
    SIMULATOR,
    PARLIAMENT,
    JSON_LOADS,
)
OURS = (ACCESSMAP, FROM_TEXT, ONE_PASS, REMEMBERING)
ON_HARD_POLICIES = (ACCESSMAP, C7N, GLASS, SIMULATOR)


@dataclass(frozen=True)
class Goal:
    """One goal of issue 3, and what was measured."""

    says: str
    is_met: bool
    measured: str

    def __str__(self) -> str:
        """Return the goal as a line."""
        return f"{'met   ' if self.is_met else 'MISSED'}  {self.says}: {self.measured}"


def at_most(times: float, ours: Runner, peer: Runner) -> Goal:
    """Return the goal to cost at most ``times`` what a peer costs."""
    ratio = ours.median / peer.median
    says = f"{ours.peer.name} at most {times:g}× {peer.peer.name}"
    return Goal(says, ratio <= times, f"{ratio:.2f}×")


def faster(times: float, ours: Runner, peer: Runner) -> Goal:
    """Return the goal to be at least ``times`` as fast as a peer."""
    ratio = peer.median / ours.median
    says = f"{ours.peer.name} at least {times:g}× as fast as {peer.peer.name}"
    return Goal(says, ratio >= times, f"{ratio:.1f}×")


def wrong_verdicts(ours: Runner, cases: Sequence[Case]) -> list[str]:
    """Return which answers of the engine differ from what the generator knows."""
    answers = ours.door.ask("judge")
    marked = (mark(cases, answers, question) for question in ("public", "external"))
    return [
        each
        for marks in marked
        for each in (*marks.missed, *marks.false_alarms, *marks.crashes)
    ]


def measure(
    title: str, peers: Sequence[Peer], cases: Sequence[Case], rounds: int
) -> dict[Peer, Runner]:
    """Race the peers over one corpus, print the table, and return the runners."""
    print(f"\n{title}: {make_up(list(cases))}")
    with lined_up(peers, cases) as runners:
        race(runners, rounds)
        for ours in (each for each in runners if each.peer in OURS):
            wrong = wrong_verdicts(ours, cases)
            if wrong:
                named = ", ".join(wrong[:10])
                sys.exit(f"VOID: {ours.peer.name} is wrong on {named}")
        print(f"All {2 * len(cases):,} verdicts of each AccessMap are right.")
    print(HEADING)
    for runner in runners:
        print(runner)
    return {runner.peer: runner for runner in runners}


def realistic_goals(ran: dict[Peer, Runner]) -> list[Goal]:
    """Return the goals on the realistic mix."""
    cold = ran[ACCESSMAP]
    grown = [ran[each].growth for each in OURS]
    return [
        at_most(4, cold, ran[C7N]),
        at_most(4, ran[FROM_TEXT], ran[C7N_TEXT]),
        at_most(2, ran[ONE_PASS], ran[C7N_TEXT]),
        at_most(2, ran[REMEMBERING], ran[C7N_TEXT]),
        faster(15, cold, ran[GLASS]),
        faster(25, cold, ran[SIMULATOR]),
        faster(60, cold, ran[PARLIAMENT]),
        Goal(
            "Memory flat: the peak of the last pass within 5 % of the first's",
            max(grown) <= 1.05,
            " · ".join(f"{each:.3f}" for each in grown),
        ),
    ]


def hard_goals(ran: dict[Peer, Runner]) -> list[Goal]:
    """Return the goals on policies full of Denys."""
    rate = 1e6 / ran[ACCESSMAP].median
    says = "Hard policies: at least 1,000 a second and core"
    return [Goal(says, rate >= 1_000, f"{rate:,.0f}")]


def main() -> None:
    """Read the command line, measure, and say which goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policies", type=int, default=30_000)
    parser.add_argument("--hard", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    rounds = arguments.rounds
    try:
        mix = measure("Realistic mix", EVERYBODY, realistic(arguments.policies), rounds)
        denys = measure("Hard", ON_HARD_POLICIES, hard(arguments.hard), rounds)
    except PeersMissing as missing:
        parser.exit(1, f"{missing}\n")
    print(f"\nGoals of issue 3, median of {rounds}:")
    for goal in (*realistic_goals(mix), *hard_goals(denys)):
        print(goal)


if __name__ == "__main__":
    main()
