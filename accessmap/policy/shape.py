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

from accessmap.policy.build import order
from accessmap.policy.grant import Condition, Grant, Principal
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.zone import ZoneOfTrust

MOST = 16_384  # the one used longest ago goes first
# NUL stands in no policy, so these stand for nothing else.
_HOME, _ARN = "\0a", "\0r"
_BY_DIGITS = re.compile(r"\d[*?]|[*?]\d|\$\{")

Shape = tuple[object, ...]
Kept = tuple[Subject, Derivation]


class Shapes:
    """What was decided lately, for one zone of trust; no larger than it may be."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._zone: ZoneOfTrust | None = None
        self._kept: dict[Shape, Kept] = {}

    def derive(
        self,
        subject: Subject,
        zone: ZoneOfTrust,
        decide: Callable[[Subject, ZoneOfTrust], Derivation],
    ) -> Derivation:
        """Return what ``decide`` says, or said of a document of the same shape."""
        shape = shape_of(subject, zone)
        if shape is None:
            return decide(subject, zone)
        if self._zone is not zone:
            self.forget()
            self._zone = zone
        kept = self._kept
        known = kept.pop(shape, None) or (subject, decide(subject, zone))
        kept[shape] = known  # last, as the one used lately
        if len(kept) > MOST:
            del kept[next(iter(kept))]
        first, found = known
        return found if first is subject else _moved(first, found, subject)

    def forget(self) -> None:
        """Drop everything that was decided."""
        self._zone, self._kept = None, {}


def shape_of(subject: Subject, zone: ZoneOfTrust) -> Shape | None:
    """Return what decides the answer, the account's id apart; None if the id does."""
    if not subject.account_id or not _is_told_by_text(subject):
        return None
    text = subject.document
    if not isinstance(text, str):
        try:
            text = json.dumps(text)
        except (TypeError, ValueError, RecursionError):
            return None
    if "\0" in text or _BY_DIGITS.search(text):
        return None
    arn, home = subject.arn, subject.account_id
    if arn:
        text = text.replace(arn, _ARN)
    return (
        text.replace(home, _HOME),
        subject.resource_type,
        subject.kind,
        home in zone.accounts,
        home in zone.canonical_ids.values(),
        home == zone.management_account,
        zone.paths.get(home, ""),
        tuple(sorted(name for name, is_on in subject.settings.items() if is_on)),
        tuple(subject.rcps.items()),
        # The form of the ARN: partition and service bear on what callers there are.
        ":".join(arn.split(":", 3)[:3]),
    )


def _is_told_by_text(subject: Subject) -> bool:
    """Say whether the outer controls are text, and the same for every account."""
    return all(
        isinstance(each, str) and subject.account_id not in each
        for each in subject.rcps.values()
    )


def _moved(first: Subject, found: Derivation, subject: Subject) -> Derivation:
    """Return an answer as it is for another subject of the same shape."""
    old, new = first.account_id, subject.account_id

    def put(text: str) -> str:
        if first.arn and first.arn in text:
            text = text.replace(first.arn, subject.arn)
        return text.replace(old, new)

    grants = sorted((_grant(each, subject, put) for each in found.grants), key=order)
    return found._replace(grants=tuple(grants))


def _grant(grant: Grant, subject: Subject, put: Callable[[str], str]) -> Grant:
    who = grant.principal
    conditions = (
        Condition(each.operator, each.key, tuple(sorted(map(put, each.values))))
        for each in grant.conditions
    )
    return grant._replace(
        resource=subject.arn,
        resource_account=subject.account_id,
        resource_id=subject.resource_id,
        principal=Principal(who.kind, put(who.id), put(who.account_id)),
        objects=tuple(sorted(map(put, grant.objects))),
        conditions=tuple(sorted(conditions)),
        witness=MappingProxyType({k: put(v) for k, v in grant.witness.items()}),
    )
