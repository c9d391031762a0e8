"""The registry of rules: one file in ``rules/`` is one rule, and nothing else to edit.

A rule looks at one grant in its context and answers with a flag, or None.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import MappingProxyType

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.zone import ZoneOfTrust


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a rule may know beside the grant itself.

    ``max_session_seconds`` and ``last_used_at`` are of the role that is granted; None
    where unknown. ``is_role_use_known`` tells "never used" from "we cannot tell".
    ``used_by`` are the ARNs of those who became the role; None where not all was read.
    ``is_logged`` tells whether some trail keeps what happens in the role's account;
    None where that is not known.
    """

    zone: ZoneOfTrust
    now: datetime
    stale_principals: tuple[str, ...] = ()
    statement: Mapping[str, object] = field(
        default_factory=lambda: MappingProxyType({})
    )
    max_session_seconds: int | None = None
    last_used_at: datetime | None = None
    is_role_use_known: bool = False
    created_at: datetime | None = None
    identity_documents: tuple[object, ...] = ()  # what the role itself may do
    sensitive_accounts: frozenset[str] = (
        frozenset()
    )  # management, security, log archive
    used_by: frozenset[str] | None = None
    is_logged: bool | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """What one rule says about one grant: arguments fill the rule's sentences."""

    rule_id: str
    severity: Severity
    arguments: tuple[tuple[str, str], ...] = ()


Check = Callable[[Grant, Circumstances], Mapping[str, str] | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, with its words in both languages; ``{name}`` marks an argument."""

    id: str
    severity: Severity
    title: Mapping[str, str]  # language → a few words, for a tag
    sentence: Mapping[str, str]  # language → one sentence
    fix: Mapping[str, str]  # language → what to do about it
    reference: str  # the AWS page
    check: Check

    def flag(self, grant: Grant, circumstances: Circumstances) -> Flag | None:
        """Return the flag that this rule raises on ``grant``, or None."""
        arguments = self.check(grant, circumstances)
        if arguments is None:
            return None
        return Flag(self.id, self.severity, tuple(sorted(arguments.items())))

    def said(self, arguments: Mapping[str, object], language: str) -> str:
        """Return the rule's sentence with these arguments in it."""
        sentence = self.sentence[language]
        for name, value in arguments.items():
            sentence = sentence.replace(f"{{{name}}}", str(value))
        return sentence


_RULES: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Add a rule; a second one with its id is a mistake."""
    if rule.id in _RULES:
        raise ValueError(f"Two rules are called {rule.id}.")
    _RULES[rule.id] = rule
    return rule


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by id; the package is walked once, so there is no list."""
    from accessmap.policy import rules

    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_RULES.items())))


def flags(grant: Grant, circumstances: Circumstances) -> Iterator[Flag]:
    """Yield what every rule says about ``grant``, in order of rule id."""
    for rule in all_rules().values():
        if found := rule.flag(grant, circumstances):
            yield found
