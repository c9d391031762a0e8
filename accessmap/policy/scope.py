"""How much of an identity provider may come in.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
"""

from __future__ import annotations

from accessmap.policy.box import Box
from accessmap.policy.element import Element
from accessmap.policy.key import GUESTS
from accessmap.policy.kinds import FederatedScope
from accessmap.policy.space import Space

# Providers where the audience is the customer's own application, and so tells whose.
_OWN_AUDIENCE = {
    "accounts.google.com",
    "graph.facebook.com",
    "www.amazon.com",
    "cognito-identity.amazonaws.com",
}
_COGNITO = "cognito-identity.amazonaws.com"
_AMR = f"{_COGNITO}:amr"
_GITHUB = "token.actions.githubusercontent.com"
_COMMON_HEADS = ("repo:", "system:serviceaccount:", "project_path:", "organization:")
# Providers that serve everybody: what ends the owner's name in their subjects.
_OWNER_ENDS = {_GITHUB: "/", "gitlab.com": "/", "app.terraform.io": ":"}
_COMMON_AUDIENCES = {"sts.amazonaws.com", "https://github.com"}


def federated_scope(space: Space, each: Element, box: Box) -> FederatedScope:
    """Return whether the box lets in any identity of the provider, or only some."""
    name = each.principal.id
    host = "saml" if ":saml-provider/" in name else name.rpartition("oidc-provider/")[2]
    host = host.lower()
    narrowing = [
        key
        for key, at in space.places.items()
        if (host == "*" or key.startswith(f"{host}:"))
        and _is_narrowed(space, key, at, box, host)
    ]
    claims = {key.rpartition(":")[2] for key in narrowing}
    if host == _COGNITO and "sub" not in claims and _lets_guests(space, box):
        return FederatedScope.ANY
    return FederatedScope.RESTRICTED if claims else FederatedScope.ANY


def _is_narrowed(space: Space, key: str, at: int, box: Box, host: str) -> bool:
    """Say whether every value that the box allows is pinned by some pattern."""
    claim = key.rpartition(":")[2]
    atoms = space.scene.atoms.by_key.get(key, ())
    patterns = [
        pattern for atom in atoms for pattern in atom.patterns(space.scene.constants)
    ]
    cells = [c for n, c in enumerate(space.keys[key]) if box.masks[at] >> n & 1]
    if claim == "amr":
        return False
    return all(
        cell is not None
        and all(
            any(
                p.matches(value) and pins(p.fixed, claim, host, is_exact=p.is_exact)
                for p in patterns
            )
            for value in cell
        )
        for cell in cells
    )


def pins(fixed: str, claim: str, host: str, *, is_exact: bool) -> bool:
    """Say whether a pattern tells whose token it is by what it begins with."""
    if claim == "aud":
        is_own = host in _OWN_AUDIENCE or host == "saml" or not _is_shared(host)
        is_common = is_exact and fixed in _COMMON_AUDIENCES
        return bool(fixed) and is_own and not is_common
    if claim == "sub":
        return is_exact or _tells_whose(fixed, host)
    return bool(fixed)


def _tells_whose(fixed: str, host: str) -> bool:
    """Say whether the beginning of a subject goes beyond what all subjects share."""
    head = next((each for each in _COMMON_HEADS if fixed.startswith(each)), "")
    end = _OWNER_ENDS.get(host, "")
    # The owner's name must end before the first wildcard, or acme* is acme-evil too.
    return bool(fixed[len(head) :]) and end in fixed[len(head) :]


def _is_shared(host: str) -> bool:
    return host in _OWNER_ENDS


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
