"""Under which conditions a grant holds, and what stops it."""

from __future__ import annotations

from accessmap.policy.explain.accounts import ACCOUNT_ID, account
from accessmap.policy.explain.clauses import Clause, clause
from accessmap.policy.explain.phrases import Language, Slot
from accessmap.policy.explain.spans import Spans
from accessmap.policy.grant import Blocker, Condition, Grant
from accessmap.policy.kinds import FederatedScope, PrincipalKind
from accessmap.policy.names import Names

_ACCOUNTS = frozenset({"account", "source-account", "access-point"})
# Every sign-in of the kind carries these, so they narrow nothing worth a word.
_PLAIN_AUDIENCES = frozenset(
    {"sts.amazonaws.com", "https://signin.aws.amazon.com/saml"}
)
_SAID_BY = {
    PrincipalKind.NETWORK: {"address", "vpc", "endpoint", "mount-target"},
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
    return language.say(phrase, conditions=language.joined(said))


def asked(language: Language, condition: Condition, names: Names) -> Spans:
    """Say what one condition asks for, as it stands after "if"."""
    found = clause(condition)
    slots: dict[str, Slot] = {
        "values": _values(language, found, names),
        "name": found.name,
        "key": found.key,
    }
    said = language.say(_phrase(language, found), **slots)
    return language.say("if.loose", clause=said) if found.is_loose else said


def _phrase(language: Language, found: Clause) -> str:
    """Return the phrase for a clause: of its topic, or of how it compares."""
    start = "unless" if found.is_negated else "if"
    is_plain = found.relation in {"equals", "like"}
    if found.topic:
        phrase = f"{start}.{found.topic}"
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
    return language.listed(found.values, "or")


def _is_said(grant: Grant, found: Clause) -> bool:
    """Say whether the subject of the sentence has said this condition already."""
    kind = grant.principal.kind
    if found.is_negated or found.is_loose or found.relation == "present":
        return False
    if kind is PrincipalKind.FEDERATED:
        if found.topic == "audience":
            return set(found.values) <= _PLAIN_AUDIENCES
        is_narrow = grant.federated_scope is not FederatedScope.ANY
        return found.topic == "subject" and is_narrow
    if found.topic not in _SAID_BY.get(kind, set()):
        return False
    return all(
        grant.principal.id.startswith(each.rstrip("*/")) for each in found.values
    )


def blocker(language: Language, what: Blocker) -> Spans:
    """Call what stops a grant."""
    phrase = f"blocker.{what.control}"
    if what.control == "deny" and not what.name:
        phrase = "blocker.deny.unnamed"
    if not language.has(phrase):
        return language.say("blocker.other", name=what.name or what.control)
    return language.say(phrase, name=what.name)
