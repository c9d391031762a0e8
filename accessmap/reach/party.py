"""The key by which a place or a symbol is found: the same that the map uses."""

from __future__ import annotations

from accessmap.policy.kinds import PrincipalKind

IDENTITY_CENTER = "SAML:identity-center"


def party_key(kind: str, principal: str, *, is_any: bool = False) -> str:
    """Return the key of a principal that is no role, user or account."""
    if kind == PrincipalKind.PUBLIC:
        return "any-account" if is_any else "public"
    if kind in {PrincipalKind.PERSON, PrincipalKind.GROUP}:
        return IDENTITY_CENTER
    if kind == PrincipalKind.FEDERATED:
        return _provider(principal)
    return principal


def _provider(principal: str) -> str:
    """Return one key for a provider, in however many accounts it is set up."""
    arn, _, name = principal.rpartition("-provider/")
    address = (name or principal).removeprefix("https://")
    if address.startswith("AWSSSO_"):
        return IDENTITY_CENTER
    return f"{'SAML' if arn.endswith('saml') else 'OIDC'}:{address}"
