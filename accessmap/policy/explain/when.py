"""Under which conditions a grant holds, and what stops it."""

from __future__ import annotations

import re
from itertools import pairwise

from accessmap.policy.action import matches
from accessmap.policy.explain.accounts import ACCOUNT_ID, account
from accessmap.policy.explain.clauses import Clause, clause
from accessmap.policy.explain.phrases import Language, Slot
from accessmap.policy.explain.spans import Spans
from accessmap.policy.grant import Blocker, Condition, Grant
from accessmap.policy.key import ALWAYS_SIGNED
from accessmap.policy.kinds import FederatedScope, PrincipalKind, SourceZone
from accessmap.policy.names import Names

_ACCOUNTS = frozenset(
    {"home", "account", "source-account", "access-point", "endpoint-account"}
)
# Every sign-in of the kind carries these, so they narrow nothing worth a word.
_PLAIN_AUDIENCES = frozenset(
    {"sts.amazonaws.com", "https://signin.aws.amazon.com/saml"}
)
# The subject says already for whom the service acts.
_SOURCES = {
    "source-account": SourceZone.SAME_ACCOUNT,
    "source-organization": SourceZone.ORGANIZATION,
}
_MIDNIGHT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T00:00(?::00)?Z)?")
_MANY_DIGITS = 9
_SAID_BY = {
    PrincipalKind.NETWORK: {
        "address",
        "vpc",
        "endpoint",
        "endpoint-account",
        "endpoint-organization",
        "endpoint-unit",
        "mount-target",
    },
    PrincipalKind.ORGANIZATION: {"organization"},
    PrincipalKind.UNIT: {"unit"},
    PrincipalKind.ACCOUNT: {"account"},
    PrincipalKind.ROLE: {"principal"},
    PrincipalKind.USER: {"principal"},
    PrincipalKind.SESSION: {"principal"},
}


def when(language: Language, grant: Grant, names: Names) -> Spans:
    """Say the conditions that the rest of the sentence does not say yet."""
    said = [
        asked(language, each, names)
        for each in grant.conditions
        if not _is_said(grant, clause(each))
    ]
    if not said:
        return language.say("when.none")
    phrase = "when" if len(said) == 1 else "when.more"
    return language.say(phrase, conditions=language.joined(_less_wordy(language, said)))


def _less_wordy(language: Language, clauses: list[Spans]) -> list[Spans]:
    """Say "they" once where clauses that begin with it follow each other."""
    they = language.phrases["they"]
    found = clauses[:1]
    for before, each in pairwise(clauses):
        first, *rest = each
        if they and before[0].text.startswith(they) and first.text.startswith(they):
            first = first._replace(text=first.text.removeprefix(they))
        found.append((first, *rest))
    return found


def asked(language: Language, condition: Condition, names: Names) -> Spans:
    """Say what one condition asks for, as it stands after "if"."""
    found = clause(condition)
    slots: dict[str, Slot] = {
        "values": _values(language, found, names),
        "name": found.name,
        "key": found.key,
    }
    said = language.say(_phrase(language, found), **slots)
    if not found.is_loose:
        return said
    is_signed = condition.key.lower() in ALWAYS_SIGNED
    return language.say("if.unsigned" if is_signed else "if.loose", clause=said)


def _phrase(language: Language, found: Clause) -> str:
    """Return the phrase for a clause: of its topic, or of how it compares."""
    start = "unless" if found.is_negated else "if"
    is_plain = found.relation in {"equals", "like"}
    if found.topic:
        phrase = f"{start}.{found.topic}"
        if found.is_pattern and language.has(f"{phrase}.like"):
            return f"{phrase}.like"
        phrase = phrase if is_plain else f"{phrase}.{found.relation}"
        if language.has(phrase):
            return phrase
    return f"{start}.other" if is_plain else f"{start}.other.{found.relation}"


def _values(language: Language, found: Clause, names: Names) -> Spans:
    if found.topic in _ACCOUNTS:
        return language.listed(
            [
                account(language, names, each) if ACCOUNT_ID.match(each) else each
                for each in found.values
            ],
            "or",
        )
    if found.topic == "mfa-age":
        return language.listed([_duration(language, each) for each in found.values])
    if found.topic == "time":
        return language.listed([_date(language, each) for each in found.values])
    return language.listed(found.values, "or")


def _duration(language: Language, seconds: str) -> str:
    if not seconds.isdecimal() or len(seconds) > _MANY_DIGITS:
        return seconds
    count = int(seconds)
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if count > size and count % size == 0:
            return language.text(unit, count=str(count // size))
    return language.text("seconds", count=seconds)


def _date(language: Language, moment: str) -> str:
    """Say a day as people do; a time within the day stays as AWS writes it."""
    found = _MIDNIGHT.fullmatch(moment)
    if not found or not 1 <= int(found[2]) <= 12:  # noqa: PLR2004 - months
        return moment
    month = language.text(f"month.{int(found[2])}")
    return language.text("date", year=found[1], month=month, day=str(int(found[3])))


def _is_said(grant: Grant, found: Clause) -> bool:
    """Say whether the rest of the sentence has said this condition already."""
    kind = grant.principal.kind
    if found.is_negated or found.is_loose or found.relation == "present":
        return False
    if found.topic == "home":
        return found.values == (grant.resource_account,)
    if kind is PrincipalKind.FEDERATED:
        return _is_said_of_sign_in(grant, found)
    if kind is PrincipalKind.SERVICE and grant.principal.id != "*":
        return _SOURCES.get(found.topic) is (grant.source_zone or SourceZone.ANY)
    if found.topic not in _SAID_BY.get(kind, set()):
        return False
    itself = grant.principal.id
    return all(
        matches(value, itself) or matches(value, f"{itself}/") for value in found.values
    )


def _is_said_of_sign_in(grant: Grant, found: Clause) -> bool:
    if found.topic == "method":
        return set(found.values) == {"unauthenticated"}
    if found.topic == "audience":
        return set(found.values) <= _PLAIN_AUDIENCES
    is_narrow = grant.federated_scope is not FederatedScope.ANY
    is_all = set(found.values) <= {"*", "repo:*"}
    return found.topic == "subject" and (is_narrow or is_all)


def blocker(language: Language, what: Blocker) -> Spans:
    """Call what stops a grant."""
    phrase = f"blocker.{what.control}"
    if what.control == "deny" and not what.name:
        phrase = "blocker.deny.unnamed"
    if not language.has(phrase):
        return language.say("blocker.other", name=what.name or what.control)
    return language.say(phrase, name=what.name)
