from __future__ import annotations

import pytest

from accessmap.crawl.summary import lines, summary
from accessmap.models import Outcome
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db
LACKS = "AccessMap's role lacks kms:ListKeys in {}."


def said() -> str:
    return "\n".join(lines(summary(rows.first_crawl())))


def test_one_denial_in_many_accounts_is_told_once() -> None:
    accounts = [f"{number:012}" for number in range(1, 6)]
    for account_id in accounts:
        rows.make_coverage(
            account_id=account_id,
            collector="kms",
            outcome=Outcome.DENIED,
            reason=LACKS.format(account_id),
        )

    [told] = [line for line in said().splitlines() if "denied" in line]

    assert told.startswith(f"  denied    {', '.join(accounts[:3])} and 2 more: kms.")


def test_a_count_stands_beside_what_is_unknown() -> None:
    kind = "AWS::KMS::Key"
    for account_id, outcome in (
        (PAYMENTS, Outcome.COMPLETE),
        (SHOP, Outcome.THROTTLED),
    ):
        rows.make_coverage(
            account_id=account_id, collector="kms", resource_type=kind, outcome=outcome
        )

    [told] = [line for line in said().splitlines() if kind in line]

    assert told.endswith("in 1 place; 1 place unknown")


def test_gaps_of_one_reason_are_told_together() -> None:
    coverage = rows.make_coverage(collector="s3")
    for name in ("a", "b"):
        rows.make_gap(coverage, f"arn:aws:s3:::{name}", reason="Its policy denies.")

    [told] = [line for line in said().splitlines() if "gap" in line]

    assert "arn:aws:s3:::a, arn:aws:s3:::b. Its policy denies." in told
