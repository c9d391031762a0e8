"""How the words of the filter language are called on pages, and what a form offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessmap.changes_look import SIGNS, UNCHANGED
from accessmap.graph.filters import DATE, GrantFilter, end_of
from accessmap.graph.more_words import more_words
from accessmap.language import reader_language
from accessmap.levels import LEVELS
from accessmap.models import OrganizationalUnit
from accessmap.policy.kinds import PrincipalKind, Zone
from accessmap.policy.rule import all_rules
from accessmap.verdicts import LOOKS

Text = str | Promise
LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "search": _("Search"),
        "verdict": _("Verdict"),
        "zone": _("Zone of trust"),
        "kind": _("Who is let in"),
        "type": _("Resource type"),
        "level": _("Strongest access"),
        "flag": _("Flag"),
        "ou": _("Organizational unit"),
        "owner": _("Owner"),
        "tag": _("Tagged with"),
        "condition": _("Asks for"),
        "missing": _("Does not ask for"),
        "unused": _("Unused"),
        "account": _("Account at either end"),
        "source": _("Account let in"),
        "target": _("Account of the resource"),
        "principal": _("Principal"),
        "resource": _("Resource"),
        "state": _("When"),
        "blocked": _("Blocked"),
        "within": _("Within one account too"),
        "at": _("The map on"),
        "since": _("Began since"),
        "before": _("Compared with"),
        "change": _("Change"),
    }
)
# Of an address, beside the words that choose grants: where, and what is compared.
BESIDE = ("unit", "before", "change")
ZONES: Mapping[str, Text] = MappingProxyType(
    {
        Zone.PUBLIC: _("Everybody"),
        Zone.EXTERNAL: _("Outside the organization"),
        Zone.ORGANIZATION: _("Inside the organization"),
        Zone.SERVICE: _("AWS service"),
        Zone.FEDERATED: _("Identity provider"),
        Zone.SAME_ACCOUNT: _("Same account"),
    }
)
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        PrincipalKind.PUBLIC: _("Everybody"),
        PrincipalKind.ACCOUNT: _("A whole account"),
        PrincipalKind.ROLE: _("A role"),
        PrincipalKind.USER: _("An IAM user"),
        PrincipalKind.SESSION: _("One session of a role"),
        PrincipalKind.ORGANIZATION: _("A whole organization"),
        PrincipalKind.UNIT: _("An organizational unit"),
        PrincipalKind.NETWORK: _("Whoever comes by a network"),
        PrincipalKind.SERVICE: _("An AWS service"),
        PrincipalKind.FEDERATED: _("People of an identity provider"),
        PrincipalKind.CANONICAL: _("An account by its canonical id"),
        PrincipalKind.PERSON: _("A person of Identity Center"),
        PrincipalKind.GROUP: _("A group of Identity Center"),
    }
)
CONDITIONS: Mapping[str, Text] = MappingProxyType(
    {"external-id": _("An external ID"), "mfa": _("MFA")}
)
STATES: Mapping[str, Text] = MappingProxyType(
    {"current": _("Held now"), "ended": _("Gone"), "all": _("Now or before")}
)
ANSWERS: Mapping[str, Text] = MappingProxyType({"yes": _("Yes"), "no": _("No")})
CHANGES: Mapping[str, Text] = MappingProxyType(
    {each.slug: each.word for each in (*SIGNS.values(), UNCHANGED)}
)
DAYS = (30, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Field:
    """One word as a control of a form: a list to choose from, or a line to write."""

    name: str
    label: Text
    options: Sequence[tuple[str, Text]]
    values: Sequence[str]  # what the address says
    hint: Text = ""

    @property
    def value(self) -> str:
        """Return what a line to write holds."""
        return ",".join(self.values)

    @property
    def is_own(self) -> bool:
        """Say whether the address says something that the list does not offer."""
        offered = {slug for slug, _word in self.options}
        return bool(self.options) and any(each not in offered for each in self.values)

    @property
    def is_several(self) -> bool:
        """Say whether the address says more than a list of one choice can show."""
        return bool(self.options) and len(self.values) > 1


def fields(wanted: GrantFilter) -> list[Field]:
    """Return the words that a page offers beside verdict, type, level and flag."""
    said = partial(_said, wanted)
    listed: list[tuple[str, Sequence[tuple[str, Text]]]] = [
        ("zone", list(ZONES.items())[:-1]),
        ("kind", list(KINDS.items())),
        ("ou", _units()),
        ("condition", list(CONDITIONS.items())),
        ("missing", list(CONDITIONS.items())),
        ("unused", [(str(days), _unused(str(days))) for days in DAYS]),
    ]
    brought = [
        Field(word.name, word.label, list(word.choices.items()), said(word.name))
        for word in more_words().values()
    ]
    lines = {
        "owner": _("Name or mail"),
        "tag": _("Environment=production"),
        "account": _("12 digits"),
    }
    return [
        *(Field(name, LABELS[name], each, said(name)) for name, each in listed),
        *brought,
        *(Field(name, LABELS[name], (), said(name), h) for name, h in lines.items()),
    ]


@dataclass(frozen=True, slots=True)
class Chip:
    """One word of an address in the reader's words, and the address without it."""

    label: Text
    says: str
    without: str


