"""The change to a policy that makes one grant ask for more, proven by deriving anew.

A condition is put into the statements of the grant; where they name others too, into a
copy of them for its principal alone. It is offered only where the engine finds in the
changed document that this grant became narrower, and that no other changed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from accessmap.policy.overlap import includes, is_within
from accessmap.policy.remove import (
    CannotRemove,
    Change,
    Tree,
    key_of,
    statements_of,
    tree_of,
    without_principal,
    written,
)
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

# Whoever applies it puts the agreed one here; nobody has this one, so nobody comes in.
EXTERNAL_ID = "PUT-THE-AGREED-EXTERNAL-ID-HERE"
_UNABLE = {PrincipalKind.SERVICE, PrincipalKind.FEDERATED}


class Narrowing(StrEnum):
    """What a grant is to ask for."""

    EXTERNAL_ID = "external-id"
    ORGANIZATION = "organization"
    MFA = "mfa"


Test = tuple[str, str, str]  # operator, key, value


def narrow(subject: Subject, zone: ZoneOfTrust, grant: Grant, to: Narrowing) -> Change:
    """Return the change after which ``grant`` asks for what ``to`` names.

    Raises CannotRemove where the document is no policy, where the grant is not in it,
    or where no such condition makes it narrower.
    """
    tree, test = tree_of(subject), _test(zone, grant, to)
    held = {each.fingerprint: each for each in derive(subject, zone).grants}
    if grant.fingerprint not in held:
        raise CannotRemove("The policy says something else by now: read it again.")
    for candidate in _candidates(tree, grant, test):
        text = written(candidate)
        found = derive(replace(subject, document=text), zone)
        now = {each.fingerprint: each for each in found.grants}
        begins = [each for key, each in now.items() if key not in held]
        gone = set(held) - set(now)
        if found.errors or gone != {grant.fingerprint} or not begins:
            continue
        if _are_less(begins, grant, test):
            kept = [each for key, each in now.items() if key in held]
            remains = [each for each in kept if each.principal == grant.principal]
            return Change(written(tree), text, (), tuple(begins), tuple(remains))
    raise CannotRemove(
        "No such condition makes this grant narrower and leaves all others as they "
        "are: whom it lets in could not meet it, or it is met already."
    )


def _test(zone: ZoneOfTrust, grant: Grant, to: Narrowing) -> Test:
    """Return the condition, or refuse what cannot be asked of such a caller.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    kind = grant.principal.kind
    if to is Narrowing.ORGANIZATION:
        if not zone.organization_id:
            raise CannotRemove("The organization is not known.")
        is_service = kind is PrincipalKind.SERVICE
        key = "aws:SourceOrgID" if is_service else "aws:PrincipalOrgID"
        return "StringEquals", key, zone.organization_id
    if kind in _UNABLE:
        raise CannotRemove("A service or an identity provider cannot be asked for it.")
    if to is Narrowing.MFA:
        return "Bool", "aws:MultiFactorAuthPresent", "true"
    if grant.policy_kind is not PolicyKind.TRUST:
        raise CannotRemove("Only who becomes a role can be asked for an external ID.")
    return "StringEquals", "sts:ExternalId", EXTERNAL_ID


def _candidates(tree: Tree, grant: Grant, test: Test) -> Iterator[Tree]:
    """Yield changed documents, the smaller change first."""
    name = key_of(tree, "Statement")
    places = [each for each in grant.statements if each < len(statements_of(tree))]
    whole = statements_of(copy.deepcopy(tree))
    for at in places:
        _ask(whole[at], test)
    yield {**tree, name: whole}
    others, mine = statements_of(copy.deepcopy(tree)), []
    for at in places:
        own = copy.deepcopy(others[at])
        if not _only(own, others[at], grant):
            return
        _ask(own, test)
        mine.append(own)
    yield {**tree, name: [*others, *mine]}


def _only(own: Tree, others: Tree, grant: Grant) -> bool:
    """Part a statement in two: for the principal of the grant, and for the others."""
    name = key_of(own, "Principal")
    whole = own.get(name)
    if not isinstance(whole, Mapping) or not without_principal(others, grant):
        return False
    rest = others[name]
    kept = rest if isinstance(rest, Mapping) else {}
    mine = {kind: _less(each, kept.get(kind, [])) for kind, each in whole.items()}
    own[name] = {kind: values for kind, values in mine.items() if values}
    own.pop(key_of(own, "Sid"), None)  # no two statements may have the same
    return True


def _less(values: object, kept: object) -> list[object]:
    """Return which of ``values`` are not kept."""
    return [each for each in _listed(values) if each not in _listed(kept)]


def _listed(values: object) -> list[object]:
    return values if isinstance(values, list) else [values]


def _ask(statement: Tree, test: Test) -> None:
    """Put the condition into a statement, beside what it asks for already."""
    operator, key, value = test
    name = key_of(statement, "Condition")
    conditions = statement.get(name)
    asked = dict(conditions) if isinstance(conditions, Mapping) else {}
    inside = key_of(asked, operator)
    tests = asked.get(inside)
    told = dict(tests) if isinstance(tests, Mapping) else {}
    asked[inside] = {**told, key_of(told, key): value}
    statement[name] = asked


def _are_less(begins: Iterable[Grant], grant: Grant, test: Test) -> bool:
    """Say whether all of them let in fewer than the grant did, and ask for the test."""
    return all(
        includes(grant.principal, each.principal)
        and is_within(each, grant)
        and not each.is_approximate
        and (
            each.principal != grant.principal
            or any(e.key == test[1].lower() for e in each.conditions)
        )
        for each in begins
    )
