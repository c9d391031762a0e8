"""Who a grant lets in: the subject of its sentence, and a short form for lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accessmap.policy.explain.accounts import (
    ACCOUNT_ID,
    Standing,
    account,
    holder,
    standing,
)
from accessmap.policy.explain.nouns import (
    EKS,
    local_name,
    provider_host,
    provider_name,
    service_name,
)
from accessmap.policy.explain.phrases import Language
from accessmap.policy.explain.spans import Span, Spans
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

GITHUB = "token.actions.githubusercontent.com"
_COGNITO = "cognito-identity.amazonaws.com"
_UNIT = re.compile(r"ou-[0-9a-z]+-[0-9a-z]+")
_REPOSITORY = re.compile(r"repo:([^:]+):(.*)")
_BRANCH = re.compile(r"(?:ref:refs/(heads|tags)|(environment))[:/](.+)")


def who(language: Language, grant: Grant, names: Names) -> Spans:
    """Say who is let in, as the subject of the sentence."""
    kind, form, slots = _asked(Case(language, grant, names))
    phrase = f"who.{kind}.{form}" if form else f"who.{kind}"
    said = language.say(phrase, **slots)
    if standing(grant, names) is Standing.FORMER and kind in {"role", "user"}:
        said += language.say("who.former")
    return said


def brief(language: Language, grant: Grant, names: Names) -> Spans:
    """Say who is let in, in a few words."""
    kind, form, slots = _asked(Case(language, grant, names))
    if kind == "account" and grant.principal.kind is PrincipalKind.ACCOUNT:
        slots = slots | {"account": holder(language, grant, names, starts=True)}
    phrase = f"brief.{kind}.{form}"
    return language.say(phrase if language.has(phrase) else f"brief.{kind}", **slots)


@dataclass(frozen=True, slots=True)
class Case:
    """What a principal is said from."""

    language: Language
    grant: Grant
    names: Names


Asked = tuple[str, str, dict[str, str | Spans]]  # kind, form, slots


def _asked(case: Case) -> Asked:
    """Return which phrase says the grant's principal, and what fills it."""
    principal = case.grant.principal
    if principal.kind in _READERS and (
        principal.account_id or principal.kind is not PrincipalKind.ACCOUNT
    ):
        return _READERS[principal.kind](case)
    return "unknown", "", {"id": principal.id}


def _public(case: Case) -> Asked:
    if case.grant.verdict is Verdict.ANY_ACCOUNT:
        return "any", "", {}
    # Nobody becomes a role, or takes a shared copy, without signing the request.
    signs = case.grant.policy_kind in {PolicyKind.TRUST, PolicyKind.SHARE}
    return "public", "role" if signs else "", {}


def _account(case: Case) -> Asked:
    slots: dict[str, str | Spans] = {
        "account": holder(case.language, case.grant, case.names)
    }
    if case.grant.zone is Zone.SAME_ACCOUNT:
        return "account", "same", slots
    is_former = standing(case.grant, case.names) is Standing.FORMER
    return "account", "former" if is_former else "", slots


def _person(case: Case) -> Asked:
    principal = case.grant.principal
    slots: dict[str, str | Spans] = {
        "account": holder(case.language, case.grant, case.names),
        "name": local_name(principal.id),
    }
    if principal.kind is not PrincipalKind.SESSION:
        return principal.kind.value, "", slots
    # arn:aws:sts::111122223333:assumed-role/role/session, or …:federated-user/name
    parts = principal.id.split("/")
    if "assumed-role" not in principal.id or len(parts) < 3:  # noqa: PLR2004 - see above
        return "session", "user", slots
    slots |= {"session": parts[-1], "name": parts[-2]}
    return "session", "", slots


def _of_directory(case: Case) -> Asked:
    principal = case.grant.principal
    name = case.names.people.get(principal.id, "")
    form = "" if name else "unnamed"
    return principal.kind.value, form, {"name": name, "id": principal.id}


def _organization(case: Case) -> Asked:
    principal_id = case.grant.principal.id
    is_foreign = case.grant.zone is Zone.EXTERNAL
    if case.grant.principal.kind is PrincipalKind.UNIT:
        units = _UNIT.findall(principal_id)
        name = case.names.units.get(units[-1], units[-1]) if units else principal_id
        slots: dict[str, str | Spans] = {"id": principal_id, "name": name}
        return "ou", "foreign" if is_foreign else "", slots
    slots = {"id": principal_id, "name": case.names.organizations.get(principal_id, "")}
    if is_foreign:
        return "org", "foreign", slots
    return "org", "named" if slots["name"] else "", slots


def _network(case: Case) -> Asked:
    place = case.grant.principal.id
    if ACCOUNT_ID.match(place):
        whose = account(case.language, case.names, place)
        return "network", "account", {"account": whose}
    form = next((f for start, f in _PLACES.items() if place.startswith(start)), "")
    return "network", form, {"id": place}


