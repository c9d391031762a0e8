"""The caller's half of a grant inside the organization: which limits let it pass.

Each limit is asked by itself, so that "trusted, but nobody can use it" says why.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.graph.gates import Answer, Gate
from accessmap.graph.limits import Asked, Limit, ask
from accessmap.models import Account
from accessmap.models.newest import Newest
from accessmap.policy.grant import Grant as Value
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from accessmap.reach.gather import powers_of, with_callers_read
from accessmap.reach.kinds import Doubt
from accessmap.reach.powers import ASSUME, Powers, uses_some

NAMED = frozenset({PrincipalKind.ROLE, PrincipalKind.USER, PrincipalKind.SESSION})


@dataclass(frozen=True, slots=True)
class CallersSide:
    """The caller's end: its gates, and one caller that surely gets past them."""

    gates: Sequence[Gate]
    able: str = ""  # an ARN


def callers_side(value: Value) -> CallersSide | None:
    """Return what stands at the caller's end; None: it is no account of ours."""
    account_id = value.principal.account_id
    account = Account.objects.present().filter(account_id=account_id).first()
    if account is None or value.resource_account == account_id:
        return None
    found = powers_of(account_id)
    if value.principal.kind in NAMED:
        found = {arn: own for arn, own in found.items() if _is_meant(value, arn)}
    callers = list(found.values())
    if not callers:
        return CallersSide([_nobody(value, account)])
    gates = [*_limits(value, account, callers), _session()]
    return CallersSide(gates, _able(value, found))


def _able(value: Value, found: Mapping[str, Powers]) -> str:
    """Return the first that may do what the grant's witness does, without a doubt."""
    action = value.witness.get("action", ASSUME)
    named = value.witness.get("resource", "")
    resource = named if named.startswith("arn:") else value.resource
    for arn, powers in sorted(found.items()):
        if powers.lets(action, resource) is Doubt.NONE:
            return arn
    return ""


def _is_meant(value: Value, arn: str) -> bool:
    """Say whether a caller is the one that is named; a session tells no path.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-role-session
    """
    _front, is_session, rest = value.principal.id.partition(":assumed-role/")
    if is_session:
        name = rest.partition("/")[0]
        return ":role/" in arn and arn.rpartition("/")[2] == name
    return arn == value.principal.id


def _nobody(value: Value, account: Account) -> Gate:
    """Say that there is no such caller, or that it was not read."""
    name = _("Identity policy")
    if not with_callers_read(account.account_id):
        reason = _("Its account was not read completely, so its policies are unknown.")
        return Gate(name, Answer.UNSEEN, reason)
    if value.principal.kind in NAMED:
        reason = _("There is no such role or user in its account now.")
    else:
        reason = _("There is no role or user in its account that could use it.")
    return Gate(name, Answer.STOPS, reason)


def _limits(
    value: Value, account: Account, callers: Sequence[Powers]
) -> Iterator[Gate]:
    names = {
        Limit.IDENTITY: _("Identity policy"),
        Limit.BOUNDARY: _("Permissions boundary"),
        Limit.SCP: _("SCPs"),
    }
    is_all_read = bool(with_callers_read(account.account_id))
    lets = partial(_passes, value)
    for asked in ask(callers, lets, is_all_read=is_all_read):
        if asked.limit is Limit.SCP and not asked.is_set:
            yield _no_scps(names[asked.limit], account)
        else:
            reason = _reason(asked, len(callers))
            yield Gate(names[asked.limit], asked.answer, reason)


def _no_scps(name: str, account: Account) -> Gate:
    """Say of an account of which no SCP is known that it has none, if they were read.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    """
    if account.is_management:
        never = _("Never apply to the management account.")
        return Gate(name, Answer.PASSES, never)
    if not Newest().read_whole("organization-policies"):
        unread = _("The organization's SCPs could not be read.")
        return Gate(name, Answer.UNSEEN, unread)
    return Gate(name, Answer.PASSES, _("None set."))


def _reason(asked: Asked, total: int) -> str:
    if not asked.is_set:
        return _("None set.")
    if asked.answer is Answer.PASSES:
        return _passing(asked.passed, total)
    if asked.answer is Answer.STOPS:
        return _stopped(asked.came)
    return _("Not all of it was read, and what was read does not let it.")


def _passes(value: Value, powers: Powers) -> bool:
    if value.policy_kind == PolicyKind.TRUST:
        return powers.lets(ASSUME, value.resource) is not None
    return uses_some(powers, tuple(value.actions), value.resource)


def _passing(count: int, total: int) -> str:
    if total == 1:
        return _("Lets the caller do it.")
    return ngettext(
        "%(n)s of %(all)s roles and users there may do it.",
        "%(n)s of %(all)s roles and users there may do it.",
        count,
    ) % {"n": count, "all": total}


def _stopped(count: int) -> str:
    if count == 1:
        return _("Does not let the caller do it: trusted, and yet unable.")
    said = _("Lets none of %(n)s roles and users do it: trusted, and yet unable.")
    return said % {"n": count}


def _session() -> Gate:
    """A session's own policy comes with the call and is kept nowhere.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
    """
    reason = _("Comes with the call and may only take away; AWS keeps none to read.")
    return Gate(_("Session policy"), Answer.UNSEEN, reason, is_of_call=True)
