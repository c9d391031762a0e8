"""How much of an identity provider may come in.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
"""

from __future__ import annotations

from typing import NamedTuple

from accessmap.policy.box import Box
from accessmap.policy.element import Element
from accessmap.policy.issuer import (
    NAMES_SESSIONS,
    SESSION_NAME,
    is_shared,
    tells_owner,
)
from accessmap.policy.key import GUESTS, provider
from accessmap.policy.kinds import FederatedScope
from accessmap.policy.space import Space

_COGNITO = "cognito-identity.amazonaws.com"
_AMR = f"{_COGNITO}:amr"
# What subjects of a company's own provider begin with, whoever they are.
_COMMON_HEADS = ("repo:", "system:serviceaccount:", "project_path:", "organization:")
_COMMON_AUDIENCES = {"sts.amazonaws.com", "https://github.com"}


def federated_scope(space: Space, each: Element, box: Box) -> FederatedScope:
    """Return whether the box lets in any identity of the provider, or only some."""
    name = each.principal.id
    host = "saml" if ":saml-provider/" in name else name.rpartition("oidc-provider/")[2]
    host = host.lower()
    claims = {
        claim.name
        for asked in space.places
        if (claim := _claim(asked, host)) and _is_narrowed(space, asked, claim, box)
    }
    if host == _COGNITO and "sub" not in claims and _lets_guests(space, box):
        return FederatedScope.ANY
    return FederatedScope.RESTRICTED if claims else FederatedScope.ANY


class Claim(NamedTuple):
    """What a condition key asks of a provider's token."""

    host: str
    name: str


def _claim(asked: str, host: str) -> Claim | None:
    """Return the claim that a key asks for; None if it is not this provider's."""
    if asked == SESSION_NAME and host in NAMES_SESSIONS:
        return Claim(host, asked)
    whose = provider(asked)
    if not whose or host not in {"*", whose}:
        return None
    return Claim(whose, asked.rpartition(":")[2])


def _is_narrowed(space: Space, asked: str, claim: Claim, box: Box) -> bool:
    """Say whether every value that the box allows is pinned by some pattern."""
    atoms = space.scene.atoms.by_key.get(asked, ())
    patterns = [
        pattern
        for atom in atoms
        for pattern in atom.patterns(space.scene.constants)
        if pins(pattern.fixed, claim.name, claim.host, is_exact=pattern.is_exact)
    ]
    mask = box.masks[space.places[asked]]
    return all(
        cell is not None
        and all(any(each.matches(value) for each in patterns) for value in cell)
        for n, cell in enumerate(space.keys[asked])
        if mask >> n & 1
    )


def pins(fixed: str, claim: str, host: str, *, is_exact: bool) -> bool:
    """Say whether a pattern tells whose token it is by what it begins with."""
    if claim == "amr":
        return False
    if is_shared(host):
        return tells_owner(fixed, claim, host, is_exact=is_exact)
    if claim == "aud":
        return bool(fixed) and not (is_exact and fixed in _COMMON_AUDIENCES)
    if claim == "sub":
        head = next((each for each in _COMMON_HEADS if fixed.startswith(each)), "")
        return is_exact or bool(fixed[len(head) :])
    return bool(fixed)


def _lets_guests(space: Space, box: Box) -> bool:
    """Say whether Cognito's unauthenticated identities may come in.

    https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
    """
    at = space.places.get(_AMR)
    if at is None:
        return True
    cells = space.keys[_AMR]
    return any(
        cell is None or cell == GUESTS[_AMR]
        for n, cell in enumerate(cells)
        if box.masks[at] >> n & 1
    )
