"""By what a node is searched, beside its key: names, owners, tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accessmap.models import Account, Counterparty, OrganizationalUnit, Resource
from accessmap.reach.directory import PEOPLE
from accessmap.reach.gather import CALLERS


def lines() -> dict[str, str]:
    """Return key → words, for every node that has some."""
    found: dict[str, str] = {}
    for account in Account.objects.all().iterator():
        found[account.account_id] = f"{account.name} {_told(account.tags)}"
    for counterparty in Counterparty.objects.all():
        found[counterparty.account_id] = counterparty.name
    for unit in OrganizationalUnit.objects.all():
        found[unit.path] = unit.name
    people = Resource.objects.filter(resource_type__in=PEOPLE, ended_at=None)
    for arn, name, facts in people.values_list("arn", "name", "facts").iterator():
        more = (facts.get("user_name", ""), *facts.get("emails", ()))
        found[arn] = " ".join([name, *more])
    found |= dict(_named_otherwise())
    rows = Resource.objects.filter(ended_at=None).exclude(tags={})
    for arn, tags in rows.values_list("arn", "tags").iterator():
        found[arn] = f"{found.get(arn, '')} {_told(tags)}"
    return found


def _named_otherwise() -> Iterator[tuple[str, str]]:
    """Yield the resources whose name their ARN does not hold, as of keys."""
    rows = Resource.objects.filter(ended_at=None).exclude(
        resource_type__in=[*PEOPLE, *CALLERS]
    )
    for arn, name in rows.values_list("arn", "name").iterator():
        if name and name not in arn:
            yield arn, name


def _told(tags: Mapping[str, str]) -> str:
    return " ".join(f"{key}={value}" for key, value in sorted(tags.items()))
