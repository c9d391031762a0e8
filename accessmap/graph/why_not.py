"""Why there is no way: which half fails, as far as one step can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accessmap.models import Account, Grant
from accessmap.models.grant import GrantQuerySet
from accessmap.policy.kinds import PrincipalKind
from accessmap.reach.gather import powers_of
from accessmap.reach.index import Index
from accessmap.reach.kinds import NodeKind
from accessmap.reach.powers import ASSUME, EVERYTHING, Powers
from accessmap.reach.questions import Kinds, blast, who_reaches

TRIED = 60  # roles of the goal that are looked at, and callers of the start
TRUST = "trust"


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a way: whether it is there, and why not."""

    gate: str  # trust · blocked · identity · boundary · scp · apart
    passes: bool
    word: str
    sentence: str
    grant: int = 0

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can carry it."""
        return {
            "gate": self.gate,
            "passes": self.passes,
            "sentence": self.sentence,
            "grant": self.grant or None,
        }


def why_not(index: Index, start: int, goal: int) -> list[Half]:
    """Say which half of a direct step fails, and how far both ends come."""
    naming = _naming(index, start, goal)
    blocked = naming.filter(is_blocked=True)
    found = [_trust(naming, blocked)]
    open_trust = naming.filter(is_blocked=False)
    if index.kind(start) in {NodeKind.ROLE, NodeKind.USER, NodeKind.ACCOUNT}:
        found.extend(_own_halves(index, start, goal, open_trust))
    found.append(_apart(index, start, goal))
    return found


def _naming(index: Index, start: int, goal: int) -> GrantQuerySet:
    """Return the trust at the goal that names the start, its account or everybody."""
    key, home = index.keys[start], index.home_name(start)
    names = Q(principal=key)
    if home:
        names |= Q(principal_account=home, principal_kind=PrincipalKind.ACCOUNT)
        if index.kind(start) is NodeKind.ACCOUNT:
            names |= Q(principal_account=home)
    if Account.objects.present().filter(account_id=home).exists():
        wide = (PrincipalKind.PUBLIC, PrincipalKind.ORGANIZATION, PrincipalKind.UNIT)
        names |= Q(principal_kind__in=wide)
    place = Q(resource__arn=index.keys[goal])
    if index.kind(goal) is NodeKind.ACCOUNT:
        place = Q(resource__account_id=index.home_name(goal))
    return Grant.objects.current().filter(names, place).order_by("pk")


def _trust(naming: GrantQuerySet, blocked: GrantQuerySet) -> Half:
    word = _("Its side")
    total, stopped = naming.count(), blocked.count()
    first = naming.values_list("pk", flat=True).first() or 0
    if not total:
        said = _("Nothing there names the start, its account or its organization.")
        return Half(TRUST, False, word, said)  # noqa: FBT003
    if stopped == total:
        said = _("It is named, but a Deny, an RCP or a setting stops all of it.")
        return Half("blocked", False, word, said, first)  # noqa: FBT003
    said = _("%(n)s grants there would let it in.") % {"n": total - stopped}
    return Half(TRUST, True, word, said, first)  # noqa: FBT003


def _own_halves(
    index: Index, start: int, goal: int, trust: GrantQuerySet
) -> Iterator[Half]:
    account_id = index.home_name(start)
    if not Account.objects.present().filter(account_id=account_id).exists():
        return
    callers = powers_of(account_id)
    if index.kind(start) is not NodeKind.ACCOUNT:
        callers = {index.keys[start]: callers.get(index.keys[start], Powers())}
    targets = sorted({row.resource.arn for row in trust.select_related("resource")})
    if not targets:
        targets = _roles(index, goal)
    yield from _callers_halves(list(callers.values()), targets[:TRIED])


def _callers_halves(callers: list[Powers], targets: list[str]) -> Iterator[Half]:
    """Say of the callers' own policies, boundaries and SCPs where all of them stop."""
    limits = (
        (
            "identity",
            _("Own policies"),
            _("None of its own policies lets it assume a role there."),
            _("Its own policies let it assume a role there."),
        ),
        (
            "boundary",
            _("Permissions boundary"),
            _("Its permissions boundary leaves that out."),
            "",
        ),
        ("scp", _("SCPs"), _("An SCP of its account denies it."), ""),
    )
    for at, (gate, word, no, yes) in enumerate(limits):
        left = [each for each in callers if _passes(each, at, targets)]
        if not left:
            yield Half(gate, False, word, no)  # noqa: FBT003
            return
        if yes:
            yield Half(gate, True, word, yes)  # noqa: FBT003
        callers = left


def _passes(powers: Powers, at: int, targets: list[str]) -> bool:
    """Say whether one of a caller's limits, asked alone, lets any target be assumed."""
    alone = (
        Powers(powers.identity),
        Powers(EVERYTHING, powers.boundary),
        Powers(EVERYTHING, scps=powers.scps),
    )[at]
    return any(alone.lets(ASSUME, each) is not None for each in targets)


def _roles(index: Index, goal: int) -> list[str]:
    if index.kind(goal) is not NodeKind.ACCOUNT:
        return [index.keys[goal]]
    inside = index.at_home(int(index.home_of[goal]))
    roles = inside[index.kinds[inside] == NodeKind.ROLE][:TRIED]
    return [index.keys[int(node)] for node in roles]


def no_link(index: Index, start: int, goal: int, off: Kinds) -> Half:
    """Say that no open link leads there, and how many each end has."""
    said = _(
        "By peering and transit gateway the start gets to %(ahead)s other networks, "
        "the goal can be reached from %(behind)s, and none is in both."
    ) % {
        "ahead": len(blast(index, start, off).nodes),
        "behind": len(who_reaches(index, goal, off).nodes),
    }
    return Half("network", False, _("By network"), said)  # noqa: FBT003


def _apart(index: Index, start: int, goal: int) -> Half:
    ahead = len(blast(index, start).nodes)
    behind = len(who_reaches(index, goal).nodes)
    said = _(
        "The start gets to %(ahead)s places, the goal can be reached from %(behind)s, "
        "and none is in both."
    ) % {"ahead": ahead, "behind": behind}
    return Half("apart", False, _("On the way"), said)  # noqa: FBT003
