"""How an account, and a thing within it, is called in a sentence."""

from __future__ import annotations

import re
from enum import StrEnum

from accessmap.policy.explain.phrases import Language
from accessmap.policy.explain.spans import Span, Spans
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Zone
from accessmap.policy.known import known_accounts
from accessmap.policy.names import Names

ACCOUNT_ID = re.compile(r"^\d{12}$")


class Standing(StrEnum):
    """Whom we take an account for."""

    OURS = "ours"
    NAMED = "named"  # outside, and we know it by name
    FORMER = "former"
    STRANGER = "stranger"


def account_of(grant: Grant) -> str:
    """Return the account of the grant's principal, or nothing."""
    if grant.principal.account_id:
        return grant.principal.account_id
    parts = grant.principal.id.split(":")
    return parts[4] if len(parts) > 5 else ""  # noqa: PLR2004 - an ARN has six


def standing(grant: Grant, names: Names) -> Standing:
    """Return whom we take the account of the grant's principal for."""
    account_id = account_of(grant)
    if grant.zone in {Zone.ORGANIZATION, Zone.SAME_ACCOUNT}:
        return Standing.OURS
    if account_id in names.former_accounts:
        return Standing.FORMER
    return Standing.NAMED if account_id in names.accounts else Standing.STRANGER


def account(language: Language, names: Names, account_id: str) -> Spans:
    """Call an account by its name, the id beside it; by its id if it has no name."""
    if not account_id:
        return language.say("account.unread")
    if name := names.accounts.get(account_id):
        return (Span(name, aside=language.text("account.aside", id=account_id)),)
    return language.say("account.unnamed", id=account_id)


def outsider(
    language: Language, names: Names, account_id: str, *, starts: bool = False
) -> Spans:
    """Call the account of somebody outside; without a name it is not known to us."""
    if account_id in names.accounts or not account_id:
        return account(language, names, account_id)
    phrase = "account.brief-stranger" if starts else "account.stranger"
    aside = language.text("account.aside", id=account_id)
    if listed := known_accounts().get(account_id):
        # What a public list says nobody here has vouched for: still a stranger.
        phrase = "account.brief-listed" if starts else "account.listed"
        return (Span(language.text(phrase, name=listed), aside=aside),)
    return (Span(language.text(phrase), aside=aside),)


def holder(
    language: Language, grant: Grant, names: Names, *, starts: bool = False
) -> Spans:
    """Call the account in which the grant's principal lives."""
    account_id = account_of(grant)
    if standing(grant, names) is Standing.OURS:
        return account(language, names, account_id)
    return outsider(language, names, account_id, starts=starts)
