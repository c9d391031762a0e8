"""As whom an account is read: for answers that depend on who asks."""

from __future__ import annotations

from collections.abc import Iterable

from accessmap.aws.session import who_am_i


def is_among(arns: Iterable[str]) -> bool:
    """Say whether ``arns`` name the role or user that asks now."""
    named = {_who(arn) for arn in arns}
    return bool(named) and _who(who_am_i().arn) in named


def _who(arn: str) -> tuple[str, str, str]:
    """Return account, kind and name, without paths: a session's ARN tells none.

    Names are unique in an account, whatever their paths.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    account, _, named = arn.partition("::")[2].partition(":")
    kind, _, path = named.partition("/")
    if kind == "assumed-role":
        return account, "role", path.partition("/")[0]
    return account, kind, path.rpartition("/")[2]
