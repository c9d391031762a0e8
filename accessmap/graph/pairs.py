"""What is gone beside what took its place: the two ends of one change.

Grants never change: an edited policy ends one and begins another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from accessmap.policy.overlap import IN_ACCOUNT

Line = tuple[int, str, str, str]


class Row(NamedTuple):
    """What is compared of a grant's row: its words are read only to be shown."""

    pk: int
    fingerprint: str
    resource: int
    policy_kind: str
    principal_kind: str
    principal: str
    principal_account: str
    verdict: str
    account_id: str
    collector: str
    region: str
    arn: str
    name: str
    statements: Sequence[int]

    @property
    def line(self) -> Line:
        """Return between whom, and in which policy."""
        return (self.resource, self.policy_kind, self.principal_kind, self.principal)

    @property
    def near(self) -> Line:
        """Return the same of the principal's account, whoever of it is named."""
        if not self.principal_account or self.principal_kind not in IN_ACCOUNT:
            return self.line
        return (self.resource, self.policy_kind, "", self.principal_account)


COLUMNS = (
    *("pk", "fingerprint", "resource_id", "policy_kind", "principal_kind"),
    *("principal", "principal_account", "verdict", "resource__account_id"),
    *("resource__collector", "resource__region", "resource__arn", "resource__name"),
    "says__statements",
)


def paired(
    gone: Iterable[Row], come: Iterable[Row]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Yield each row that is gone beside the one that took its place, if any did.

    The same principal comes first; of what is left, the same account, where one came
    for one that is gone, or both stand in the same statement.
    """
    left, right = list(gone), list(come)
    for pair in (_same_principal, _same_account):
        found = list(pair(left, right))
        taken = {row.pk for both in found for row in both}
        left = [row for row in left if row.pk not in taken]
        right = [row for row in right if row.pk not in taken]
        yield from found
    yield from ((row, None) for row in left)
    yield from ((None, row) for row in right)


def _same_principal(gone: list[Row], come: list[Row]) -> Iterator[tuple[Row, Row]]:
    for before, after in _lines(gone, come, attrgetter("line")):
        yield from zip(before, after, strict=False)


def _same_account(gone: list[Row], come: list[Row]) -> Iterator[tuple[Row, Row]]:
    for before, after in _lines(gone, come, attrgetter("near")):
        if len(before) == len(after) == 1:
            yield before[0], after[0]
            continue
        for old, new in _lines(before, after, lambda row: tuple(row.statements or ())):
            if len(old) == len(new) == 1:
                yield old[0], new[0]


def _lines(
    gone: Iterable[Row], come: Iterable[Row], told: Callable[[Row], Hashable]
) -> Iterable[tuple[list[Row], list[Row]]]:
    """Return what is gone and what came, by what is ``told`` of it."""
    lines: dict[Hashable, tuple[list[Row], list[Row]]]
    lines = defaultdict(lambda: ([], []))
    for row in gone:
        lines[told(row)][0].append(row)
    for row in come:
        lines[told(row)][1].append(row)
    return lines.values()
