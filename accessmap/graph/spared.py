"""Why a resource control policy that is in force does not deny a grant."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accessmap.policy.action import matches
from accessmap.policy.document import MalformedPolicy, Statement, parse
from accessmap.policy.grant import Grant as Value
from accessmap.policy.kinds import PrincipalKind, Zone

ORGANIZATION = frozenset({"aws:principalorgid", "aws:principalorgpaths"})
SERVICE = "aws:principalisawsservice"


def spared(value: Value, text: object) -> str:
    """Say it; where the reason is not plain, only that it does not."""
    try:
        denies = [each for each in parse(text).statements if not each.is_allow]
    except MalformedPolicy:
        return _("Does not deny this.")
    if not denies:
        return _("Denies nothing.")
    about = [each for each in denies if _speaks_of(each, value)]
    return _excepts(about, value) if about else _("Speaks of other actions.")


def _excepts(about: list[Statement], value: Value) -> str:
    values, keys = _excepted(about)
    account = value.principal.account_id
    if account and account in values:
        words = {"account": account}
        return _("Names %(account)s as an exception, without an end.") % words
    if value.principal.kind is PrincipalKind.SERVICE and SERVICE in keys:
        return _("Excepts AWS services.")
    is_ours = value.zone in {Zone.ORGANIZATION, Zone.SAME_ACCOUNT}
    if is_ours and keys & ORGANIZATION:
        return _("Excepts our organization.")
    return _("Denies such access only under conditions that this does not meet.")


def _speaks_of(statement: Statement, value: Value) -> bool:
    found = any(
        matches(one, action) or matches(action, one)
        for one in statement.actions
        for action in value.actions
    )
    return statement.is_not_action or found


def _excepted(statements: list[Statement]) -> tuple[set[str], set[str]]:
    """Return the values and the keys by which a Deny leaves somebody out."""
    tests = [
        test
        for each in statements
        for test in each.tests
        if "not" in test.operator.lower() or test.key.lower() == SERVICE
    ]
    values = {value for test in tests for value in test.values}
    return values, {test.key.lower() for test in tests}
