"""An answer with marks in the places of the accounts that it names: a mould.

Poured out with what other marks stand for, it is the answer for another document of the
same shape.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from accessmap.policy.build import order
from accessmap.policy.grant import Condition, Grant, Principal
from accessmap.policy.shape import ACCOUNT_IDS, EXTERNAL_ID
from accessmap.policy.subject import Derivation, Subject

_EXTERNAL_ID_KEY = "sts:externalid"
Marks = dict[str, str]  # mark → what it stands for


class GrantMould(NamedTuple):
    """One grant, with marks wherever it names something that has one."""

    grant: Grant
    is_who: bool  # there are marks in the principal,
    is_objects: bool  # in the objects,
    is_conditions: bool  # in the conditions,
    witness: dict[str, str]
    marked: tuple[str, ...]  # and at these keys of the witness


class Mould(NamedTuple):
    """All grants of one answer.

    ``strangers`` are accounts that a witness comes from because nobody names them.
    """

    grants: tuple[GrantMould, ...]
    stale: tuple[str, ...]
    strangers: frozenset[str]


def mould_of(found: Derivation, marks: Marks) -> Mould | None:
    """Return the mould of an answer; None if something in it can have no mark."""
    if found.errors:
        return None
    # An ARN may hold the account's id, so it goes first.
    places = [(each, mark) for mark, each in reversed(marks.items()) if each]
    # An external ID may be any word, so it has a mark only where one is asked for.
    names = [each for each in places if each[1] != EXTERNAL_ID]
    has_external_id = len(names) < len(places)
    moulds = tuple(
        _mould(each, names, has_external_id=has_external_id) for each in found.grants
    )
    for each in moulds:
        told = str((each.grant.actions, each.grant.blocked_by, each.grant.unknown))
        if any(name in told for name, _mark in names):
            return None
    witnesses = " ".join(value for each in moulds for value in each.witness.values())
    strangers = frozenset(ACCOUNT_IDS.findall(witnesses))
    return Mould(moulds, found.stale_principals, strangers)


def poured(mould: Mould, subject: Subject, marks: Marks) -> Derivation | None:
    """Return the answer for ``subject``; None if it names a stranger of the mould's."""
    grants, stale, strangers = mould
    if strangers and not strangers.isdisjoint(marks.values()):
        return None
    if len(grants) == 1:
        return Derivation((_poured(grants[0], subject, marks),), stale)
    several = [_poured(each, subject, marks) for each in grants]
    several.sort(key=order)
    return Derivation(tuple(several), stale)


def _mould(
    grant: Grant, names: list[tuple[str, str]], *, has_external_id: bool
) -> GrantMould:
    def put(text: str) -> str:
        for name, mark in names:
            text = text.replace(name, mark)
        return text

    kind, name, account_id = grant.principal
    who = Principal(kind, put(name), put(account_id))
    objects = tuple(map(put, grant.objects))
    conditions = tuple(
        Condition(
            each.operator,
            each.key,
            (EXTERNAL_ID,)
            if has_external_id and each.key.lower() == _EXTERNAL_ID_KEY
            else tuple(map(put, each.values)),
        )
        for each in grant.conditions
    )
    witness = {name: put(value) for name, value in grant.witness.items()}
    if has_external_id and _EXTERNAL_ID_KEY in witness:
        witness[_EXTERNAL_ID_KEY] = EXTERNAL_ID
    return GrantMould(
        grant._replace(principal=who, objects=objects, conditions=conditions),
        who != grant.principal,
        objects != grant.objects,
        conditions != grant.conditions,
        witness,
        tuple(name for name, value in witness.items() if "\0" in value),
    )


def _poured(mould: GrantMould, subject: Subject, marks: Marks) -> Grant:
    grant, is_who, is_objects, is_conditions, fixed, marked = mould
    who, objects, conditions = grant.principal, grant.objects, grant.conditions
    if is_who:
        who = Principal(who.kind, _put(who.id, marks), _put(who.account_id, marks))
    if is_objects:
        objects = tuple(sorted(_put(each, marks) for each in objects))
    if is_conditions:
        conditions = _conditions(conditions, marks)
    witness = fixed.copy()
    for name in marked:
        witness[name] = _put(witness[name], marks)
    return Grant(  # by position, which takes half the time
        subject.arn,
        grant.resource_type,
        subject.account_id,
        grant.policy_kind,
        who,
        grant.zone,
        grant.verdict,
        grant.actions,
        subject.resource_id,
        objects,
        grant.access_levels,
        conditions,
        grant.is_conditional,
        grant.source_zone,
        grant.federated_scope,
        grant.blocked_by,
        grant.unknown,
        grant.is_approximate,
        grant.statements,
        MappingProxyType(witness),
    )


def _conditions(
    conditions: tuple[Condition, ...], marks: Marks
) -> tuple[Condition, ...]:
    found = [
        Condition(how, name, tuple(sorted([_put(each, marks) for each in values])))
        for how, name, values in conditions
    ]
    found.sort()
    return tuple(found)


def _put(text: str, marks: Marks) -> str:
    """Return a text with what its marks stand for."""
    if text in marks:
        return marks[text]
    for mark, value in marks.items():
        if mark in text:
            text = text.replace(mark, value)
    return text
