"""The powers of some roles and users, wherever they are: in a few queries, not for all.

The same as ``gather`` says of every caller, for who asks about a handful of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from accessmap.models import Account, Resource, Snapshot
from accessmap.reach.gather import CALLERS, OWN, Controls, controls_of, powers_from
from accessmap.reach.powers import Powers

GROUP, POLICY = "AWS::IAM::Group", "AWS::IAM::ManagedPolicy"
UNREAD = Controls((), are_read=False)
Texts = tuple[str, ...]


class Caller(NamedTuple):
    """A role or user, as its row tells it."""

    pk: int
    arn: str
    account_id: str
    name: str
    facts: Mapping[str, Any]


def callers_named(wanted: Collection[tuple[str, str]]) -> list[Caller]:
    """Return the roles and users that are now, by account and name."""
    rows = Resource.objects.filter(
        account_id__in={account_id for account_id, _name in wanted},
        name__in={name for _account_id, name in wanted},
        resource_type__in=CALLERS,
        ended_at=None,
    ).order_by("arn")
    found = rows.values_list("pk", "arn", "account_id", "name", "facts")
    return [
        caller
        for caller in map(Caller._make, found)
        if (caller.account_id, caller.name) in wanted
    ]


def powers_of_some(callers: Sequence[Caller]) -> dict[str, Powers]:
    """Return the powers of each of ``callers``, by ARN."""
    groups, policies = _groups(callers), _boundaries(callers)
    texts = _texts([each.pk for each in callers], groups.values(), policies.values())
    controls = _controls({each.account_id for each in callers})
    found = {}
    for each in callers:
        names = each.facts.get("groups", ())
        own = [each.pk, *(groups.get((each.account_id, name), 0) for name in names)]
        said = tuple(text for pk in own for text in texts.get(pk, ()))
        boundary = each.facts.get("boundary") or ""
        limit = texts.get(policies.get(boundary, 0)) if boundary else ()
        over = controls.get(each.account_id, UNREAD)
        found[each.arn] = powers_from(said, limit, over)
    return found


def _groups(callers: Iterable[Caller]) -> dict[tuple[str, str], int]:
    """Return the keys of the groups that they are in, by account and name."""
    names = {name for each in callers for name in each.facts.get("groups", ())}
    rows = Resource.objects.filter(
        resource_type=GROUP, ended_at=None, name__in=names
    ).values_list("account_id", "name", "pk")
    return {(account_id, name): pk for account_id, name, pk in rows}


def _boundaries(callers: Iterable[Caller]) -> dict[str, int]:
    """Return the keys of their boundaries, by ARN."""
    arns = {each.facts.get("boundary") or "" for each in callers} - {""}
    rows = Resource.objects.filter(resource_type=POLICY, ended_at=None, arn__in=arns)
    return dict(rows.values_list("arn", "pk"))


def _texts(*keys: Collection[int]) -> dict[int, Texts]:
    """Return the policies in force on some resources."""
    wanted = Q(resource__in={pk for each in keys for pk in each}, kind__in=OWN)
    rows = Snapshot.objects.current().filter(wanted).order_by("kind", "name")
    found: dict[int, list[str]] = defaultdict(list)
    for pk, body in rows.values_list("resource_id", "document__body").iterator():
        found[pk].append(bytes(body).decode("utf-8", errors="backslashreplace"))
    return {pk: tuple(texts) for pk, texts in found.items()}


def _controls(accounts: Collection[str]) -> dict[str, Controls]:
    """Return the SCPs of some accounts."""
    rows = Account.objects.filter(account_id__in=accounts)
    return {
        account_id: controls_of(scps, is_management=is_management)
        for account_id, is_management, scps in rows.values_list(
            "account_id", "is_management", "scps"
        )
    }
