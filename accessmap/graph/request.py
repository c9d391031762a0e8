"""The request that shows what a grant lets through, as a reader takes it.

The engine's witness tells every key of one request. Of these a reader needs who asks,
for what, with what in hand, and what decides; and no caller that we made up ourselves
where real ones are known, or a word for them where they are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from accessmap.graph.gates import Answer, Gate
from accessmap.graph.marked import MarkedPolicy
from accessmap.models import Grant
from accessmap.policy.grant import Grant as Value
from accessmap.policy.key import PRINCIPAL, RESOURCE, SERVICE
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Zone
from accessmap.reach.powers import ASSUME

POLICIES = frozenset({PolicyKind.TRUST, PolicyKind.RESOURCE})
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
SIMULATED = frozenset(
    {
        "AWS::S3::Bucket",
        "AWS::SQS::Queue",
        "AWS::SNS::Topic",
        "AWS::Glacier::Vault",
    }
)
OURS = frozenset({Zone.ORGANIZATION, Zone.SAME_ACCOUNT})
# What tells a caller apart from others of the same account.
_OF_ONE = ("aws:principaltag/", "aws:username", "aws:sourceidentity")
_TOLD = frozenset(
    {
        "sts:externalid",
        "aws:multifactorauthpresent",
        "aws:sourceip",
        "aws:vpcsourceip",
    }
)


class Name(StrEnum):
    """What a line tells."""

    CALLER = "caller"
    ACTION = "action"
    ON = "on"
    WITH = "with"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the request. ``example`` is the piece that stands for any other."""

    name: Name
    text: str
    example: str = ""

    @property
    def before(self) -> str:
        """Return the text but for the example, with which it ends."""
        return self.text.removesuffix(self.example)

    @property
    def word(self) -> str:
        """Return the name of the line in words."""
        return {
            Name.CALLER: _("caller"),
            Name.ACTION: _("action"),
            Name.ON: _("on"),
            Name.WITH: _("with"),
            Name.DECISION: _("decision"),
        }[self.name]


@dataclass(frozen=True, slots=True)
class Shown:
    """A request, and what stops it in spite of the policy."""

    lines: Sequence[Line]
    stopped_by: str = ""
    can_be_simulated: bool = False


def request_of(
    row: Grant, policy: MarkedPolicy, *, gates: Sequence[Gate] = (), able: str = ""
) -> Shown | None:
    """Return the request to show; None: no policy says it, or nobody knows one.

    ``gates`` are those of both ends; ``able`` is a caller that surely gets past them.
    """
    value = row.value
    if row.has_ended or not policy.statement_count or not value.witness:
        return None
    if value.policy_kind not in POLICIES:
        return None
    stopped_by = next(
        (e.name for e in gates if e.answer is Answer.STOPS and not e.is_partial), ""
    )
    lines = [
        _caller(value, able),
        Line(Name.ACTION, value.witness.get("action", "")),
        Line(Name.ON, _resource(value)),
        *_with(value),
        Line(Name.DECISION, _decision(value, policy, stopped_by)),
    ]
    is_user = value.principal.kind in {PrincipalKind.ACCOUNT, PrincipalKind.USER}
    return Shown(
        lines,
        stopped_by,
        can_be_simulated=value.resource_type in SIMULATED and is_user,
    )


def _resource(value: Value) -> str:
    """Return what is asked for; an ``x`` that stands for any text names nothing."""
    named = value.witness.get("resource", "")
    return named if named.startswith("arn:") else value.resource


def _caller(value: Value, able: str) -> Line:
    principal = value.principal
    said = value.witness.get("principal", "")
    if principal.kind is PrincipalKind.ACCOUNT:
        return _of_account(value, said, able)
    if principal.kind is PrincipalKind.ORGANIZATION:
        said = _("any role or user of the organization %(id)s") % {"id": principal.id}
    elif principal.kind is PrincipalKind.UNIT:
        said = _("any role or user of the unit %(id)s") % {"id": principal.id}
    elif principal.kind is PrincipalKind.PUBLIC:
        is_signed = said.startswith("arn:")
        said = _("anyone with an account") if is_signed else _("anyone, not signed in")
    elif principal.kind is PrincipalKind.FEDERATED:
        said = _("whom %(provider)s signs in") % {"provider": principal.id}
    return Line(Name.CALLER, said or principal.id)


def _of_account(value: Value, said: str, able: str) -> Line:
    if able and not _asks_for_one(value):
        return Line(Name.CALLER, able)
    if value.zone in OURS:
        words = {"account": value.principal.id}
        some = _("a role or user of %(account)s that may") % words
        return Line(Name.CALLER, some)
    return Line(Name.CALLER, said, "anyone" if said.endswith("/anyone") else "")


def _asks_for_one(value: Value) -> bool:
    """Say whether a condition tells apart callers of the same account."""
    keys = {each.key.lower() for each in value.conditions}
    return any(
        each.startswith(_OF_ONE) or each in {"aws:principalarn", "aws:userid"}
        for each in keys
    )


def _with(value: Value) -> Iterator[Line]:
    """Yield what the caller has in hand, and that it needs nothing else."""
    witness = value.witness
    needs = []
    if witness.get("action") == ASSUME:
        external = witness.get("sts:externalid", "")
        with_it = _("the external ID %(id)s") % {"id": external}
        needs.append(with_it if external else _("no external ID"))
    if value.zone not in {Zone.SERVICE, Zone.FEDERATED}:
        if value.zone is not Zone.PUBLIC:
            has_mfa = witness.get("aws:multifactorauthpresent") == "true"
            needs.append(_("MFA") if has_mfa else _("no MFA"))
        needs.append(_from(value))
    needs += [
        f"{each.key} {witness[each.key.lower()]}"
        for each in value.conditions
        if _is_more(each.key.lower()) and each.key.lower() in witness
    ]
    if needs:
        yield Line(Name.WITH, ", ".join(dict.fromkeys(needs)))


def _from(value: Value) -> str:
    """Return the address of the request, where a condition asks for one."""
    if not any("sourceip" in each.key.lower() for each in value.conditions):
        return _("from any address")
    address = value.witness.get("aws:sourceip") or value.witness.get("aws:vpcsourceip")
    return _("from %(address)s") % {"address": address or "?"}


def _is_more(key: str) -> bool:
    """Say whether a key tells what the other lines do not."""
    return key not in _TOLD | RESOURCE | SERVICE | PRINCIPAL


def _decision(value: Value, policy: MarkedPolicy, stopped_by: str) -> str:
    at = value.statements[0] + 1 if value.statements else 1
    name = next(filter(None, policy.sids), "") or str(at)
    words = {"statement": name, "gate": stopped_by}
    if stopped_by:
        said = _("Allow, by statement %(statement)s alone; %(gate)s stops it")
    else:
        said = _("Allow, by statement %(statement)s")
    return said % words
