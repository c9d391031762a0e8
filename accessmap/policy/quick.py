"""The short way for plain documents: Allows to exact principals, and nothing crosswise.

Most documents of a real organization are like that, and their answer can be read off:
each principal, with the conditions as they stand. Whatever is not plainly plain takes
the long way; a test holds both ways to the same answer.
"""

from __future__ import annotations

from types import MappingProxyType

from accessmap.policy import key
from accessmap.policy.build import order
from accessmap.policy.coarse import closed, element_of
from accessmap.policy.document import ParsedDocument, Statement, Test
from accessmap.policy.element import Element
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import FederatedScope, PolicyKind, PrincipalKind
from accessmap.policy.principal import Name, Named, names
from accessmap.policy.space import SERVICES, WITHOUT_RESOURCE
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

_PLAIN_NAMES = {Named.ACCOUNT, Named.IDENTITY, Named.SERVICE, Named.DELETED}
_PLAIN_OPERATORS = {"StringEquals", "StringLike", "Bool"}
_ENTRANCES = {"sts:assumerole", "sts:*", "*"}
# The audience that AWS itself sets for SAML, in one region or in all.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
_SIGN_IN = "signin.aws.amazon.com/saml"
_WOVEN = key.CALLER | key.NETWORK | key.DOOR | key.RESOURCE | {key.MOUNT_TARGET}


def quick(
    subject: Subject, zone: ZoneOfTrust, document: ParsedDocument
) -> list[Grant] | None:
    """Return the grants of a plain document; None if it is not plain."""
    # Exact principals are never public, so block public access changes nothing here.
    if subject.kind is PolicyKind.ACL:
        return None
    seen: set[str] = set()
    found: list[Grant] = []
    for statement in document.statements:
        listed = names(statement)
        if not _is_plain(subject, statement, listed):
            return None
        mine = {name.account or name.id for name in listed}
        if not mine.isdisjoint(seen):
            return None  # one statement may hold what another says
        seen |= mine
        accounts = {name.account for name in listed if name.what is Named.ACCOUNT}
        for name in set(listed):
            if name.what is Named.IDENTITY and name.account in accounts:
                continue  # the account holds it
            if each := element_of(name, zone, subject.account_id):
                found.append(_grant(subject, statement, each))
    distinct = {(each.principal, each.statements): each for each in found}
    return sorted(distinct.values(), key=order)


def _grant(subject: Subject, statement: Statement, each: Element) -> Grant:
    grant = closed(subject, statement, each)
    if each.principal.kind is PrincipalKind.FEDERATED:
        # Its audience is fixed, or the statement would not be plain.
        grant = grant._replace(federated_scope=FederatedScope.RESTRICTED)
    return grant._replace(witness=_witness(subject, statement, each))


def _is_plain(subject: Subject, statement: Statement, listed: tuple[Name, ...]) -> bool:
    if not statement.is_allow or statement.is_not_principal:
        return False
    if statement.is_not_action or statement.is_not_resource:
        return False
    if any(each.what is Named.FEDERATED for each in listed):
        return _is_saml_sign_in(subject, statement, listed)
    return (
        all(
            each.what in _PLAIN_NAMES and ":sts:" not in each.id and each.id != "*"
            for each in listed
        )
        and _fits(subject, statement)
        and _is_anywhere(subject, statement)
        and all(map(_is_residual, statement.tests))
        and len({each.key.lower() for each in statement.tests}) == len(statement.tests)
    )


def _is_saml_sign_in(
    subject: Subject, statement: Statement, listed: tuple[Name, ...]
) -> bool:
    """Say whether a role trusts one SAML provider, for AWS's own sign-in page only."""
    if subject.kind is not PolicyKind.TRUST or statement.resources is not None:
        return False
    if len(listed) != 1 or ":saml-provider/" not in listed[0].id:
        return False
    if {each.lower() for each in statement.actions} != {"sts:assumerolewithsaml"}:
        return False
    return len(statement.tests) == 1 and all(
        test.operator == "StringEquals"
        and test.key.lower() == "saml:aud"
        and len(test.values) == 1
        and test.values[0].endswith(_SIGN_IN)
        and not {"*", "?", "$"} & set(test.values[0])
        for test in statement.tests
    )


def _fits(subject: Subject, statement: Statement) -> bool:
    """Say whether every action is one of the resource's service, whichever it is."""
    listed = [each.lower() for each in statement.actions]
    if subject.kind is PolicyKind.TRUST:
        return any(each in _ENTRANCES for each in listed)
    service = SERVICES.get(subject.resource_type.rpartition("::")[0])
    if service is None or not listed:
        return False
    head = f"{service}:"
    return all(
        each == "*" or (each.startswith(head) and each != head) for each in listed
    )


def _is_anywhere(subject: Subject, statement: Statement) -> bool:
    """Say whether the resources are surely those of the subject."""
    if subject.resource_type in WITHOUT_RESOURCE or statement.resources is None:
        return True
    arn = subject.arn
    return bool(statement.resources) and all(
        each == "*" or (arn and each in {arn, f"{arn}/*"})
        for each in statement.resources
    )


def _is_residual(test: Test) -> bool:
    """Say whether the test is on a key of its own, and can surely be met."""
    name = test.key.lower()
    return (
        test.operator in _PLAIN_OPERATORS
        and bool(test.values)
        and name not in _WOVEN
        and name not in key.ALWAYS
        and not key.provider(name)
        and all(each and "${" not in each for each in test.values)
        and (test.operator != "Bool" or test.values[0].lower() in {"true", "false"})
    )


def _witness(
    subject: Subject, statement: Statement, each: Element
) -> MappingProxyType[str, str]:
    principal = each.principal
    found = {
        "action": statement.actions[0].lower(),
        "resource": (statement.resources or (subject.arn or "*",))[0],
        "principal": principal.id,
    }
    if principal.kind is PrincipalKind.SERVICE:
        found["aws:principalservicename"] = principal.id
    elif principal.kind is not PrincipalKind.FEDERATED:
        found["aws:principalaccount"] = principal.account_id
        is_account = principal.kind is PrincipalKind.ACCOUNT
        generic = f"arn:aws:iam::{principal.account_id}:role/anyone"
        found["aws:principalarn"] = generic if is_account else principal.id
    for test in statement.tests:
        value = test.values[0]
        if test.operator == "StringLike":
            value = value.replace("*", "x").replace("?", "x")
        found[test.key.lower()] = value
    return MappingProxyType(found)
