"""Whom one plain Allow lets in, each with the form of what is let in to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from accessmap.policy.element import PUBLIC, of_organization, of_provider
from accessmap.policy.form import Form, form_of
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import FederatedScope, PolicyKind, Zone
from accessmap.policy.place import ORGANIZATION_ID
from accessmap.policy.principal import Named, name_of
from accessmap.policy.scope import pins
from accessmap.policy.space import NAMED_BY_ARN, WITHOUT_RESOURCE
from accessmap.policy.statement import Statement
from accessmap.policy.subject import Subject
from accessmap.policy.whom import NotPlain, keys_of, whom
from accessmap.policy.zone import ZoneOfTrust


class Opened(NamedTuple):
    """One principal that an Allow lets in.

    ``owner`` is its account, or what else it is known by: two statements of one owner
    may say the same. ``principal`` is None where it was deleted, and nobody is let in.
    """

    owner: str
    principal: Principal | None
    zone: Zone
    statement: Statement
    form: Form
    keys: Mapping[str, str]  # of a request that shows it
    scope: FederatedScope | None = None


EVERYONE = (("AWS", "*"),)
# Where everyone comes as a principal only, not by an access point or a mount target.
_OPEN_TYPES = frozenset(
    {
        "AWS::IAM::Role",
        "AWS::S3::Bucket",
        "AWS::KMS::Key",
        "AWS::SQS::Queue",
        "AWS::SNS::Topic",
        "AWS::SecretsManager::Secret",
    }
)


def opened(subject: Subject, zone: ZoneOfTrust, statement: Statement) -> list[Opened]:
    """Return whom an Allow lets in; raise NotPlain where that cannot be read off."""
    if (
        not statement.principals
        or statement.is_not_principal
        or statement.is_not_action
        or statement.is_not_resource
    ):
        raise NotPlain
    tests = statement.tests
    form = form_of(
        "" if subject.kind is PolicyKind.TRUST else subject.resource_type,
        statement.actions,
        tuple([test[:2] for test in tests]) if tests else (),
    )
    if form is None or not _is_anywhere(subject, statement):
        raise NotPlain
    if tests and not all(_is_plain_value(how, values) for how, _, values in tests):
        raise NotPlain
    if statement.principals == EVERYONE:
        return _everyone(subject, zone, statement, form)
    if form.whose >= 0:
        raise NotPlain
    if form.provider:
        return _provider(statement, form)
    return _listed(subject, zone, statement, form)


def _is_anywhere(subject: Subject, statement: Statement) -> bool:
    """Say whether the resources are surely those of the subject."""
    named = statement.resources
    if named is None or subject.resource_type in WITHOUT_RESOURCE:
        return True
    ends = NAMED_BY_ARN.get(subject.resource_type, ("", "/*"))
    own = {subject.arn + end for end in ends} if subject.arn else set()
    own.add("*")
    return bool(named) and own.issuperset(named)


def _is_plain_value(how: str, values: tuple[str, ...]) -> bool:
    """Say whether the test can surely be met, and by what is written alone."""
    if how == "Bool" and values and values[0].lower() not in {"true", "false"}:
        return False
    if len(values) == 1:
        return values[0] != "" and "${" not in values[0]
    return bool(values) and all(each and "${" not in each for each in values)


def _listed(
    subject: Subject, zone: ZoneOfTrust, statement: Statement, form: Form
) -> list[Opened]:
    listed = [whom(*each) for each in statement.principals or ()]
    if len(listed) > 1:
        accounts = {each.owner for each in listed if each.what is Named.ACCOUNT}
        listed = [
            each
            for each in {one[:3]: one for one in listed}.values()
            if each.what is not Named.IDENTITY or each.owner not in accounts
        ]
    home = subject.account_id
    return [
        Opened(
            owner,
            principal,
            Zone.SERVICE
            if what is Named.SERVICE
            else zone.of_account(owner, home=home),
            statement,
            form,
            keys,
        )
        for what, owner, principal, keys in listed
    ]


def _provider(statement: Statement, form: Form) -> list[Opened]:
    """Return one provider whose tokens are told by plain claims."""
    [(kind, value), *others] = statement.principals or ()
    name = name_of(kind, value)
    if others or statement.resources is not None or name.what is not Named.FEDERATED:
        raise NotPlain
    host = (
        "saml" if ":saml-provider/" in value else value.rpartition("oidc-provider/")[2]
    )
    if host.lower() != form.provider:
        raise NotPlain
    scope = _sign_in(statement) if host == "saml" else _scope(statement, form.provider)
    each = of_provider(value, name.account)
    keys = keys_of(each.principal)
    return [Opened(value, each.principal, each.zone, statement, form, keys, scope)]


# The audience that AWS itself sets for SAML, in one region or in all.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
_SIGN_IN = "signin.aws.amazon.com/saml"


def _sign_in(statement: Statement) -> FederatedScope:
    """Return the scope of AWS's own sign-in page; no other audience is plain."""
    [(_, _, values)] = statement.tests
    if len(values) > 1 or not values[0].endswith(_SIGN_IN) or _has_signs(values[0]):
        raise NotPlain
    return FederatedScope.RESTRICTED


def _scope(statement: Statement, host: str) -> FederatedScope:
    """Return whether some claim tells whose token it is."""
    told = set()
    for how, name, values in statement.tests:
        is_like = how == "StringLike"
        if not is_like and any(map(_has_signs, values)):
            raise NotPlain
        claim = name.lower().rpartition(":")[2]
        fixed = [_SIGN.split(each, 1)[0] for each in values]
        pinned = {
            pins(own, claim, host, is_exact=own == each)
            for own, each in zip(fixed, values, strict=True)
        }
        if len(pinned) > 1:
            raise NotPlain  # some of the tokens are anybody's
        told |= pinned
    return FederatedScope.RESTRICTED if True in told else FederatedScope.ANY


_SIGN = re.compile("[*?]")


def _has_signs(value: str) -> bool:
    return "*" in value or "?" in value or "$" in value


def _everyone(
    subject: Subject, zone: ZoneOfTrust, statement: Statement, form: Form
) -> list[Opened]:
    """Return everyone, or the organization or owner that it is for after all."""
    if not form.is_by_hand or subject.resource_type not in _OPEN_TYPES:
        raise NotPlain
    if subject.settings:
        raise NotPlain  # block public access asks whether all of it is public
    if form.whose < 0:
        return [Opened("*", *PUBLIC, statement, form, keys_of(PUBLIC.principal))]
    [whose, *others] = statement.tests[form.whose].values
    if form.is_owner:
        if others or whose != subject.account_id:
            raise NotPlain
        _, _, principal, keys = whom("AWS", whose)
        return [Opened(whose, principal, Zone.SAME_ACCOUNT, statement, form, keys)]
    if others or not ORGANIZATION_ID.fullmatch(whose):
        raise NotPlain
    each = of_organization(whose, zone)
    return [Opened(whose, *each, statement, form, keys_of(each.principal))]
