"""The form of an Allow: what it asks and gives, whoever it names and whichever values.

Thousands of statements of an organization have a few dozen forms between them. Here it
is told, once for each form, whether the answer of such a statement can be read off.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from accessmap.policy import key
from accessmap.policy.action import access_levels, expand
from accessmap.policy.build import is_told, written
from accessmap.policy.condition import operator
from accessmap.policy.kinds import AccessLevel
from accessmap.policy.space import service_of

Asked = tuple[tuple[str, str], ...]  # operator and key of each test

_RESIDUAL_OPERATORS = {"StringEquals", "StringLike", "Bool"}
_ENTRANCES = {"sts:assumerole", "sts:*", "*"}
_WOVEN = key.CALLER | key.NETWORK | key.DOOR | key.RESOURCE | {key.MOUNT_TARGET}
_ORGANIZATION = ("StringEquals", "aws:principalorgid")
_OWNER = ("StringEquals", "aws:sourceowner")
_TLS = "aws:securetransport"
_SAML, _OIDC = "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"
# What a token's owner can be told by, and where no guest has one.
_CLAIMS = {"aud", "sub"}
_WITH_GUESTS = {key.provider(each) for each in key.GUESTS}


class Form(NamedTuple):
    """What can be said of every statement of one form.

    ``spelled`` are its tests in canonical spelling, in the order they stand in.
    ``provider`` is the host whose tokens it asks for ("saml" for any SAML's); ``whose``
    is the place of the test that tells whom an Allow to everyone is for, or -1.
    """

    action: str  # one that the first pattern stands for, for a witness
    actions: tuple[str, ...]
    levels: tuple[AccessLevel, ...]
    spelled: tuple[tuple[str, str], ...]
    is_conditional: bool
    provider: str = ""
    whose: int = -1
    is_owner: bool = False  # … by aws:SourceOwner, not by the organization
    is_by_hand: bool = True  # nobody comes through a provider by these actions


@lru_cache(maxsize=4096)
def form_of(resource_type: str, actions: tuple[str, ...], asked: Asked) -> Form | None:
    """Return the form of an Allow; None if its answer cannot be read off.

    ``resource_type`` is "" for a trust policy, whose actions are ways to come in.
    """
    keys = [each.lower() for _, each in asked]
    if len(set(keys)) < len(keys):
        return None
    lowered = [each.lower() for each in actions]
    whose = _whose(resource_type, asked)
    others = [each for at, each in enumerate(asked) if at != whose]
    provider = ""
    if not resource_type and lowered in ([_SAML], [_OIDC]):
        provider = _provider(others, lowered[0])
        if whose >= 0 or not provider:
            return None
    elif not _fits(resource_type, lowered) or not all(_is_residual(*e) for e in others):
        return None
    spelled = tuple((_written(how), key.spelled(name)) for how, name in asked)
    return Form(
        action=next(iter(expand(lowered[:1])), lowered[0]),
        actions=written(actions),
        levels=access_levels(written(actions)),
        spelled=spelled,
        is_conditional=any(
            not is_told(name) for at, (_, name) in enumerate(spelled) if at != whose
        ),
        provider=provider,
        whose=whose,
        is_owner=whose >= 0 and keys[whose] == _OWNER[1],
        is_by_hand=bool(resource_type) or lowered == ["sts:assumerole"],
    )


def _written(name: str) -> str:
    how = operator(name)
    return how.written if how else name


def _whose(resource_type: str, asked: Asked) -> int:
    """Return the place of the one test that tells whom everyone is; -1 for none."""
    wanted = {_ORGANIZATION}
    if resource_type == "AWS::SNS::Topic":
        wanted.add(_OWNER)
    found = [
        at for at, (how, name) in enumerate(asked) if (how, name.lower()) in wanted
    ]
    return found[0] if len(found) == 1 else -1


def _fits(resource_type: str, actions: list[str]) -> bool:
    """Say whether every action is one of the resource's service, whichever it is."""
    if not resource_type:
        return any(each in _ENTRANCES for each in actions)
    service = service_of(resource_type)
    if service == "*" or not actions:
        return False
    head = f"{service}:"
    return all(
        each == "*" or (each.startswith(head) and each != head) for each in actions
    )


def _is_residual(how: str, name: str) -> bool:
    """Say whether the test is on a key of its own, which nothing else is told by."""
    name = name.lower()
    return (
        how in _RESIDUAL_OPERATORS
        and name not in _WOVEN
        and name not in key.ALWAYS
        and not key.provider(name)
    )


def _provider(asked: list[tuple[str, str]], action: str) -> str:
    """Return the host of the only provider whose plain claims are asked; "" if none."""
    if action == _SAML:
        return "saml" if [(h, n.lower()) for h, n in asked] == [_SIGN_IN] else ""
    hosts = {key.provider(name.lower()) for _, name in asked}
    is_plain = all(
        how in {"StringEquals", "StringLike"}
        and name.lower().rpartition(":")[2] in _CLAIMS
        for how, name in asked
    )
    if not is_plain or len(hosts) != 1 or hosts & _WITH_GUESTS:
        return ""
    return hosts.pop()


_SIGN_IN = ("StringEquals", "saml:aud")


def is_tls_deny(asked: Asked) -> bool:
    """Say whether a Deny to everyone is the usual one of calls without TLS."""
    return [(how, name.lower()) for how, name in asked] == [("Bool", _TLS)]


@lru_cache(maxsize=4096)
def covers(denied: tuple[str, ...], allowed: tuple[str, ...]) -> bool:
    """Say whether the denied actions surely hold all of the allowed ones."""
    wide = {each.lower() for each in denied}
    return "*" in wide or all(
        each != "*" and f"{each.partition(':')[0].lower()}:*" in wide
        for each in allowed
    )
