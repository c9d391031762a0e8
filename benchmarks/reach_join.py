"""How quickly trust is joined with what callers may: by index, beside PMapper's pairs.

    python -m benchmarks.reach_join [--size S|M|L]       (`make peers` first)

Makes the organization account by account, so that it need not fit into memory: once for
who may assume what, and once for who is trusted. What is timed is CPU: reading identity
policies into powers, and joining; making the organization is not, and what the engine
takes to derive the grants is told beside.

PMapper asks about every pair of two accounts, so it is given few: those with the most
trust between them. Its edges have to be ours, and are compared first. Ours that stand
under a condition are left out, since it is asked without what they ask for.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Any

from accessmap.policy.derive import derive, forget
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind, Verdict
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust
from accessmap.reach.edges import Edges
from accessmap.reach.join import Join, Members, Trust
from accessmap.reach.kinds import Doubt, NodeKind
from accessmap.reach.nodes import Nodes
from accessmap.reach.party import party_key
from accessmap.reach.powers import Powers, clauses
from benchmarks import peers
from benchmarks.organization import SIZES, Plan, details, organization
from benchmarks.policies import ORGANIZATION

PAIRS_ASKED = 3
GOAL_TIMES = 1_000
GOAL_SECONDS, GOAL_MIB = 40.0, 1024
Pair = tuple[str, str]


@dataclass
class Clock:
    """Sums up the CPU that each part of the work took."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, part: str) -> Iterator[None]:
        """Note what the block took, in CPU seconds."""
        began = time.process_time()
        yield
        took = time.process_time() - began
        self.seconds[part] = self.seconds.get(part, 0.0) + took


def members(plan: Plan) -> Members:
    """Return the accounts of the organization, all of them read."""
    told = organization(plan)
    paths = {
        e["Id"]: e["Path"]
        for e in told["list-organizational-units"]["OrganizationalUnits"]
    }
    found = {account: paths[unit] for account, unit in told["parents"].items()}
    return Members(found, frozenset(found))


def join(plan: Plan, among: Members, clock: Clock) -> Join:
    """Return the whole organization joined."""
    made = Join(Nodes(), Edges(), among)
    zone = ZoneOfTrust(
        organization_id=ORGANIZATION,
        accounts=frozenset(among.paths),
        paths=MappingProxyType(dict(among.paths)),
    )
    for index in range(plan.accounts):
        _callers(made, plan.account_id(index), details(plan, index), clock)
    numbers = count(1)
    for index in range(plan.accounts):
        roles = details(plan, index)["RoleDetailList"]
        subjects = [_subject(plan.account_id(index), role) for role in roles]
        with clock.of("grants"):
            granted = [e for each in subjects for e in derive(each, zone).grants]
        with clock.of("join"):
            for grant in granted:
                if not grant.is_blocked:
                    made.trust(_trust(grant, next(numbers)))
    with clock.of("join"):
        made.finish()
        made.edges.arrays()  # bundles are told apart only here
    return made


def _callers(made: Join, account: str, told: dict[str, Any], clock: Clock) -> None:
    managed = {
        each["Arn"]: json.dumps(each["PolicyVersionList"][0]["Document"])
        for each in told["Policies"]
    }
    carried = [(role["Arn"], _texts(role, managed)) for role in told["RoleDetailList"]]
    kept: dict[tuple[str, ...], int] = {}
    with clock.of("powers"):
        for arn, texts in carried:
            if texts not in kept:
                identity, is_read = clauses(texts)
                kept[texts] = made.number(Powers(identity, is_read=is_read))
            made.caller(arn, NodeKind.ROLE, account, kept[texts])


def _texts(role: dict[str, Any], managed: dict[str, str]) -> tuple[str, ...]:
    inline = [json.dumps(each["PolicyDocument"]) for each in role["RolePolicyList"]]
    attached = [
        managed[each["PolicyArn"]]
        for each in role["AttachedManagedPolicies"]
        if each["PolicyArn"] in managed
    ]
    return tuple(inline + attached)


def _subject(account: str, role: dict[str, Any]) -> Subject:
    document = json.dumps(role["AssumeRolePolicyDocument"])
    return Subject(role["Arn"], "AWS::IAM::Role", account, PolicyKind.TRUST, document)


