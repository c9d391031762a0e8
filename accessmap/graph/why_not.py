"""Why there is no way: which half fails, as far as one step can tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.graph.gates import Answer, Gate
from accessmap.graph.limits import Asked, Limit, ask
from accessmap.models import Account, Grant
from accessmap.models.grant import GrantQuerySet
from accessmap.models.newest import Newest
from accessmap.policy.kinds import PrincipalKind
from accessmap.reach.gather import powers_of, with_callers_read
from accessmap.reach.index import Index
from accessmap.reach.kinds import EdgeKind, NodeKind
from accessmap.reach.powers import ASSUME, Powers
from accessmap.reach.questions import (
    BY_PERMISSION,
    Kinds,
    Met,
    blast,
    paths,
    who_reaches,
)

TRIES = 100_000  # a set of powers with a role: some seconds, where none fits
TRUST = "trust"
# Who acts in an account: OTHER is one that is trusted by name and was not read.
CALLERS = {NodeKind.ROLE, NodeKind.USER, NodeKind.ACCOUNT, NodeKind.OTHER}


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a way: whether it is there, and why not, or that nobody knows."""

    gate: str  # trust · blocked · identity · boundary · scp · apart · off
    answer: Answer
    word: str
    sentence: str
    grant: int = 0

    @property
    def passes(self) -> bool | None:
        """Say whether it lets one pass; None where it could not be seen."""
        return None if self.answer is Answer.UNSEEN else self.answer is Answer.PASSES

    @property
    def says(self) -> str:
        """Return the answer in words, as at both ends of a grant."""
        return Gate(self.word, self.answer, self.sentence).word

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can carry it."""
        return {
            "gate": self.gate,
            "passes": self.passes,
            "sentence": self.sentence,
            "grant": self.grant or None,
        }


def why_not(index: Index, start: int, goal: int, off: Kinds) -> list[Half]:
    """Say which half of a direct step fails, and how far both ends come."""
    naming = _naming(index, start, goal)
    is_read = _is_read(index, goal)
    found = [_trust(naming, has_home=bool(index.home_name(start)), is_read=is_read)]
    trust = naming.filter(is_blocked=False)
    if index.kind(start) in CALLERS:
        found.extend(_own_halves(index, start, goal, trust, is_goal_read=is_read))
    found.append(_apart(index, start, goal, off))
    if off != BY_PERMISSION and paths(index, start, goal, most=1):
        said = _("There is a way by the steps that are switched off here.")
        found.append(Half("off", Answer.STOPS, _("Switched off"), said))
    return found


def _naming(index: Index, start: int, goal: int) -> GrantQuerySet:
    """Return the trust at the goal that names the start, its account or everybody."""
    key, home = index.keys[start], index.home_name(start)
    names = Q(principal=key)
    if home:
        names |= Q(principal_account=home, principal_kind=PrincipalKind.ACCOUNT)
        if index.kind(start) is NodeKind.ACCOUNT:
            names |= Q(principal_account=home)
    if index.kind(start) is not NodeKind.SERVICE:
        names |= Q(principal_kind=PrincipalKind.PUBLIC)
    if Account.objects.present().filter(account_id=home).exists():
        wide = (PrincipalKind.ORGANIZATION, PrincipalKind.UNIT)
        names |= Q(principal_kind__in=wide)
    place = Q(resource__arn=index.keys[goal])
    if index.kind(goal) is NodeKind.ACCOUNT:
        place = Q(resource__account_id=index.home_name(goal))
    return Grant.objects.current().filter(names, place).order_by("pk")


def _is_read(index: Index, goal: int) -> bool:
    """Say whether all that may be granted at the goal was read."""
    home = index.home_name(goal)
    if index.kind(goal) is NodeKind.ROLE:
        return bool(with_callers_read(home))
    newest = Newest()
    here = newest.members().filter(account_id=home)
    return here.exists() and not newest.unread().filter(account_id=home).exists()


def _trust(naming: GrantQuerySet, *, has_home: bool, is_read: bool) -> Half:
    word = _("Its side")
    total, stopped = naming.count(), naming.filter(is_blocked=True).count()
    first = naming.values_list("pk", flat=True).first() or 0
    if total > stopped:
        said = _("%(n)s grants there would let it in.") % {"n": total - stopped}
        return Half(TRUST, Answer.PASSES, word, said, first)
    gate = "blocked" if total else TRUST
    said = (
        _("It is named, but a Deny, an RCP or a setting stops all of it.")
        if total
        else _(
            "Nothing there names the start, its account, its organization or everybody."
        )
        if has_home
        else _("Nothing there names the start or everybody.")
    )
    if is_read:
        return Half(gate, Answer.STOPS, word, said, first)
    return Half(gate, Answer.UNSEEN, word, f"{said} {_not_all()}", first)


def _not_all() -> str:
    return _("That is only what was read: not all of it could be, or is ours to read.")


def _own_halves(
    index: Index, start: int, goal: int, trust: GrantQuerySet, *, is_goal_read: bool
) -> Iterator[Half]:
    account_id = index.home_name(start)
    if not Account.objects.present().filter(account_id=account_id).exists():
        return
    is_all_read = bool(with_callers_read(account_id))
    knows_roles = index.kind(goal) is not NodeKind.ACCOUNT or is_goal_read
    callers = powers_of(account_id)
    if index.kind(start) is not NodeKind.ACCOUNT:
        own = callers.get(index.keys[start])
        callers = {} if own is None else {index.keys[start]: own}
    if not callers:
        yield _nobody(is_all_read=is_all_read)
        return
    targets = sorted(set(trust.values_list("resource__arn", flat=True)))
    if not targets:
        targets = _roles(index, goal)
    yield from callers_halves(
        set(callers.values()), targets, is_all_read=is_all_read and knows_roles
    )


def _nobody(*, is_all_read: bool) -> Half:
    word = _("Own policies")
    if is_all_read:
        said = _("There is no such role or user in its account now.")
        return Half(Limit.IDENTITY, Answer.STOPS, word, said)
    said = _("Its account was not read completely, so its policies are unknown.")
    return Half(Limit.IDENTITY, Answer.UNSEEN, word, said)


def callers_halves(
    callers: Collection[Powers],
    targets: Sequence[str],
    *,
    is_all_read: bool,
    most: int = TRIES,
) -> Iterator[Half]:
    """Say of the callers' own policies, boundaries and SCPs where all of them stop."""
    tried = targets[: max(1, most // len(callers))]

    def lets(powers: Powers) -> bool:
        return any(powers.lets(ASSUME, each) is not None for each in tried)

    is_sure = is_all_read and len(tried) == len(targets)
    for asked in ask(list(callers), lets, is_all_read=is_sure):
        said = _said(asked)
        if asked.answer is Answer.UNSEEN and len(tried) < len(targets):
            said = _("Of %(all)s roles there, %(n)s were tried, and none may be taken.")
            said %= {"all": len(targets), "n": len(tried)}
        if said:
            yield Half(asked.limit, asked.answer, _word(asked.limit), said)


def _word(limit: Limit) -> str:
    return {
        Limit.IDENTITY: _("Own policies"),
        Limit.BOUNDARY: _("Permissions boundary"),
        Limit.SCP: _("SCPs"),
    }[limit]


def _said(asked: Asked) -> str:
    """Return what one limit does; nothing of a boundary or an SCP that lets pass."""
    if asked.answer is Answer.PASSES:
        passes = _("Its own policies let it assume a role there.")
        return passes if asked.limit is Limit.IDENTITY else ""
    if asked.answer is Answer.UNSEEN:
        return _("Not all of it was read, and what was read does not let it.")
    return {
        Limit.IDENTITY: _("None of its own policies lets it assume a role there."),
        Limit.BOUNDARY: _("Its permissions boundary leaves that out."),
        Limit.SCP: _("An SCP of its account denies it."),
    }[asked.limit]


def _roles(index: Index, goal: int) -> list[str]:
    if index.kind(goal) is not NodeKind.ACCOUNT:
        return [index.keys[goal]]
    inside = index.at_home(int(index.home_of[goal]))
    roles = inside[index.kinds[inside] == NodeKind.ROLE]
    return [index.keys[int(node)] for node in roles]


def no_link(index: Index, start: int, goal: int, off: Kinds) -> Half:
    """Say that no open link leads there, and how many each end has."""
    ahead = _others(index, start, blast(index, start, off))
    said = ngettext(
        "By peering, endpoint and transit gateway the start gets to %(ahead)s other "
        "account, the goal can be reached from %(behind)s, and no way is in both.",
        "By peering, endpoint and transit gateway the start gets to %(ahead)s other "
        "accounts, the goal can be reached from %(behind)s, and no way is in both.",
        ahead,
    ) % {
        "ahead": ahead,
        "behind": _others(index, goal, who_reaches(index, goal, off)),
    }
    return _far("network", _("By network"), said)


def _others(index: Index, own: int, found: Met) -> int:
    """Return in how many accounts something is met, besides one's own."""
    return len(set(found.accounts(index)) - {index.home_name(own)})


def _apart(index: Index, start: int, goal: int, off: Kinds) -> Half:
    """Say how far both ends come: what anybody reaches apart, as answers tell it."""
    ahead = len(blast(index, start, off).nodes)
    named = len(blast(index, start, (*off, EdgeKind.ANYBODY)).nodes)
    told = {
        "ahead": named,
        "more": ahead - named,
        "behind": len(who_reaches(index, goal, off).nodes),
    }
    said = (
        _(
            "The start gets to %(ahead)s places, and to %(more)s more as anybody does; "
            "the goal can be reached from %(behind)s, and none is in both."
        )
        if ahead > named
        else _(
            "The start gets to %(ahead)s places, the goal can be reached from "
            "%(behind)s, and none is in both."
        )
    )
    return _far("apart", _("On the way"), said % told)


def _far(gate: str, word: str, said: str) -> Half:
    """Say how far both ends come: for sure only where all of every account was read."""
    if Newest().unread().exists():
        return Half(gate, Answer.UNSEEN, word, f"{said} {_not_all()}")
    return Half(gate, Answer.STOPS, word, said)
