"""What a person can become through IAM Identity Center, as the crawl read it.

An assignment gives a person or a group a permission set in an account; AWS keeps a role
for it there, which nobody else can become.
https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q

from accessmap.models import Grant, Resource
from accessmap.policy.kinds import PrincipalKind

PERSON = "AWS::IdentityStore::User"
GROUP = "AWS::IdentityStore::Group"
KINDS = frozenset({PrincipalKind.PERSON, PrincipalKind.GROUP})
SAID = "Identity Center"
# The name of the permission set, and 16 digits that AWS adds.
RESERVED = re.compile(r"::(\d{12}):role/.*AWSReservedSSO_(.+)_[0-9a-f]{16}$")


class Directory:
    """People and groups, and the roles that AWS keeps for what they are assigned."""

    def entries(self, names: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of a person and of their groups, each with the way to it."""
        found: dict[str, tuple[str, ...]] = {}
        for unique_id, name in self._people(names):
            found[unique_id] = (f"{name} ({SAID})",)
            for group_id, group in self._groups(unique_id):
                found.setdefault(group_id, (*found[unique_id], group))
        return found

    def known_as(self, names: Collection[str]) -> frozenset[str]:
        """Return every name and id that AWS knows a person by, in lower case."""
        found = {each.casefold() for each in names if each}
        for unique_id, facts in self._rows(names):
            called = {unique_id, facts.get("user_name", ""), *facts.get("emails", ())}
            found |= {each.casefold() for each in called if each}
        return frozenset(found)

    def roles(
        self, entries: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield every role that the entries are assigned, with the way to it."""
        rows = Grant.objects.current().filter(
            principal__in=entries, principal_kind__in=KINDS, is_blocked=False
        )
        told = rows.order_by("pk").values_list(
            "principal", "resource__account_id", "resource__name"
        )
        for principal, account_id, name in told:
            for role in self._reserved.get((account_id, name), ()):
                yield entries[principal], role

    def _people(self, names: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield id and name of who is called so."""
        for unique_id, facts in self._rows(names):
            yield unique_id, facts["name"]

    def _rows(self, names: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield id and facts of who is called so; JSON is compared again in Python."""
        wanted = {each.casefold() for each in names if each}
        like = Q(pk__in=[])
        for each in wanted:
            like |= Q(facts__user_name__iexact=each) | Q(facts__emails__icontains=each)
            like |= Q(unique_id__iexact=each)
        rows = Resource.objects.filter(like, resource_type=PERSON, ended_at=None)
        for unique_id, name, facts in rows.order_by("arn").values_list(
            "unique_id", "name", "facts"
        ):
            called = {unique_id, facts.get("user_name", ""), *facts.get("emails", ())}
            if wanted & {each.casefold() for each in called}:
                yield unique_id, {**facts, "name": name}

    def _groups(self, person: str) -> Iterator[tuple[str, str]]:
        """Yield id and name of the groups that a person belongs to."""
        rows = Resource.objects.filter(
            facts__members__icontains=person, resource_type=GROUP, ended_at=None
        )
        for unique_id, name, facts in rows.order_by("arn").values_list(
            "unique_id", "name", "facts"
        ):
            if person in facts.get("members", ()):
                yield unique_id, name

    @cached_property
    def _reserved(self) -> Mapping[tuple[str, str], list[str]]:
        """Return account and permission set → its roles, read or only trusted."""
        mark = "AWSReservedSSO_"
        read = Resource.objects.filter(
            resource_type="AWS::IAM::Role", ended_at=None, name__startswith=mark
        ).values_list("arn", flat=True)
        trusted = Grant.objects.current().filter(
            principal_kind=PrincipalKind.ROLE, principal__contains=mark
        )
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for arn in sorted({*read, *trusted.values_list("principal", flat=True)}):
            if match := RESERVED.search(arn):
                found[match[1], match[2]].append(arn)
        return found


def members(name: str) -> Iterator[str]:
    """Yield the names and addresses of who is in the group of that name."""
    groups = Resource.objects.filter(
        resource_type=GROUP, ended_at=None, name__iexact=name
    )
    ids = [
        each
        for facts in groups.values_list("facts", flat=True)
        for each in facts.get("members", ())
    ]
    people = Resource.objects.filter(
        resource_type=PERSON, ended_at=None, unique_id__in=ids
    )
    for facts in people.order_by("arn").values_list("facts", flat=True):
        yield facts.get("user_name", "")
        yield from facts.get("emails", ())
