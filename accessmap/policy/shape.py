"""Documents of one shape are decided once: equal but for whose account they stand in.

An organization repeats its documents in hundreds of accounts, each with its own account
id in it. So an answer is kept by the document with that id taken out, and put back with
the next one's. Where the id itself may matter (a pattern over digits, an outer control
that names the account) nothing is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple

from accessmap.policy.build import order
from accessmap.policy.grant import Condition, Grant, Principal
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.zone import ZoneOfTrust

MOST = 16_384  # the one used longest ago goes first
# NUL stands in no policy, so these stand for nothing else.
_HOME, _ARN = "\0a", "\0r"
_BY_DIGITS = re.compile(r"\d[*?]|[*?]\d|\$\{")

Shape = tuple[object, ...]


class Kept(NamedTuple):
    """An answer, and what in each of its grants tells the account it was found in."""

    subject: Subject
    found: Derivation
    told: tuple[Told, ...]


class Told(NamedTuple):
    """Where one grant tells the account or the ARN."""

    is_principal: bool
    is_objects: bool
    is_conditions: bool
    witness: tuple[str, ...]  # keys


class Shapes:
    """What was decided lately, for one zone of trust; no larger than it may be."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._zone: ZoneOfTrust | None = None
        self._kept: dict[Shape, Kept] = {}

    def derive(
        self, subject: Subject, zone: ZoneOfTrust, decide: Callable[[], Derivation]
    ) -> Derivation:
        """Return what ``decide`` says, or said of a document of the same shape."""
        shape = shape_of(subject, zone)
        if shape is None:
            return decide()
        if self._zone is not zone:
            self.forget()
            self._zone = zone
        if known := self._kept.pop(shape, None):
            self._kept[shape] = known  # last, as the one used lately
            return _moved(known, subject)
        found = decide()
        if is_movable(shape):
            self._kept[shape] = _kept(subject, found)
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return found

    def forget(self) -> None:
        """Drop everything that was decided."""
        self._zone, self._kept = None, {}


def shape_of(subject: Subject, zone: ZoneOfTrust) -> Shape | None:
    """Return what decides the answer, the account's id apart; None if the id does."""
    home, text = subject.account_id, subject.document
    if not home or subject.beside is not None:
        return None  # what stands beside may name the account as well
    if subject.rcps and not _is_told_by_text(subject):
        return None
    if not isinstance(text, str):
        try:
            text = json.dumps(text)
        except (TypeError, ValueError, RecursionError):
            return None
    if "\0" in text:
        return None
    if arn := subject.arn:
        text = text.replace(arn, _ARN)
    settings = subject.settings
    return (
        text.replace(home, _HOME),
        subject.resource_type,
        subject.kind,
        home in zone.accounts,
        bool(zone.canonical_ids) and home in zone.canonical_ids.values(),
        home == zone.management_account,
        zone.paths.get(home, ""),
        tuple(sorted(each for each in settings if settings[each])) if settings else (),
        tuple(subject.rcps.items()) if subject.rcps else (),
        "/aws-service-role/" in arn,  # RCPs do not reach it
        # The form of the ARN: partition and service bear on what callers there are.
        tuple(arn.split(":", 3)[:3]),
    )


def is_movable(shape: Shape) -> bool:
    """Say whether the answer is the same for every account of the shape.

    A pattern over digits may match one account's id and not another's.
    """
    text = str(shape[0]).replace(_HOME, "0").replace(_ARN, "0")
    return not _BY_DIGITS.search(text)


def _is_told_by_text(subject: Subject) -> bool:
    """Say whether the outer controls are text, and the same for every account."""
    return all(
        isinstance(each, str) and subject.account_id not in each
        for each in subject.rcps.values()
    )


def _kept(subject: Subject, found: Derivation) -> Kept:
    home, arn = subject.account_id, subject.arn

    def tells(*texts: str) -> bool:
        return any(home in each or bool(arn and arn in each) for each in texts)

    return Kept(
        subject,
        found,
        tuple(
            Told(
                tells(each.principal.id, each.principal.account_id),
                tells(*each.objects),
                any(tells(*one.values) for one in each.conditions),
                tuple(name for name, value in each.witness.items() if tells(value)),
            )
            for each in found.grants
        ),
    )


def _moved(kept: Kept, subject: Subject) -> Derivation:
    """Return an answer as it is for another subject of the same shape."""
    first, found, told = kept
    old, new = first.account_id, subject.account_id
    arn, own = first.arn, subject.arn

    def put(text: str) -> str:
        if arn and arn in text:
            text = text.replace(arn, own)
        return text.replace(old, new)

    grants = [
        _grant(*each, subject, put) for each in zip(found.grants, told, strict=True)
    ]
    if len(grants) > 1:
        grants.sort(key=order)
    return Derivation(tuple(grants), found.stale_principals, found.errors)


def _grant(
    grant: Grant, told: Told, subject: Subject, put: Callable[[str], str]
) -> Grant:
    who, objects, conditions = grant.principal, grant.objects, grant.conditions
    if told.is_principal:
        who = Principal(who.kind, put(who.id), put(who.account_id))
    if told.is_objects:
        objects = tuple(sorted(map(put, objects)))
    if told.is_conditions:
        conditions = tuple(
            sorted(
                Condition(one.operator, one.key, tuple(sorted(map(put, one.values))))
                for one in conditions
            )
        )
    witness = dict(grant.witness)
    for name in told.witness:
        witness[name] = put(witness[name])
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
