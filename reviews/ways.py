"""How a person could come to be a principal: role after role, as the map knows it.

Nobody decides on access that they could use. Which principals are a person's own is
told by their names, in AWS and in the directory of Identity Center; from there every
role that can be assumed, however many steps away.
AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from accessmap.models import Grant, User
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from reviews.conflict import PERSONAL, is_own_access
from reviews.directory import KINDS, Directory

Way = tuple[str, ...]  # the principals passed on it, the person's own first
PRECISE = frozenset({PrincipalKind.ROLE, *PERSONAL})
MOST_STEPS = 12


class Ways:
    """What each person can become; everybody is looked up once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[int, Mapping[str, Way]] = {}
        self._directory = Directory()

    def to(self, person: User, grant: Grant) -> Way | None:
        """Return how ``person`` can become the principal of ``grant``, or None.

        A grant to a whole account is nobody's own: it says nothing of who uses it.
        """
        if grant.principal_kind not in PRECISE | KINDS:
            return None
        if is_own_access(grant.principal_kind, grant.principal, called(person)):
            return (grant.principal,)
        way = self._of(person).get(node(grant.principal))
        # Another person's session of a role that is also mine is not my access.
        is_session = grant.principal_kind == PrincipalKind.SESSION
        return None if way is None or (is_session and len(way) == 1) else way

    def _of(self, person: User) -> Mapping[str, Way]:
        if person.pk not in self._known:
            starts: dict[str, Way] = {
                node(each): (each,) for each in own_principals(person)
            }
            entries = self._directory.entries(called(person))
            for way, role in self._directory.roles(entries) if entries else ():
                starts.setdefault(node(role), (*way, role))
            self._known[person.pk] = {**entries, **_closure(starts)}
        return self._known[person.pk]


def own_principals(person: User) -> list[str]:
    """Return the principals of current grants that are this person by name."""
    named = Q(pk__in=[])
    for name in called(person):
        if name:
            named |= Q(principal__iendswith=f"/{name}")
    rows = Grant.objects.current().filter(named, principal_kind__in=PERSONAL)
    return sorted(set(rows.values_list("principal", flat=True)))


def _closure(starts: Mapping[str, Way]) -> Mapping[str, Way]:
    """Return every principal that can be reached, each with its shortest way."""
    found = dict(starts)
    frontier = set(found)
    for _step in range(MOST_STEPS):
        fresh: dict[str, Way] = {}
        for principal, role in _edges(frontier) if frontier else ():
            if node(role) not in found:
                fresh.setdefault(node(role), (*found[node(principal)], role))
        found |= fresh
        frontier = set(fresh)
    return found


def _edges(nodes: set[str]) -> Iterable[tuple[str, str]]:
    """Yield (principal, role it may become) for the principals at ``nodes``."""
    exact = Q(principal__in=nodes)
    for each in nodes:
        if ":role/" in each:
            # As a role, with its path, and as any session of it.
            account, _, name = each.partition(":role/")
            exact |= Q(principal__contains=f":iam::{account}:role/") & Q(
                principal__endswith=f"/{name}"
            )
            exact |= Q(principal__contains=f"::{account}:assumed-role/{name}/")
    trusted = Grant.objects.current().filter(
        exact,
        policy_kind=PolicyKind.TRUST,
        is_blocked=False,
        principal_kind__in=PRECISE,
    )
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
