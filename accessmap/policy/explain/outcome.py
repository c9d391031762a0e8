"""And so: what follows from a grant, for those who answer for the account."""

from __future__ import annotations

from datetime import datetime

from accessmap.policy.explain.accounts import Standing, account, holder, standing
from accessmap.policy.explain.clauses import clause
from accessmap.policy.explain.deeds import deeds
from accessmap.policy.explain.nouns import EKS, provider_host
from accessmap.policy.explain.phrases import Language
from accessmap.policy.explain.spans import Spans
from accessmap.policy.explain.what import Reach, reached
from accessmap.policy.explain.who import GITHUB, lets_guests_in
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import (
    FederatedScope,
    PolicyKind,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)
from accessmap.policy.names import Names


def outcome(
    language: Language, grant: Grant, names: Names, reach: Reach = None
) -> Spans:
    """Say what follows."""
    if grant.is_blocked:
        return language.say("so.blocked")
    home = account(language, names, grant.resource_account)
    said = language.say(
        f"so.{_form(grant, names)}",
        home=home,
        then=_then(language, grant, home, reach),
        account=holder(language, grant, names, starts=True),
    )
    return language.lines(
        said, _unread(language, grant, reach), _without_mfa(language, grant)
    )


_MAY_BE_PEOPLE = {
    PrincipalKind.ACCOUNT,
    PrincipalKind.USER,
    PrincipalKind.ORGANIZATION,
    PrincipalKind.UNIT,
}


def _without_mfa(language: Language, grant: Grant) -> Spans:
    """Say that people get in without a second factor, where none is asked for."""
    is_entrance = grant.policy_kind is PolicyKind.TRUST and deeds(grant).verbs == (
        "become",
    )
    if not is_entrance or grant.principal.kind not in _MAY_BE_PEOPLE:
        return ()
    for each in map(clause, grant.conditions):
        if each.topic.startswith("mfa") and not (each.is_negated or each.is_loose):
            return ()
    return language.say("so.without-mfa")


def _then(language: Language, grant: Grant, home: Spans, reach: Reach) -> Spans:
    power = deeds(grant).power
    if power != "become":
        return language.say(f"then.{power}")
    if reach:
        return language.say(
            "then.become.reach", home=home, reach=reached(language, reach)
        )
    return language.say("then.become", home=home)


def _unread(language: Language, grant: Grant, reach: Reach) -> Spans:
    if grant.policy_kind is not PolicyKind.TRUST or grant.verdict is Verdict.UNKNOWN:
        return ()
    if reach is None:
        return language.say("reach.unread")
    return () if reach else language.say("reach.nothing")


def _form(grant: Grant, names: Names) -> str:
    """Return which consequence is this grant's."""
    match grant.verdict:
        case Verdict.UNKNOWN | Verdict.PUBLIC:
            return grant.verdict.value
        case _ if grant.principal.kind is PrincipalKind.NETWORK:
            return "network"
        case Verdict.EXTERNAL:
            return _external(grant, names)
        case Verdict.FEDERATED:
            return _federated(grant)
        case Verdict.SERVICE:
            return _service(grant)
    return "any" if grant.verdict is Verdict.ANY_ACCOUNT else _inside(grant)


def _external(grant: Grant, names: Names) -> str:
    if grant.principal.kind in {PrincipalKind.ORGANIZATION, PrincipalKind.UNIT}:
        return "external.organization"
    found = standing(grant, names)
    if found in {Standing.STRANGER, Standing.FORMER}:
        return f"external.{found}"
    return "external"


def _federated(grant: Grant) -> str:
    if grant.principal.kind in {PrincipalKind.PERSON, PrincipalKind.GROUP}:
        return grant.principal.kind.value
    host = provider_host(grant.principal.id)
    is_github = host == GITHUB
    if lets_guests_in(grant):
        return "federated.guest"
    if EKS.search(host):
        return "federated.workload"
    if grant.federated_scope is FederatedScope.ANY:
        if is_github:
            return "federated.github"
        is_saml = ":saml-provider/" in grant.principal.id
        return "federated.saml" if is_saml else "federated.any"
    return "federated.repository" if is_github else "federated.restricted"


def _service(grant: Grant) -> str:
    if grant.principal.id.startswith("arn:"):
        return "service.oai"
    zone = grant.source_zone or SourceZone.ANY
    if zone is SourceZone.ANY and grant.policy_kind is PolicyKind.TRUST:
        return "service.role"
    return f"service.{zone.value}"


def _inside(grant: Grant) -> str:
    if grant.principal.kind in {PrincipalKind.ORGANIZATION, PrincipalKind.UNIT}:
        is_whole = grant.principal.kind is PrincipalKind.ORGANIZATION
        return "organization" if is_whole else "unit"
    return "same-account" if grant.zone is Zone.SAME_ACCOUNT else "in-org"


def use(
    language: Language, last_used_at: datetime | None, now: datetime, *, is_known: bool
) -> Spans:
    """Say when a role was last used; AWS remembers for 400 days.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
    """
    if not is_known:
        return language.say("use.unread")
    if last_used_at is None:
        return language.say("use.never")
    days = max((now - last_used_at).days, 0)
    if days > 1:
        return language.say("use.days", days=str(days))
    return language.say("use.day" if days else "use.today")
