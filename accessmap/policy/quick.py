"""The short way for plain documents: what they say can be read off.

Allows to exact principals, to everyone, to an organization, to a provider's tokens, and
the Deny without TLS that most buckets carry; conditions stand as they are. Most
documents of a real organization are like that. Whatever is not plainly plain takes the
long way; a test holds both ways to the same answer.
"""

from __future__ import annotations

from types import MappingProxyType

from accessmap.policy.build import objects_of, order, verdict
from accessmap.policy.grant import Condition, Grant, Principal
from accessmap.policy.kinds import PolicyKind, SourceZone, Zone
from accessmap.policy.opened import Opened, opened
from accessmap.policy.statement import ParsedDocument, Statement
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.together import OVER_TLS, stand_apart
from accessmap.policy.whom import NotPlain
from accessmap.policy.zone import ZoneOfTrust


def quick(
    subject: Subject, zone: ZoneOfTrust, document: ParsedDocument
) -> Derivation | None:
    """Return what a plain document says; None if it is not plain."""
    if subject.kind is PolicyKind.ACL:
        return None
    found: list[Opened] = []
    denies: list[Statement] = []
    try:
        for statement in document.statements:
            if statement.is_allow:
                found += opened(subject, zone, statement)
            else:
                denies.append(statement)
    except NotPlain:
        return None
    if (denies or len(document.statements) > 1) and not stand_apart(
        zone, found, denies
    ):
        return None
    extra = (OVER_TLS,) if denies else ()
    grants = [
        _grant(subject, each, each.principal, extra) for each in found if each.principal
    ]
    if len(grants) > 1:
        grants.sort(key=order)
    if len(grants) == len(found):
        return Derivation(tuple(grants))
    stale = {each.owner for each in found if not each.principal}
    return Derivation(tuple(grants), tuple(sorted(stale)))


def _grant(
    subject: Subject,
    each: Opened,
    principal: Principal,
    extra: tuple[Condition, ...],
) -> Grant:
    _, _, at, statement, form, _, scope = each
    conditions = extra
    if statement.tests:
        conditions = _conditions(each, extra)
    return Grant(  # by position, which takes half the time
        subject.arn,
        subject.resource_type,
        subject.account_id,
        subject.kind,
        principal,
        at,
        verdict(principal, at, conditions),
        form.actions,
        subject.resource_id,
        objects_of(subject.arn, statement) if statement.resources else (),
        form.levels,
        conditions,
        form.is_conditional or bool(extra),
        SourceZone.ANY if at is Zone.SERVICE else None,
        scope,
        (),
        (),
        False,  # noqa: FBT003
        (statement.position,),
        MappingProxyType(_witness(subject, each, is_over_tls=bool(extra))),
    )


def _conditions(each: Opened, extra: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return the tests in canonical form, but for the one that the principal tells."""
    form = each.form
    found = [
        Condition(how, name, values if len(values) == 1 else _once(values))
        for at, ((how, name), (_, _, values)) in enumerate(
            zip(form.spelled, each.statement.tests, strict=True)
        )
        if at != form.whose
    ]
    found += extra
    if len(found) > 1:
        found.sort()
    return tuple(found)


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _witness(subject: Subject, each: Opened, *, is_over_tls: bool) -> dict[str, str]:
    statement = each.statement
    named = statement.resources[0] if statement.resources else "*"
    found = {
        "action": each.form.action,
        "resource": subject.arn or "*" if named == "*" else named.replace("*", "x"),
        **each.keys,
    }
    for how, name, values in statement.tests:
        value = values[0]
        if how == "StringLike":
            value = value.replace("*", "x").replace("?", "x")
        found[name.lower()] = value
    if is_over_tls:
        found["aws:securetransport"] = "true"
    return found