def _trust(grant: Grant, number: int) -> Trust:
    kind, name, account = grant.principal
    is_any = grant.verdict is Verdict.ANY_ACCOUNT
    return Trust(
        grant.resource,
        grant.resource_account,
        kind,
        name,
        account,
        party_key(kind, name, is_any=is_any),
        number,
        Doubt.CONDITION if grant.is_conditional else Doubt.NONE,
    )


def certain(made: Join) -> set[Pair]:
    """Return who may surely become whom across accounts, by whichever symbol."""
    sources, targets, _kinds, doubts, _grants = made.edges.arrays()
    nodes = made.nodes.all()
    roles = {at for at, each in enumerate(nodes) if "/role-" in each.key}
    sure = [
        (int(source), int(target))
        for source, target, doubt in zip(sources, targets, doubts, strict=True)
        if not doubt
    ]
    through: dict[int, list[int]] = {}
    for source, target in sure:
        if source not in roles:
            through.setdefault(source, []).append(target)
    found = set()
    for source, target in sure:
        if source in roles:
            for last in [target] if target in roles else through.get(target, ()):
                if nodes[source].home != nodes[last].home:
                    found.add((nodes[source].key, nodes[last].key))
    return found


def busiest(edges: Iterable[Pair], most: int) -> list[Pair]:
    """Return the pairs of accounts with the most edges between them."""
    between = Counter(
        tuple(sorted(each.split(":")[4] for each in pair)) for pair in edges
    )
    ranked = sorted(between, key=lambda pair: (-between[pair], pair))
    return [(one, other) for one, other in ranked[:most]]


def beside_pmapper(plan: Plan, ours: set[Pair]) -> float:
    """Return how many pairs a second PMapper asks about; its edges have to be ours."""
    indexes = {plan.account_id(index): index for index in range(plan.accounts)}
    asked = seconds = 0.0
    for pair in busiest(ours, PAIRS_ASKED):
        told = [{"account": each, **details(plan, indexes[each])} for each in pair]
        answer = subprocess.run(
            [str(peers.PEERS_PYTHON), "-m", "benchmarks.adapters.pmapper"],
            input=json.dumps({"organization": ORGANIZATION, "accounts": told}),
            check=True,
            capture_output=True,
            text=True,
        )
        found = json.loads(answer.stdout)
        theirs = {(source, target) for source, target in found["edges"]}
        here = {e for e in ours if {e[0].split(":")[4], e[1].split(":")[4]} == {*pair}}
        if theirs != here:
            missed, more = sorted(theirs - here), sorted(here - theirs)
            raise SystemExit(f"Void: PMapper alone {missed[:3]}, ours alone {more[:3]}")
        print(f"  {pair[0]} and {pair[1]}: the same {len(here)} edges")
        asked += found["pairs"]
        seconds += found["seconds"]
    return asked / seconds


def main() -> int:
    """Measure, compare, print; end with 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--alone", action="store_true", help="without PMapper")
    words = parser.parse_args()
    plan = Plan(*SIZES[words.size])
    clock = Clock()
    forget()
    made = join(plan, members(plan), clock)
    roles = plan.accounts * plan.roles
    took = clock.seconds["powers"] + clock.seconds["join"]
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{roles:,} roles, {len(made.edges):,} edges, {len(made.powers):,} powers: "
        f"{took:.2f} CPU-s ({clock.seconds['powers']:.2f} to read policies, "
        f"{clock.seconds['join']:.2f} to join; {clock.seconds['grants']:.2f} more for "
        f"the grants), at most {mib:.0f} MiB"
    )
    late = took > GOAL_SECONDS or mib > GOAL_MIB
    if not words.alone:
        pairs = roles * (roles - plan.roles)
        rate = beside_pmapper(plan, certain(made))
        times = pairs / took / rate
        print(
            f"PMapper: {rate:,.0f} pairs a CPU-s; ours, counted so, "
            f"{pairs / took:,.0f}: {times:,.0f} times (goal {GOAL_TIMES:,})"
        )
        late = late or times < GOAL_TIMES
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
