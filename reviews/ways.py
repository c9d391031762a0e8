"""How a person could come to be a principal: role after role, as the map knows it.

Nobody decides on access that they could use. Which principals are a person's own is
told by their names, in AWS and in the directory of Identity Center; from there every
role that can be assumed, however many steps away. What is granted to a whole account is
theirs where they can be somebody in it who is let use it.
AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Q

from accessmap.models import Grant, Resource, User
from accessmap.models.grant import GrantQuerySet
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from reviews.directory import KINDS, Directory
from reviews.holding import WHOLE, Holding, account_of
from reviews.own_access import PERSONAL, is_own_access

Way = tuple[str, ...]  # the principals passed on it, the person's own first
USER = "AWS::IAM::User"
PRECISE = frozenset({PrincipalKind.ROLE, *PERSONAL})
MOST_STEPS = 12
AT_ONCE = 200  # principals in one query


class Ways:
    """What each person can become; everybody is looked up once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[int, Mapping[str, Way]] = {}
        self._directory = Directory()
        self._holding = Holding()

    def to(self, person: User, grant: Grant) -> Way | None:
        """Return how ``person`` can become the principal of ``grant``, or None.

        None for what names more than an account, too: everybody could use that.
        """
        if grant.principal_kind in WHOLE:
            return self._within(person, grant)
        if grant.principal_kind not in PRECISE | KINDS:
            return None
        if is_own_access(grant.principal_kind, grant.principal, called(person)):
            return (grant.principal,)
        way = self._of(person).get(node(grant.principal))
        # Another person's session of a role that is also mine is not my access.
        is_session = grant.principal_kind == PrincipalKind.SESSION
        return None if way is None or (is_session and len(way) == 1) else way

    def _within(self, person: User, grant: Grant) -> Way | None:
        """Return the shortest way to somebody in the account who may use ``grant``."""
        here = {
            node: way
            for node, way in self._of(person).items()
            if account_of(node) == grant.principal_account
        }
        self._holding.learn(here)
        able = (way for node, way in here.items() if self._holding.may_use(node, grant))
        return min(able, key=len, default=None)

    def _of(self, person: User) -> Mapping[str, Way]:
        if person.pk not in self._known:
            starts: dict[str, Way] = {
                node(each): (each,) for each in own_principals(person)
            }
            entries = self._directory.entries(called(person))
            for way, role in self._directory.roles(entries) if entries else ():
                starts.setdefault(node(role), (*way, role))
            self._known[person.pk] = {**entries, **self._closure(starts)}
        return self._known[person.pk]

    def _closure(self, starts: Mapping[str, Way]) -> Mapping[str, Way]:
        """Return every principal that can be reached, each with its shortest way."""
        found = dict(starts)
        frontier = set(found)
        for _step in range(MOST_STEPS):
            fresh: dict[str, Way] = {}
            for start, role in self._edges(frontier, found) if frontier else ():
                if node(role) not in found:
                    fresh.setdefault(node(role), (*found[start], role))
            found |= fresh
            frontier = set(fresh)
        return found

    def _edges(
        self, nodes: set[str], found: Mapping[str, Way]
    ) -> Iterator[tuple[str, str]]:
        """Yield (node, role it may become) for ``nodes``."""
        every = sorted(nodes)
        for start in range(0, len(every), AT_ONCE):
            for principal, role in _named_edges(every[start : start + AT_ONCE]):
                yield node(principal), role
        yield from self._account_edges(nodes, found)

    def _account_edges(
        self, nodes: set[str], found: Mapping[str, Way]
    ) -> Iterator[tuple[str, str]]:
        """Yield the same through trust in a whole account, where policies let them."""
        inside: dict[str, list[str]] = defaultdict(list)
        for each in sorted(nodes):
            inside[account_of(each)].append(each)
        trusting: dict[str, list[str]] = defaultdict(list)
        rows = _trusted().filter(
            principal_kind__in=WHOLE, principal_account__in=inside.keys() - {""}
        )
        for account_id, role in rows.values_list(
            "principal_account", "resource__arn"
        ).order_by("pk"):
            if node(role) not in found:
                trusting[account_id].append(role)
        self._holding.learn(each for account in trusting for each in inside[account])
        for account_id, roles in trusting.items():
            for role in roles:
                for each in inside[account_id]:
                    if self._holding.may_become(each, role):
                        yield each, role


def own_principals(person: User) -> list[str]:
    """Return the users, and the principals of grants, that are this person by name."""
    named = Q(pk__in=[])
    users = Q(pk__in=[])
    for name in called(person):
        if name:
            named |= Q(principal__iendswith=f"/{name}")
            users |= Q(name__iexact=name)
    rows = Grant.objects.current().filter(named, principal_kind__in=PERSONAL)
    own = Resource.objects.filter(users, resource_type=USER, ended_at=None)
    return sorted(
        {*rows.values_list("principal", flat=True), *own.values_list("arn", flat=True)}
    )


def _trusted() -> GrantQuerySet:
    """Return the grants that let somebody become a role."""
    return Grant.objects.current().filter(
        policy_kind=PolicyKind.TRUST, is_blocked=False
    )


def _named_edges(nodes: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Return (principal, role it may become) by trust that names the principals."""
    exact = Q(principal__in=nodes)
    for each in nodes:
        if ":role/" in each:
            # As a role, with its path, and as any session of it.
            account, _, name = each.partition(":role/")
            exact |= Q(principal__contains=f":iam::{account}:role/") & Q(
                principal__endswith=f"/{name}"
            )
            exact |= Q(principal__contains=f"::{account}:assumed-role/{name}/")
    trusted = _trusted().filter(exact, principal_kind__in=PRECISE)
    return trusted.values_list("principal", "resource__arn").order_by("pk").distinct()


def node(principal: str) -> str:
    """Return one name for a role and for all of its sessions; others keep theirs.

    A session's ARN leaves out the path of its role, so the path counts for nothing.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    parts = principal.split(":", 5)
    kind, _, name = parts[-1].partition("/")
    if kind == "role":
        return f"{parts[4]}:role/{name.rpartition('/')[2]}"
    if kind == "assumed-role":
        return f"{parts[4]}:role/{name.partition('/')[0]}"
    return principal


def called(person: User) -> tuple[str, str]:
    """Return the names that AWS may know a person by."""
    return person.username, person.email
