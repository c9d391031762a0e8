"""From rows to nodes and edges: everything that the graph of reach is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from accessmap.models import (
    Account,
    Grant,
    NetworkKind,
    Resource,
    Snapshot,
)
from accessmap.models.newest import Newest
from accessmap.policy.action import matches
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict
from accessmap.reach.directory import KINDS as PEOPLE
from accessmap.reach.directory import Directory
from accessmap.reach.edges import Edges
from accessmap.reach.inside import Home, Inside
from accessmap.reach.join import Join, Members, Trust
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind
from accessmap.reach.network import join_networks
from accessmap.reach.nodes import Nodes
from accessmap.reach.party import party_key
from accessmap.reach.powers import ASSUME, Clauses, Powers, clauses, kind_of
from accessmap.reach.turns import Row, Turns

CALLERS = {"AWS::IAM::Role": NodeKind.ROLE, "AWS::IAM::User": NodeKind.USER}
OWN = (PolicyKind.INLINE, PolicyKind.MANAGED)
# Begin the types that are principals, policies or settings: nothing to be read there.
NO_RESOURCES = (
    "AWS::IAM::",
    "AWS::IdentityStore::",
    "AWS::SSO::",
    "AWS::S3::AccountPublicAccessBlock",
    *NetworkKind.values,
)


@dataclass(slots=True)
class Gathered:
    """The graph, before it is put into arrays."""

    nodes: Nodes = field(default_factory=Nodes)
    edges: Edges = field(default_factory=Edges)


def gather() -> Gathered:
    """Read all rows that are in force now."""
    found = Gathered()
    members = Account.objects.present().select_related("unit")
    accounts = list(members.order_by("account_id"))  # as the rows below come
    ids = [each.account_id for each in accounts]
    paths = {e.account_id: e.unit.path if e.unit else "" for e in accounts}
    join = Join(found.nodes, found.edges, Members(paths, with_callers_read()))
    documents, callers = Turns(_documents(), ids), Turns(_callers(), ids)
    for account in accounts:
        found.nodes.add(account.account_id, NodeKind.ACCOUNT, account.account_id)
        own, here = documents.of(account.account_id), callers.of(account.account_id)
        _take_callers(join, account, own, here)
    trusting: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for trust in trusts():
        join.trust(trust)
        if trust.principal_kind == PrincipalKind.SERVICE:
            trusting[trust.home][trust.principal].append(trust.target)
    join.finish()
    Directory(found.nodes, found.edges).join()
    join_networks(found.nodes, found.edges)
    resources = Turns(_resources(), ids)
    for account_id in ids:
        here = resources.of(account_id)
        _take_inside(join, account_id, here, trusting[account_id])
    return found


def with_callers_read(*account_ids: str) -> frozenset[str]:
    """Return the accounts all of whose roles, users, groups and policies were read.

    Only there can anybody say that there is no such role, or that it may not.
    """
    return Newest().read_whole("iam", *account_ids)


def _callers(**of: str) -> Iterator[Row]:
    """Yield roles and users by account, all or those ``of`` one."""
    rows = Resource.objects.filter(resource_type__in=CALLERS, ended_at=None, **of)
    told = rows.values_list("account_id", "pk", "arn", "resource_type", "facts")
    return told.order_by("account_id", "arn").iterator()


def _take_callers(
    join: Join, account: Account, documents: Iterable[Row], callers: Iterable[Row]
) -> None:
    carried, named = _carried(documents)
    controls = controls_of(account.scps, is_management=account.is_management)
    kept: dict[tuple[object, ...], int] = {}
    for _account_id, pk, arn, resource_type, facts in callers:
        groups = [carried.get(named.get(g, 0), ()) for g in facts.get("groups", ())]
        texts = (*carried.get(pk, ()), *(text for one in groups for text in one))
        boundary = facts.get("boundary") or ""
        key = (texts, boundary)
        if key not in kept:
            limit = carried.get(named.get(boundary, 0)) if boundary else ()
            kept[key] = join.number(powers_from(texts, limit, controls))
        join.caller(arn, CALLERS[resource_type], account.account_id, kept[key])


class Controls(NamedTuple):
    """The SCPs over an account, level by level; whether all could be understood."""

    levels: tuple[Clauses, ...]
    are_read: bool


def controls_of(
    scps: Sequence[Mapping[str, object]], *, is_management: bool
) -> Controls:
    """Return the SCPs of an account; they never restrain the management account.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    """
    told = [] if is_management else scps
    levels = [clauses(level.values()) for level in told]
    # Of a level that could not be understood nobody can say that it does not allow.
    understood = tuple(found for found, is_understood in levels if is_understood)
    return Controls(understood, len(understood) == len(levels))


def powers_from(
    texts: tuple[str, ...], boundary: tuple[str, ...] | None, controls: Controls
) -> Powers:
    """Return the powers of some documents; a boundary of None could not be read."""
    identity, is_read = clauses(texts)
    limit, is_limit_read = clauses(boundary or ())
    return Powers(
        identity,
        limit if boundary else None,
        controls.levels,
        is_read=(
            is_read and is_limit_read and boundary is not None and controls.are_read
        ),
    )


def powers_of(account_id: str) -> dict[str, Powers]:
    """Return the powers of every role and user of one member, by ARN."""
    account = Account.objects.get(account_id=account_id)
    join = Join(Nodes(), Edges(), Members({}, frozenset()))
    documents = _documents(resource__account_id=account_id)
    _take_callers(join, account, documents, _callers(account_id=account_id))
    keys = [each.key for each in join.nodes.all()]
    return {
        keys[node]: join.powers[number]
        for number, holders in join.holders[account_id].items()
        for node in holders
    }


def _documents(**of: str) -> Iterator[Row]:
    """Yield the own policies by account, all or those ``of`` one."""
    rows = Snapshot.objects.current().filter(kind__in=OWN, **of)
    told = rows.values_list(
        "resource__account_id",
        "resource_id",
        "resource__arn",
        "resource__name",
        "resource__resource_type",
        "document__body",
    )
    return told.order_by("resource__account_id", "kind", "name").iterator()


def _carried(
    documents: Iterable[Row],
) -> tuple[dict[int, tuple[str, ...]], dict[str, int]]:
    """Return the policies by resource, and groups and policies by their name."""
    found: dict[int, list[str]] = defaultdict(list)
    named: dict[str, int] = {}
    for _account_id, pk, arn, name, resource_type, body in documents:
        found[pk].append(bytes(body).decode("utf-8", errors="backslashreplace"))
        if resource_type == "AWS::IAM::Group":
            named[name] = pk
        elif resource_type == "AWS::IAM::ManagedPolicy":
            named[arn] = pk
    return {pk: tuple(texts) for pk, texts in found.items()}, named


def trusts() -> Iterator[Trust]:
    """Yield the grants that hold now and are not stopped, as the join needs them."""
    rows = (
        Grant.objects.current()
        .filter(is_blocked=False)
        .exclude(principal_kind__in=PEOPLE)  # whom the directory joins
        .order_by("pk")
        .values_list(
            "pk",
            "resource__arn",
            "resource__account_id",
            "principal_kind",
            "principal",
            "principal_account",
            "verdict",
            "policy_kind",
            "access_level",
            "is_conditional",
            "says__actions",
        )
    )
    for pk, arn, home, kind, who, account, *rest in rows.iterator(chunk_size=2000):
        verdict, policy_kind, level, is_conditional, actions = rest
        is_trust = policy_kind == PolicyKind.TRUST
        if is_trust and not _lets_become(actions):
            continue
        name, is_session = _role_of(who) if kind == PrincipalKind.SESSION else (who, 0)
        doubt = Doubt.CONDITION if is_conditional or is_session else Doubt.NONE
        yield Trust(
            arn,
            home,
            kind,
            name,
            account,
            party_key(kind, who, is_any=verdict == Verdict.ANY_ACCOUNT),
            pk,
            doubt,
            EdgeKind.BECOME if is_trust else kind_of(level),
            (ASSUME,) if is_trust else tuple(actions),
        )


def _lets_become(actions: Iterable[str]) -> bool:
    """Say whether a trust makes somebody the role: sts:TagSession alone does not."""
    return any(
        matches(each, ASSUME) or each.lower().startswith("sts:assumerole")
        for each in actions
    )


def _role_of(session: str) -> tuple[str, bool]:
    """Return the role that a session's ARN is of; a path is not told there.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-role-session
    """
    front, _, rest = session.partition(":assumed-role/")
    role = f"{front.replace(':sts:', ':iam:')}:role/{rest.partition('/')[0]}"
    return (role, True) if rest else (session, False)


def _resources() -> Iterator[Row]:
    """Yield what lies in the accounts, by account."""
    rows = Resource.objects.filter(ended_at=None).order_by("account_id", "arn")
    return rows.values_list("account_id", "arn", "resource_type").iterator()


def _take_inside(
    join: Join, account_id: str, here: Iterable[Row], trusting: Mapping[str, list[str]]
) -> None:
    resources: dict[str, list[str]] = defaultdict(list)
    roles: dict[str, int] = {}
    for _account_id, arn, resource_type in here:
        if resource_type == "AWS::IAM::Role":
            roles[arn] = join.nodes.add(arn, NodeKind.ROLE, account_id)
        elif not resource_type.startswith(NO_RESOURCES) and arn.startswith("arn:"):
            service = arn.split(":", 3)[2]
            # A key is used only as its own policy says, which is a grant.
            # https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
            if service != "kms":
                resources[service].append(arn)
    by_service = {
        service: [roles[arn] for arn in arns if arn in roles]
        for service, arns in trusting.items()
    }
    inside = Inside(
        join.nodes, join.edges, Home(account_id, resources, roles, by_service)
    )
    inside.hold()
    for powers, holders in join.holders[account_id].items():
        inside.join(join.powers[powers], holders)
