"""JSON with one spelling (RFC 8785), so that a hash means the same everywhere."""

from __future__ import annotations

from datetime import datetime

import rfc8785


def canonical(value: object) -> bytes:
    """Return ``value`` as canonical JSON; what is no UTF-8 is written with escapes.

    Raises:
        rfc8785.CanonicalizationError: for a number that JSON cannot carry exactly.
    """
    return rfc8785.dumps(_clean(value))


def spoken(moment: datetime) -> str:
    """Return a time as the ledger and the evidence write it: ISO 8601, UTC."""
    return moment.isoformat().replace("+00:00", "Z")


def _clean(value: object) -> rfc8785._impl._Value:
    match value:
        case str():
            return str(value).encode("utf-8", "backslashreplace").decode()
        case dict():
            return {str(_clean(str(key))): _clean(each) for key, each in value.items()}
        case list() | tuple():
            return [_clean(each) for each in value]
        case bool() | int() | float() | None:
            return value
        case datetime():
            return spoken(value)
        case _:
            raise TypeError(f"{value!r} has no canonical JSON.")
