"""Exact principals, each told once: who, whose, and what a request of it shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from accessmap.policy.element import identity
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from accessmap.policy.principal import Named, name_of

STRANGER = "999900000000"
_NOTHING: Mapping[str, str] = MappingProxyType({})


class NotPlain(Exception):
    """The answer cannot be read off: the document takes the long way."""


class Whom(NamedTuple):
    """An exact principal, its account or what else it is known by."""

    what: Named
    owner: str
    principal: Principal | None  # None: it was deleted
    keys: Mapping[str, str]


@lru_cache(maxsize=65536)
def whom(kind: str, value: str) -> Whom:
    """Return whom one entry of a Principal element names exactly."""
    name = name_of(kind, value)
    what, who, account, _ = name
    if what is Named.ACCOUNT:
        principal = Principal(PrincipalKind.ACCOUNT, account, account)
    elif what is Named.IDENTITY and ":sts:" not in who:
        principal = identity(who, account)
    elif what is Named.SERVICE and who != "*":
        principal = Principal(PrincipalKind.SERVICE, who)
    elif what is Named.DELETED:
        return Whom(what, who, None, _NOTHING)
    else:
        raise NotPlain
    return Whom(what, account or who, principal, keys_of(principal))


def keys_of(principal: Principal) -> Mapping[str, str]:
    """Return what AWS would tell of one caller, who is the principal or in it."""
    kind, who, account = principal
    found = {"principal": who}
    if kind is PrincipalKind.SERVICE:
        found["aws:principalservicename"] = who
    elif kind is not PrincipalKind.FEDERATED:
        if kind is PrincipalKind.ROLE or kind is PrincipalKind.USER:
            found["aws:principalarn"] = who
        else:
            account = account or STRANGER
            found["principal"] = f"arn:aws:iam::{account}:role/anyone"
            found["aws:principalarn"] = found["principal"]
        found["aws:principalaccount"] = account
        if kind is PrincipalKind.ORGANIZATION:
            found["aws:principalorgid"] = who
    return found
