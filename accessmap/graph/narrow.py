"""From a filter to the grants it leaves: every word of the language as a query."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, IContains, LessThanOrEqual

from accessmap.graph.conditions import Demands
from accessmap.graph.filters import GrantFilter, end_of, moment, unused_since
from accessmap.graph.more_words import more_words, wider
from accessmap.graph.owners import as_written
from accessmap.models import Account, Counterparty, Flag, Grant, OrganizationalUnit
from accessmap.models.grant import GrantQuerySet
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from accessmap.verdicts import RANK

Values = tuple[str, ...]


def narrow(grants: GrantQuerySet, wanted: GrantFilter) -> GrantQuerySet:
    """Return those of ``grants`` that ``wanted`` asks for."""
    grants = _in_time(grants, wanted)
    if wanted.within != "yes":
        grants = grants.cross_account()
    if wanted.blocked:
        grants = grants.filter(is_blocked=wanted.blocked == "yes")
    for name, condition in CONDITIONS.items():
        if values := getattr(wanted, name):
            also = wider(name)
            met = condition(values)
            grants = grants.filter(met | also(values) if also else met)
    for name, values in wanted.more:
        grants = grants.filter(more_words()[name].condition(values))
    if wanted.unused:
        grants = grants.filter(_unused(wanted.unused))
    for word in wanted.search.split():
        grants = grants.filter(_found_somewhere(word))
    return grants


def matching(wanted: GrantFilter) -> GrantQuerySet:
    """Return all grants that ``wanted`` asks for."""
    return narrow(Grant.objects.all(), wanted)


def worst_first(grants: GrantQuerySet) -> GrantQuerySet:
    """Return grants in the order of every list: the worst verdict first."""
    whens = [When(verdict=slug, then=Value(rank)) for slug, rank in RANK.items()]
    rank = Case(*whens, default=Value(len(RANK)), output_field=IntegerField())
    ordered = grants.alias(rank=rank).order_by("rank", "resource__arn", "pk")
    return ordered.select_related("resource").prefetch_related("flags")


def _in_time(grants: GrantQuerySet, wanted: GrantFilter) -> GrantQuerySet:
    if wanted.since:
        grants = grants.filter(first_seen_at__gte=moment(wanted.since))
    if wanted.at:
        return grants.on(end_of(wanted.at))
    if wanted.state == "current":
        return grants.current()
    return grants.exclude(ended_at=None) if wanted.state == "ended" else grants


def _either_end(values: Values) -> Q:
    return Q(resource__account_id__in=values) | Q(principal_account__in=values)


def _flagged(values: Values) -> Q:
    # A subquery and not a join: a grant with two flags is still one line.
    flags = Flag.objects.all()
    if "any" not in values:
        flags = flags.filter(rule_id__in=values)
    return Q(pk__in=flags.values("grant"))


def in_units(values: Values) -> Q:
    """Return the grants of accounts in these units, and in those below."""
    paths = OrganizationalUnit.objects.filter(
        Q(unit_id__in=values) | Q(name__in=values)
    ).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(unit__path__startswith=path)
    accounts = Account.objects.filter(below)
    return Q(resource__account_id__in=accounts.values("account_id"))


def _owned(values: Values) -> Q:
    names = sorted(as_written(values))
    by_account = Account.objects.filter(
        Q(tags__Owner__in=names) | Q(tags__owner__in=names)
    )
    return (
        Q(resource__tags__Owner__in=names)
        | Q(resource__tags__owner__in=names)
        | Q(resource__account_id__in=by_account.values("account_id"))
    )


def _tagged(values: Values) -> Q:
    """Return what has one of these tags, itself or by its account."""
    found = Q(pk__in=[])
    for each in values:
        key, equals, text = each.partition("=")
        # Never a name of a lookup: a key of AWS may hold two underscores.
        if equals:
            ours: Q = Q(Exact(KeyTextTransform(key, "tags"), text))
            theirs: Q = Q(Exact(KeyTextTransform(key, "resource__tags"), text))
        else:
            ours, theirs = Q(tags__has_key=key), Q(resource__tags__has_key=key)
        accounts = Account.objects.filter(ours).values("account_id")
        found |= theirs | Q(resource__account_id__in=accounts)
    return found


def _unused(text: str) -> Q:
    """Return what lets become a role that nobody has used since.

    A role that was never used counts from the day it was made. Where AWS does not tell
    (every other kind of resource), nothing is known, and nothing is called unused.
    """
    since = unused_since(text).isoformat()
    used = KeyTextTransform("last_used_at", "resource__facts")
    made = KeyTextTransform("created_at", "resource__facts")
    never = Q(resource__facts__has_key="last_used_at", resource__facts__last_used_at="")
    never |= Q(resource__facts__last_used_at=None)
    long_ago = Q(LessThanOrEqual(used, since)) & ~never
    return Q(policy_kind=PolicyKind.TRUST) & (
        long_ago | never & Q(LessThanOrEqual(made, since))
    )


def _demanding(values: Values) -> Q:
    found = Q(pk__in=[])
    for each in values:
        found |= Q(Demands(each))
    return found


def _lacking(values: Values) -> Q:
    """Return what asks for none of these; only who becomes a role can bring one."""
    found = Q(policy_kind=PolicyKind.TRUST) & ~Q(principal_kind__in=WITHOUT_SECRETS)
    for each in values:
        found &= ~Q(Demands(each))
    return found


def _found_somewhere(word: str) -> Q:
    own = ExpressionWrapper(OuterRef("unit__path"), output_field=TextField())
    units = OrganizationalUnit.objects.alias(own=own).filter(
        name__icontains=word, own__startswith=F("path")
    )
    ours = Account.objects.filter(
        Q(name__icontains=word) | Exists(units) | _said_in("tags", word)
    ).values("account_id")
    theirs = Counterparty.objects.filter(name__icontains=word).values("account_id")
    return (
        Q(principal__icontains=word)
        | Q(resource__arn__icontains=word)
        | Q(resource__account_id__icontains=word)
        | Q(resource__account_id__in=ours)
        | Q(principal_account__in=ours)
        | Q(principal_account__in=theirs)
        | _said_in("resource__tags", word)
    )


def _said_in(field: str, word: str) -> Q:
    """Return where JSON holds a word; SQLite keeps it in ASCII."""
    written = {word, json.dumps(word)[1:-1]}
    found = Q(pk__in=[])
    for each in written:
        found |= Q(IContains(Cast(field, TextField()), each))
    return found


# They prove themselves otherwise: AWS itself, and who signs in through a provider.
WITHOUT_SECRETS = (PrincipalKind.SERVICE, PrincipalKind.FEDERATED)
CONDITIONS: dict[str, Callable[[Values], Q]] = {
    "verdict": lambda values: Q(verdict__in=values),
    "zone": lambda values: Q(zone__in=values),
    "kind": lambda values: Q(principal_kind__in=values),
    "type": lambda values: Q(resource__resource_type__in=values),
    "level": lambda values: Q(access_level__in=values),
    "flag": _flagged,
    "ou": in_units,
    "owner": _owned,
    "tag": _tagged,
    "condition": _demanding,
    "missing": _lacking,
    "account": _either_end,
    "source": lambda values: Q(principal_account__in=values),
    "target": lambda values: Q(resource__account_id__in=values),
    "principal": lambda values: Q(principal__in=values),
    "resource": lambda values: Q(resource__arn__in=values),
}
