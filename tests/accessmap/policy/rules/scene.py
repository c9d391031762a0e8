"""What a rule is asked in these tests: a grant of the cast, and its circumstances."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accessmap.policy.grant import Grant
from accessmap.policy.rule import Circumstances, all_rules
from accessmap.policy.zone import ZoneOfTrust
from tests import cast

NOW = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)
ZONE = ZoneOfTrust(
    organization_id=cast.ORGANIZATION,
    accounts=frozenset({cast.MANAGEMENT, cast.PAYMENTS, cast.SHOP, cast.SECURITY}),
    management_account=cast.MANAGEMENT,
    former_accounts=frozenset({cast.KAPPA}),
)


def said(rule_id: str, grant: Grant, **circumstances: Any) -> dict[str, str] | None:
    """Return the arguments of the flag that the rule raises, or None."""
    context = Circumstances(**{"zone": ZONE, "now": NOW, **circumstances})
    flag = all_rules()[rule_id].flag(grant, context)
    return dict(flag.arguments) if flag else None


def allowing(*actions: str, on: str = "*", but: tuple[str, ...] = ()) -> Any:
    """Return an identity policy, less what a Deny takes."""
    statements = [{"Effect": "Allow", "Action": list(actions), "Resource": on}]
    if but:
        statements.append({"Effect": "Deny", "Action": list(but), "Resource": "*"})
    return {"Version": "2012-10-17", "Statement": statements}