def beside(params: QueryDict) -> dict[str, list[str]]:
    """Return what an address says beside its filter."""
    said = {name: params.getlist(name) for name in BESIDE if params.get(name)}
    if "before" not in said:
        said.pop("change", None)  # nothing is compared
    return said


def chips(
    wanted: GrantFilter, more: Mapping[str, list[str]] = MappingProxyType({})
) -> Iterator[Chip]:
    """Yield what a filter says, word by word, so that each can be taken out.

    ``more`` is what stands beside it; the unit has a place of its own on the map.
    """
    brought = more_words()
    words = {**wanted.words(), **more}
    for name, found in words.items():
        if name == "unit":
            continue
        values = [found] if isinstance(found, str) else found
        label = brought[name].label if name in brought else LABELS[name]
        says = ", ".join(str(_in_words(name, each)) for each in values)
        # Without the date that is compared with, nothing is a change.
        out = {"before", "change"} if name == "before" else {name}
        kept = {each: value for each, value in words.items() if each not in out}
        yield Chip(label, says, urlencode(kept, doseq=True))


def _in_words(name: str, value: str) -> Text:
    """Return a value as people read it; a text of their own as it is."""
    if name in more_words():
        return more_words()[name].choices[value]
    match name:
        case "verdict":
            return LOOKS[value].word
        case "flag":
            rule = all_rules().get(value)
            return rule.title[reader_language()] if rule else gettext("Any flag")
        case "ou":
            unit = OrganizationalUnit.objects.filter(unit_id=value).first()
            return unit.name if unit else value
        case "unused" | "at" | "before" | "since":
            return _unused(value) if name == "unused" else _moment(value)
    words = {
        "zone": ZONES,
        "kind": KINDS,
        "level": dict(LEVELS),
        "condition": CONDITIONS,
        "missing": CONDITIONS,
        "state": STATES,
        "blocked": ANSWERS,
        "within": ANSWERS,
        "change": CHANGES,
    }
    return words.get(name, {}).get(value, value)


def _moment(text: str) -> str:
    found = localtime(end_of(text))
    return date_format(found, "DATE_FORMAT" if len(text) <= DATE else "DATETIME_FORMAT")


def _unused(text: str) -> str:
    if text.isdecimal():
        return gettext("for %(days)s days") % {"days": text}
    return gettext("since %(day)s") % {"day": text}


def _units() -> list[tuple[str, Text]]:
    units = OrganizationalUnit.objects.filter(ended_at=None)
    return [(each.unit_id, each.name) for each in units]


def _said(wanted: GrantFilter, name: str) -> Sequence[str]:
    found = wanted.words().get(name, [])
    return [found] if isinstance(found, str) else found