_PLACES = {
    "vpce-": "endpoint",
    "vpc-": "vpc",
    "arn:": "vpc",
    "o-": "organization",
    "elasticfilesystem:": "mount",
}


def _canonical(case: Case) -> Asked:
    principal_id = case.grant.principal.id
    if account_id := case.names.canonical_ids.get(principal_id):
        return (
            "account",
            "",
            {"account": account(case.language, case.names, account_id)},
        )
    return "canonical", "", {"id": principal_id}


def _service(case: Case) -> Asked:
    principal_id = case.grant.principal.id
    slots: dict[str, str | Spans] = {
        "name": service_name(principal_id),
        "home": account(case.language, case.names, case.grant.resource_account),
        "id": principal_id.rpartition(" ")[2],
    }
    if principal_id.startswith("arn:"):
        return "service", "oai", slots
    if principal_id == "*":
        return "service", "every", slots
    zone = case.grant.source_zone or SourceZone.ANY
    if zone is SourceZone.ANY and case.grant.policy_kind is PolicyKind.TRUST:
        # A service takes a role that somebody of the role's account hands to it.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
        return "service", "role", slots
    return "service", zone.value, slots


def _federated(case: Case) -> Asked:
    host = provider_host(case.grant.principal.id)
    subjects = _asked_for(case.grant, ":sub")
    name = provider_name(case.grant.principal.id)
    slots: dict[str, str | Spans] = {"name": name}
    if lets_guests_in(case.grant):
        return "federated", "guest", slots
    if case.grant.federated_scope is FederatedScope.ANY:
        return "federated", "github" if host == GITHUB else "", slots
    if not subjects:
        # What narrows it otherwise (a Cognito pool, say) follows as a condition.
        is_whole = ":saml-provider/" in case.grant.principal.id
        return "federated", "" if is_whole else "some", slots
    if host == GITHUB:
        slots["list"] = case.language.listed(
            [_workflow(case.language, s) for s in subjects], "or"
        )
        return "federated", "github.repository", slots
    if EKS.search(host):
        slots["list"] = case.language.listed([_pods(each) for each in subjects], "or")
        return "federated", "workload", slots
    slots["list"] = case.language.listed(subjects, "or")
    return "federated", "subject", slots


def lets_guests_in(grant: Grant) -> bool:
    """Say whether Cognito lets in those who have not signed in.

    https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
    """
    is_cognito = provider_host(grant.principal.id) == _COGNITO
    return is_cognito and "unauthenticated" in _asked_for(grant, ":amr")


def _asked_for(grant: Grant, end: str) -> tuple[str, ...]:
    """Return the values that a positive condition on a token's claim asks for."""
    for condition in grant.conditions:
        operator = condition.operator.lower()
        if condition.key.lower().endswith(end) and "not" not in operator:
            return () if operator.startswith("null") else condition.values
    return ()


def _pods(subject: str) -> Spans:
    """Return whose pods a cluster's token speaks for: namespace/account.

    https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
    """
    name = subject.removeprefix("system:serviceaccount:").replace(":", "/")
    return (Span(name, is_strong=True),)


def _workflow(language: Language, subject: str) -> Spans:
    """Say which runs a GitHub subject names: repo:owner/name:ref:refs/heads/main.

    https://docs.github.com/en/actions/reference/security/oidc
    """
    found = _REPOSITORY.fullmatch(subject)
    repository, rest = found.groups() if found else (subject.removeprefix("repo:"), "*")
    if repository.endswith("/*"):
        return language.say("github.owner", repository=repository[:-2])
    if rest in {"*", ""}:
        return language.say("github.any-branch", repository=repository)
    if rest == "pull_request":
        return language.say("github.pull-request", repository=repository)
    branch = _BRANCH.fullmatch(rest)
    forms = {"heads": "github.branch", "tags": "github.tag"}
    form = forms.get(branch[1], "github.environment") if branch else "github.other"
    return language.say(
        form, repository=repository, branch=branch[3] if branch else rest
    )


_READERS = {
    PrincipalKind.PUBLIC: _public,
    PrincipalKind.ACCOUNT: _account,
    PrincipalKind.ROLE: _person,
    PrincipalKind.USER: _person,
    PrincipalKind.SESSION: _person,
    PrincipalKind.ORGANIZATION: _organization,
    PrincipalKind.UNIT: _organization,
    PrincipalKind.NETWORK: _network,
    PrincipalKind.SERVICE: _service,
    PrincipalKind.FEDERATED: _federated,
    PrincipalKind.CANONICAL: _canonical,
    PrincipalKind.PERSON: _of_directory,
    PrincipalKind.GROUP: _of_directory,
}
