"""What a principal may do in its own account, by its own policies alone.

Whoever may use everything of a service here is joined with one symbol for it, which
holds the resources; whoever may use some is joined with those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accessmap.policy.rules.privilege_escalation import ALONE, WITH_PASS_ROLE
from accessmap.reach.edges import Edges
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.nodes import Nodes
from accessmap.reach.powers import Act, Clause, Powers, access, uses_some

HAND_OVER = "iam:PassRole"
REWRITE_TRUST = "iam:UpdateAssumeRolePolicy"
# What runs with a role that is handed to it, and the service that the role trusts.
RUNNERS: Mapping[str, str] = {
    action: f"{action.partition(':')[0]}.amazonaws.com" for action in WITH_PASS_ROLE
} | {
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    "ecs:RunTask": "ecs-tasks.amazonaws.com"
}
# Ways over a principal of the account; the one over a function's code is no such way.
OVER_PRINCIPALS = tuple(each for each in ALONE if each.startswith("iam:"))


@dataclass(slots=True)
class Home:
    """One account: what lies in it, and which of its roles a service may become."""

    account: str
    resources: Mapping[str, Iterable[str]]  # service → ARNs, but for roles and users
    roles: Mapping[str, int]  # ARN → node
    by_service: Mapping[str, Iterable[int]]  # service principal → roles that trust it


@dataclass(slots=True)
class Inside:
    """Joins principals with their own account."""

    nodes: Nodes
    edges: Edges
    home: Home

    def hold(self) -> None:
        """Let the account hold what lies in it: who controls it has all of it."""
        account = self._account()
        for role in self.home.roles.values():
            self.edges.add([account], role, EdgeKind.ADMINISTER)
        for arns in self.home.resources.values():
            for arn in arns:
                self.edges.add([account], self._resource(arn), EdgeKind.ADMINISTER)

    def join(self, powers: Powers, holders: list[int]) -> None:
        """Join those who have ``powers`` with what these reach here."""
        if powers.is_admin:
            self.edges.add(holders, self._account(), EdgeKind.ADMINISTER)
            return  # everything here is reached through the account
        for service, arns in self.home.resources.items():
            self._use(powers, holders, service, arns)
        self._escalate(powers, holders)

    def _use(
        self, powers: Powers, holders: list[int], service: str, arns: Iterable[str]
    ) -> None:
        everywhere, by_arn = _reached(powers, service, arns)
        if everywhere is not None:
            symbol = self._collection(service, everywhere, arns)
            self.edges.add(holders, symbol, everywhere, Doubt.ROUGH)
        for arn, kind in by_arn.items():
            if everywhere is None or kind > everywhere:
                self.edges.add(holders, self._resource(arn), kind, Doubt.ROUGH)

    def _escalate(self, powers: Powers, holders: list[int]) -> None:
        over = [a for a in OVER_PRINCIPALS if powers.lets(a, "*") is not None]
        if over:
            self.edges.add(holders, self._account(), EdgeKind.ESCALATE, Doubt.ROUGH)
            return
        rewrite, hand_over = powers.act(REWRITE_TRUST), powers.act(HAND_OVER)
        if rewrite.patterns:
            for arn, role in self.home.roles.items():
                if rewrite.on(arn) is not None:
                    self.edges.add(holders, role, EdgeKind.ESCALATE, Doubt.ROUGH)
        if hand_over.patterns:
            self._pass_role(powers, hand_over, holders)

    def _pass_role(self, powers: Powers, hand_over: Act, holders: list[int]) -> None:
        names = {role: arn for arn, role in self.home.roles.items()}
        for action, service in RUNNERS.items():
            if not powers.act(action).patterns:
                continue
            for role in self.home.by_service.get(service, ()):
                if hand_over.on(names.get(role, "")) is not None:
                    self.edges.add(holders, role, EdgeKind.ESCALATE, Doubt.ROUGH)

    def _account(self) -> int:
        return self.nodes.add(self.home.account, NodeKind.ACCOUNT, self.home.account)

    def _resource(self, arn: str) -> int:
        return self.nodes.add(arn, NodeKind.RESOURCE, self.home.account)

    def _collection(self, service: str, kind: EdgeKind, arns: Iterable[str]) -> int:
        key = f"{self.home.account}/{service}/{kind.name.lower()}"
        known = self.nodes.find(key)
        if known is not None:
            return known
        symbol = self.nodes.add(key, NodeKind.COLLECTION, self.home.account)
        for arn in arns:
            self.edges.add([symbol], self._resource(arn), kind, Doubt.ROUGH)
        return symbol


def _reached(
    powers: Powers, service: str, arns: Iterable[str]
) -> tuple[EdgeKind | None, dict[str, EdgeKind]]:
    """Return what is let on everything of a service, and on single resources."""
    everywhere: EdgeKind | None = None
    by_arn: dict[str, EdgeKind] = defaultdict(lambda: EdgeKind.READ)
    for clause in powers.identity:
        kind = access(clause, service)
        if kind is None or not _is_left(powers, clause, service):
            continue
        if clause.is_everywhere or _is_whole_service(clause, service):
            everywhere = kind if everywhere is None else max(everywhere, kind)
            continue
        for arn in arns:
            if clause.covers(arn):
                by_arn[arn] = max(by_arn[arn], kind)
    return everywhere, by_arn


def _is_left(powers: Powers, clause: Clause, service: str) -> bool:
    """Say whether boundary and SCPs leave something of what a clause allows."""
    own = tuple(e for e in clause.actions if e.lower().startswith(f"{service}:"))
    actions = (f"{service}:*",) if clause.is_not_action or not own else own
    resource = next(iter(clause.resources), "*")
    limits = Powers((clause,), powers.boundary, powers.scps)
    return uses_some(limits, actions, resource)


def _is_whole_service(clause: Clause, service: str) -> bool:
    return not clause.is_not_resource and any(
        each in {f"arn:aws:{service}:::*", f"arn:aws:{service}:*:*:*"}
        for each in clause.resources
    )
