"""The filter language of the address bar, the same wherever grants are chosen.

The map, the table, the command and the scope of a campaign speak it:

``?verdict=public&verdict=external&ou=Production&search=tanuki`` reads: the verdict is
one of these, *and* the account lies in that unit, *and* each word is found somewhere.
docs/filters.md has every word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.graph.conditions import KEYS
from accessmap.graph.more_words import more_words
from accessmap.policy.kinds import AccessLevel, PrincipalKind, Verdict, Zone
from accessmap.policy.rule import all_rules

CHOICES: Mapping[str, tuple[str, ...]] = {
    "verdict": tuple(Verdict),
    "zone": tuple(Zone),
    "kind": tuple(PrincipalKind),
    "level": tuple(AccessLevel),
    "condition": tuple(KEYS),
    "missing": tuple(KEYS),
    "state": ("current", "ended", "all"),
    "blocked": ("yes", "no"),
    "within": ("yes", "no"),
}
SINGLE = frozenset({"search", "state", "blocked", "within", "at", "since", "unused"})
WHOLE = SINGLE | {"tag"}  # a comma in these is one of the text
ACCOUNTS = ("account", "source", "target")
ACCOUNT_ID = re.compile(r"[0-9]{12}")
DATE = len("2026-11-23")
SECOND = re.compile(r":[0-9]{2}:[0-9]{2}")
LONGEST = 3650  # days


class BadFilter(ValueError):
    """A filter that says nothing we know; the message is a sentence for people."""


class NoDate(BadFilter):
    """What is written where a date belongs is none."""


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
    tag: tuple[str, ...] = ()  # of the resource or its account: Key, or Key=value
    condition: tuple[str, ...] = ()  # asks for one of these
    missing: tuple[str, ...] = ()  # asks for none of these, and could
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
    unused: str = ""  # for so many days, or since a date, by all that AWS tells
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()  # words that others bring

    @classmethod
    def of(cls, params: QueryDict | Mapping[str, Any]) -> GrantFilter:
        """Read a filter from an address, or from ``words()`` again; else BadFilter."""
        found: dict[str, Any] = {}
        for each in fields(cls):
            values = _values(params, each.name) if each.name != "more" else []
            if not values:
                continue
            _refuse_unknown(each.name, values)
            found[each.name] = (
                values[-1] if each.name in SINGLE else tuple(sorted(set(values)))
            )
        return cls(**found, more=tuple(_brought(params)))

    def words(self) -> dict[str, str | list[str]]:
        """Return what differs from everything, as JSON can carry it."""
        plain = GrantFilter()
        found = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if name != "more" and value != getattr(plain, name)
        }
        return {**found, **{name: list(values) for name, values in self.more}}

    def query(self, **changes: Any) -> str:
        """Return it as the part of an address behind the question mark."""
        return urlencode(replace(self, **changes).words(), doseq=True)

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is left out that would be shown without it."""
        return bool(self.words())


def choices_of(
    params: QueryDict | Mapping[str, Any], name: str, known: Sequence[str]
) -> list[str]:
    """Return what an address says of a word that is none of grants; else BadFilter."""
    values = _values(params, name)
    _refuse_others(name, values, known)
    return values


def moment(text: str) -> datetime:
    """Return a date or time of ISO 8601 as a moment; UTC where it names no zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise NoDate(
            _("“%(text)s” is no date. Write it like 2026-11-23.") % {"text": text}
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _past(text: str, found: datetime) -> datetime:
    """Return the moment that ``text`` names, unless it is still to come."""
    if found > timezone.now():
        raise BadFilter(
            _(
                "“%(text)s” is still to come, and nothing is known of it. "
                "Name a day that has begun, or none for what is granted now."
            )
            % {"text": text}
        )
    return found


def has_zone(text: str) -> bool:
    """Say whether a date or time names its zone."""
    return datetime.fromisoformat(text).tzinfo is not None


def unused_since(text: str) -> datetime:
    """Return since when nothing was used: a date, or so many days back from now."""
    if not text.isdecimal():
        try:
            return _since(text)
        except NoDate as error:
            raise BadFilter(
                _("“%(text)s” is no number of days. Write it like 90, or 2026-11-23.")
                % {"text": text}
            ) from error
    if int(text) > LONGEST:
        raise BadFilter(
            _("“%(text)s” days are too many. It takes %(most)s at most.")
            % {"text": text, "most": LONGEST}
        )
    return timezone.now() - timedelta(days=int(text))


def end_of(text: str) -> datetime:
    """Return the end of what is named, a day in the reader's zone, or now if earlier.

    "The map on 1 March" has what was read on 1 March. Crawls begin at a fraction of a
    second: who names its second, or its minute, means that crawl too.
    """
    return min(whole_end_of(text), timezone.now())


def whole_end_of(text: str) -> datetime:
    """Return the same, also where what is named has not ended yet."""
    begun = moment(text)
    if not has_zone(text):  # a time of the reader's clock, as forms send it
        begun = begun.replace(tzinfo=timezone.get_current_timezone())
    begun = _past(text, begun)
    if len(text) <= DATE:
        span = timedelta(days=1)
    elif begun.microsecond:
        return begun
    else:
        span = timedelta(seconds=1 if SECOND.search(text) else 60)
    return begun + span - timedelta(microseconds=1)


def _since(text: str) -> datetime:
    return _past(text, moment(text))


IN_TIME: Mapping[str, Callable[[str], datetime]] = {
    "at": end_of,
    "since": _since,
    "unused": unused_since,
}


def _values(params: QueryDict | Mapping[str, Any], name: str) -> list[str]:
    if isinstance(params, QueryDict):
        raw: Iterable[Any] = params.getlist(name)
    else:
        value = params.get(name) or ()
        raw = (value,) if isinstance(value, str) else value
    words = [str(each).strip() for each in raw]
    if name not in WHOLE:
        # Both ?verdict=a&verdict=b and ?verdict=a,b are written by people.
        words = [part.strip() for word in words for part in word.split(",")]
    return [word for word in words if word]


def _brought(
    params: QueryDict | Mapping[str, Any],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word that somebody else brought and the address says."""
    for name, word in more_words().items():
        if values := _values(params, name):
            _refuse_others(name, values, tuple(word.choices))
            yield name, tuple(sorted(set(values)))


def _refuse_unknown(name: str, values: Sequence[str]) -> None:
    """Refuse what a word does not take: a slip must not look like an empty list."""
    if name in CHOICES:
        _refuse_others(name, values, CHOICES[name])
    elif name == "flag":
        _refuse_others(name, values, ("any", *all_rules()))
    elif name in IN_TIME:
        IN_TIME[name](values[-1])
    for value in values:
        if name in ACCOUNTS and not ACCOUNT_ID.fullmatch(value):
            raise BadFilter(
                _("“%(value)s” is no account. Write its 12 digits.") % {"value": value}
            )
        if name == "tag" and not value.partition("=")[0].strip():
            raise BadFilter(
                _("“%(value)s” is no tag. Write it like Environment=production.")
                % {"value": value}
            )


def _refuse_others(name: str, values: Sequence[str], known: Sequence[str]) -> None:
    for value in values:
        if value in known:
            continue
        near = get_close_matches(value, known, n=1)
        hint = _(" Did you mean “%(near)s”?") % {"near": near[0]} if near else ""
        raise BadFilter(
            _("“%(value)s” is not a %(name)s. It takes one of: %(known)s.")
            % {"value": value, "name": name, "known": ", ".join(known)}
            + hint
        )
