"""The coverage matrix: every account by every collector, and how each cell was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.aws.collector import all_collectors
from accessmap.models import Account, Coverage, Outcome
from accessmap.models.coverage import CoverageQuerySet
from accessmap.policy.explain.nouns import SERVICES

OLD = timedelta(days=1)


class Shade(StrEnum):
    """What a cell shows."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNREAD = "unread"
    OFF = "off"  # nothing was asked but regions that are off
    OLD = "old"
    NOTHING = "nothing"  # read completely, and there was nothing
    ELSEWHERE = "elsewhere"  # read once, in another account, for all of them


@dataclass(frozen=True, slots=True)
class Cell:
    """How one collector fared in one account, over all regions."""

    shade: Shade
    read: int = 0  # regions read completely …
    asked: int = 0  # … of those that are on
    items: int = 0
    gaps: int = 0
    collector: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether it was read to the end, and nothing was there."""
        is_old = self.shade is Shade.OLD and not self.items
        return is_old or self.shade is Shade.NOTHING

    @property
    def says(self) -> str:
        """Return the cell in words, for who cannot see it."""
        counts = {"read": self.read, "asked": self.asked, "gaps": self.gaps}
        if self.shade == Shade.PARTIAL and self.gaps:
            return _("%(gaps)d resources could not be read") % counts
        if self.shade == Shade.PARTIAL:
            return _("%(read)d of %(asked)d regions read") % counts
        words = {
            Shade.UNREAD: _("Could not be read: unknown, not empty"),
            Shade.OFF: _("Only regions that are off were asked: the rest is unknown"),
            Shade.OLD: _("Complete, and older than a day"),
            Shade.NOTHING: _("Complete; nothing there"),
            Shade.ELSEWHERE: _("Read once, for the whole organization"),
        }
        complete = _("Complete, %(items)d resources") % {"items": self.items}
        return words.get(self.shade, complete)


@dataclass(frozen=True, slots=True)
class Line:
    """One account with its cells, in the order of the columns."""

    account: Account
    cells: tuple[tuple[str, Cell], ...]

    @property
    def empty(self) -> list[tuple[str, Cell]]:
        """Return the cells of what was read to the end, where nothing was."""
        return [each for each in self.cells if each[1].is_empty]

    @property
    def unread(self) -> list[tuple[str, Cell]]:
        """Return the cells of what could not be read at all."""
        return [each for each in self.cells if each[1].shade is Shade.UNREAD]

    @property
    def rest(self) -> list[tuple[str, Cell]]:
        """Return the other cells: each has something to say of its own."""
        folded = (*self.empty, *self.unread)
        return [each for each in self.cells if each not in folded]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns, and lines by the name of the unit they are in."""

    columns: tuple[tuple[str, str], ...] = ()  # collector, its title
    units: tuple[tuple[str, tuple[Line, ...]], ...] = field(default=())


def matrix(
    accounts: Iterable[Account],
    coverage: Mapping[str, Sequence[Coverage]],
    *,
    only: str = "",
    now: datetime | None = None,
) -> Matrix:
    """Return the matrix of some accounts, with the newest word about each of them.

    Where ``only`` names a collector, it has that column and no other.
    """
    collectors = sorted(
        {
            row.collector
            for rows in coverage.values()
            for row in rows
            # The organization is read once, and not in every account.
            if row.service != "organizations"
        },
        key=rank,
    )
    if only:
        collectors = [only]
    lines = [
        Line(
            account,
            cells(collectors, coverage.get(account.account_id, ()), now),
        )
        for account in sorted(accounts, key=place)
    ]
    by_unit = groupby(lines, key=lambda each: unit_name(each.account))
    return Matrix(
        columns=tuple((name, title(name)) for name in collectors),
        units=tuple((unit, tuple(found)) for unit, found in by_unit),
    )


