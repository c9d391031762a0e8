"""What a list gives (an ACL, the grants of a key, a share), as Allow statements.

So one decision serves all lists, and RCPs bear on them as on any policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from accessmap.policy.document import (
    MalformedPolicy,
    ParsedDocument,
    Statement,
    Test,
)
from accessmap.policy.principal import is_service

_VERSION = "2008-10-17"  # nothing in a list is a variable


def listed(statements: Iterable[Statement]) -> ParsedDocument:
    """Return the statements as a document."""
    return ParsedDocument(_VERSION, tuple(statements))


def allowing(
    position: int,
    who: tuple[str, str],
    tests: tuple[Test, ...],
    actions: tuple[str, ...],
) -> Statement:
    """Return an Allow of ``actions`` on the whole resource."""
    return Statement(
        position=position,
        sid="",
        is_allow=True,
        principals=(who,),
        is_not_principal=False,
        actions=actions,
        is_not_action=False,
        resources=None,
        is_not_resource=False,
        tests=tests,
    )


def whom(text: str) -> tuple[str, str]:
    """Return a name as an entry of a Principal element: its type and itself."""
    if ":identitystore:" in text or ":saml-provider/" in text:
        return ("Federated", text)  # people, whom a directory vouches for
    return ("Service" if is_service(text) else "AWS", text)


def an_object(value: object, what: str) -> Mapping[str, object]:
    """Return ``value`` if it is a JSON object, or refuse it in a sentence."""
    if not isinstance(value, dict):
        raise MalformedPolicy(f"{what} is not a JSON object.")
    return cast("Mapping[str, object]", value)
