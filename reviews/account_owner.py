"""Who answers for an account: by its tag, else by the list of owners."""

from __future__ import annotations

from collections.abc import Sequence

from accessmap.graph.owners import owner_tag
from accessmap.models import Account
from reviews import labels
from reviews.judged import Owner, people_called
from reviews.lifecycle import Rule
from reviews.models import Ownership


def account_owner(account: Account) -> Owner | None:
    """Return the first whom a rule names, in the order in which reviews ask.

    The list's line for the nearest unit comes before its line for the account.
    """
    if tag := owner_tag(account.tags):
        person = people_called([tag]).get(tag.casefold())
        return Owner(str(person or tag), labels.RULE[Rule.ACCOUNT_TAG], person)
    rules = {**dict.fromkeys(_units(account), Rule.UNIT), account.account_id: Rule.LIST}
    lines = Ownership.objects.current().filter(key__in=rules).select_related("owner")
    listed = {line.key: line.owner for line in lines}
    for key, rule in rules.items():
        if person := listed.get(key):
            return Owner(str(person), labels.RULE[rule], person)
    return None


def _units(account: Account) -> Sequence[str]:
    """Return the units that an account is in, the nearest first."""
    path = account.unit.path if account.unit else ""
    return list(reversed(path.strip("/").split("/")))