# What AWS calls its services, where that is more than a word in capitals.
NAMES = MappingProxyType(
    {
        **{each: SERVICES[each] for each in ("codebuild", "dynamodb", "events")},
        **{each: SERVICES[each] for each in ("logs", "secretsmanager")},
        "apigateway": "API Gateway",
        "codeartifact": "CodeArtifact",
        "dynamodbstreams": "DynamoDB Streams",
        "event_rules": "EventBridge Rules",
        "iot": "IoT",
        "kafka": "MSK",
        "lakeformation": "Lake Formation",
        "opensearch": "OpenSearch",
        "rolesanywhere": "Roles Anywhere",
        "s3_multi_region": "S3 Multi-Region",
        "schemas": "EventBridge Schemas",
        "servicecatalog": "Service Catalog",
    }
)
# The columns one looks for stand first; the others follow by name.
FIRST = (
    *("iam", "s3", "kms", "secretsmanager", "lambda", "sqs", "sns", "ecr"),
    *("ebs", "images", "rds", "ram", "events", "backup"),
)
SHORT = 3  # AWS writes its short names in capitals


def rank(collector: str) -> tuple[int, str]:
    """Return where a collector's column stands: what grants the most is first."""
    first = FIRST.index(collector) if collector in FIRST else len(FIRST)
    return first, title(collector).casefold()


def title(collector: str) -> str:
    """Return a collector's name as a heading: IAM, S3, Access Analyzer."""
    words = collector.strip("_").split("_")
    return NAMES.get(collector) or " ".join(
        word.upper() if len(word) <= SHORT else word.capitalize() for word in words
    )


def unit_name(account: Account) -> str:
    """Return the name of the unit an account is in."""
    return account.unit.name if account.unit else _("No unit")


def place(account: Account) -> tuple[bool, str, str, str, str]:
    """Return where an account stands in every list: by unit, the root first."""
    unit = account.unit
    where = (
        (unit.parent_id is not None, unit.name, unit.path) if unit else (True, "", "")
    )
    return (*where, account.name, account.account_id)


def cells(
    collectors: Sequence[str], rows: Sequence[Coverage], now: datetime | None = None
) -> tuple[tuple[str, Cell], ...]:
    """Return the cells of one account, in the order of ``collectors``."""
    by_collector: dict[str, list[Coverage]] = defaultdict(list)
    for row in rows:
        by_collector[row.collector].append(row)
    moment = (now or timezone.now()) - OLD
    found = {
        name: cell(here, moment) if (here := by_collector[name]) else _elsewhere(name)
        for name in collectors
    }
    return tuple(
        (title(name), replace(one, collector=name)) for name, one in found.items()
    )


def _elsewhere(collector: str) -> Cell:
    """Return the cell of an account in which nothing was asked of ``collector``."""
    return Cell(Shade.ELSEWHERE if is_read_once(collector) else Shade.UNREAD)


def is_read_once(collector: str) -> bool:
    """Say whether it is asked in one account, for the whole organization."""
    known = all_collectors().get(collector)
    return known is not None and known.is_organization_wide


def lacking(
    accounts: Iterable[Account], collector: str, newest: CoverageQuerySet
) -> list[Account]:
    """Return the accounts in which something of ``collector`` was not read.

    Where nothing was asked of an account, that is not read either.
    """
    rows = newest.of_accounts().filter(collector=collector).order_by()
    asked = set(rows.values_list("account_id", flat=True))
    lost = set(rows.incomplete().values_list("account_id", flat=True))
    if is_read_once(collector):
        return [each for each in accounts if each.account_id in lost]
    return [
        each
        for each in accounts
        if each.account_id in lost or each.account_id not in asked
    ]


def cell(rows: Sequence[Coverage], oldest: datetime) -> Cell:
    """Return one cell from the newest word about each region."""
    asked = [row for row in rows if row.outcome != Outcome.REGION_OFF]
    regions = {row.region for row in asked}
    counts: dict[str, Any] = {
        "read": len(regions - {row.region for row in asked if not row.is_complete}),
        "asked": len(regions),
        "items": sum(row.item_count for row in asked),
        "gaps": sum(row.gap_count for row in asked),
    }
    # A scope that was listed to the end and has gaps is read in part.
    some = any(row.outcome == Outcome.COMPLETE for row in asked)
    if rows and not asked:
        return Cell(Shade.OFF, **counts)
    if not some:
        return Cell(Shade.UNREAD, **counts)
    if not all(row.is_complete for row in asked):
        return Cell(Shade.PARTIAL, **counts)
    if any(row.finished_at < oldest for row in asked):
        return Cell(Shade.OLD, **counts)
    return Cell(Shade.COMPLETE if counts["items"] else Shade.NOTHING, **counts)
