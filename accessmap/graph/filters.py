"""The filter language of the address bar, the same wherever grants are chosen.

The map, the table, the command and the scope of a campaign speak it:

``?verdict=public&verdict=external&ou=Production&search=tanuki`` reads: the verdict is
one of these, *and* the account lies in that unit, *and* each word is found somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.policy.kinds import AccessLevel, PrincipalKind, Verdict, Zone

CHOICES: Mapping[str, tuple[str, ...]] = {
    "verdict": tuple(Verdict),
    "zone": tuple(Zone),
    "kind": tuple(PrincipalKind),
    "level": tuple(AccessLevel),
    "state": ("current", "ended", "all"),
    "blocked": ("yes", "no"),
    "within": ("yes", "no"),
}
SINGLE = frozenset({"search", "state", "blocked", "within", "at", "since"})
MOMENTS = ("at", "since")
DATE = len("2026-11-23")


class BadFilter(ValueError):
    """A filter that says nothing we know; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class GrantFilter:
    """Which grants. Within one field any value will do; fields narrow each other."""

    verdict: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()  # of principal
    type: tuple[str, ...] = ()  # of resource: AWS::S3::Bucket
    level: tuple[str, ...] = ()  # the highest access level
    flag: tuple[str, ...] = ()  # a rule's id, or ``any``
    ou: tuple[str, ...] = ()  # id or name of a unit; its units below too
    owner: tuple[str, ...] = ()  # the Owner tag of the resource or its account
    account: tuple[str, ...] = ()  # at either end
    source: tuple[str, ...] = ()  # the principal's account
    target: tuple[str, ...] = ()  # the resource's account
    principal: tuple[str, ...] = ()
    resource: tuple[str, ...] = ()  # ARN
    search: str = ""
    state: str = "current"
    blocked: str = ""
    within: str = "no"  # also grants within one account
    at: str = ""  # held then, whatever ``state`` says; a date means all of its day
    since: str = ""  # began at that moment or later

    @classmethod
    def of(cls, params: QueryDict | Mapping[str, Any]) -> GrantFilter:
        """Read a filter from an address, or from ``words()`` again; else BadFilter."""
        found: dict[str, Any] = {}
        for each in fields(cls):
            values = _values(params, each.name)
            if not values:
                continue
            _refuse_unknown(each.name, values)
            found[each.name] = (
                values[-1] if each.name in SINGLE else tuple(sorted(set(values)))
            )
        for name in MOMENTS:
            if name in found:
                moment(found[name])
        return cls(**found)

    def words(self) -> dict[str, str | list[str]]:
        """Return what differs from everything, as JSON can carry it."""
        plain = GrantFilter()
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value != getattr(plain, name)
        }

    def query(self, **changes: Any) -> str:
        """Return it as the part of an address behind the question mark."""
        return urlencode(replace(self, **changes).words(), doseq=True)

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is left out that would be shown without it."""
        return bool(self.words())


def moment(text: str) -> datetime:
    """Return a date or time of ISO 8601 as a moment; UTC where it names no zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadFilter(
            _("“%(text)s” is no date. Write it like 2026-11-23.") % {"text": text}
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def end_of(text: str) -> datetime:
    """Return a time as it is, and a date as the end of that day in the reader's zone.

    "The map on 1 March" has what was read on 1 March.
    """
    found = moment(text)
    if len(text) > DATE:
        return found
    begun = found.replace(tzinfo=timezone.get_current_timezone())
    return begun + timedelta(days=1, microseconds=-1)


def _values(params: QueryDict | Mapping[str, Any], name: str) -> list[str]:
    if isinstance(params, QueryDict):
        raw: Iterable[Any] = params.getlist(name)
    else:
        value = params.get(name) or ()
        raw = (value,) if isinstance(value, str) else value
    words = [str(each).strip() for each in raw]
    if name not in SINGLE:
        # Both ?verdict=a&verdict=b and ?verdict=a,b are written by people.
        words = [part.strip() for word in words for part in word.split(",")]
    return [word for word in words if word]


def _refuse_unknown(name: str, values: Sequence[str]) -> None:
    known = CHOICES.get(name)
    for value in values:
        if known is None or value in known:
            continue
        near = get_close_matches(value, known, n=1)
        hint = _(" Did you mean “%(near)s”?") % {"near": near[0]} if near else ""
        raise BadFilter(
            _("“%(value)s” is not a %(name)s. It takes one of: %(known)s.")
            % {"value": value, "name": name, "known": ", ".join(known)}
            + hint
        )
