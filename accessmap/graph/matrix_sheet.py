"""The coverage matrix as lines of a table: all accounts, and not one page of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from accessmap.graph.knowledge import coverage_by_account
from accessmap.graph.matrix import cells, title, unit_name
from accessmap.models import Account
from accessmap.models.coverage import CoverageQuerySet

AT_ONCE = 200  # accounts


def collectors_of(newest: CoverageQuerySet) -> list[str]:
    """Return what was read anywhere; the organization itself is read once."""
    rows = newest.of_accounts().order_by("collector")
    return list(rows.values_list("collector", flat=True).distinct())


def header(collectors: Sequence[str]) -> list[str]:
    """Return the names of the columns."""
    return [_("Account"), _("Name"), _("Unit"), *map(title, collectors)]


def lines(
    accounts: Sequence[Account], newest: CoverageQuerySet, collectors: Sequence[str]
) -> Iterator[list[str]]:
    """Yield each account with how each kind was read, in the words of the page."""
    rest = iter(accounts)
    while part := list(islice(rest, AT_ONCE)):
        coverage = coverage_by_account([each.account_id for each in part], newest)
        for each in part:
            found = cells(collectors, coverage.get(each.account_id, ()))
            says = [cell.says for _title, cell in found]
            yield [each.account_id, each.name, unit_name(each), *says]
