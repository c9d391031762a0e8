"""Condition operators: what each says of a value, of several, and of no value.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
and …/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from accessmap.policy import address
from accessmap.policy.document import Test
from accessmap.policy.glob import Lookup, Pattern, compiled

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator, taken apart. ``family`` says how a value is compared."""

    name: str  # as AWS writes it, without qualifier and IfExists
    family: str  # string · string-ignoring-case · like · arn · number · date · bool …
    is_negated: bool = False
    comparison: str = "=="
    qualifier: str = ""  # "", ForAnyValue, ForAllValues
    is_if_exists: bool = False

    @property
    def written(self) -> str:
        """Return the operator as AWS writes it, whole."""
        qualifier = f"{self.qualifier}:" if self.qualifier else ""
        return f"{qualifier}{self.name}{'IfExists' if self.is_if_exists else ''}"

    @property
    def on_missing(self) -> bool:
        """Say what the operator answers when the key is not in the request."""
        if self.is_if_exists:
            return True
        if self.qualifier:
            return self.qualifier == "ForAllValues"
        return self.is_negated


def _families() -> dict[str, Operator]:
    known = [
        Operator("StringEquals", "string"),
        Operator("StringNotEquals", "string", is_negated=True),
        Operator("StringEqualsIgnoreCase", "string-ignoring-case"),
        Operator("StringNotEqualsIgnoreCase", "string-ignoring-case", is_negated=True),
        Operator("StringLike", "like"),
        Operator("StringNotLike", "like", is_negated=True),
        # ArnEquals takes wildcards too, and is the same operator as ArnLike.
        Operator("ArnEquals", "arn"),
        Operator("ArnLike", "arn"),
        Operator("ArnNotEquals", "arn", is_negated=True),
        Operator("ArnNotLike", "arn", is_negated=True),
        Operator("Bool", "bool"),
        Operator("BinaryEquals", "string"),
        Operator("IpAddress", "address"),
        Operator("NotIpAddress", "address", is_negated=True),
        Operator("Null", "null"),
    ]
    for prefix, family in (("Numeric", "number"), ("Date", "date")):
        known += [
            Operator(f"{prefix}Equals", family),
            Operator(f"{prefix}NotEquals", family, is_negated=True),
            Operator(f"{prefix}LessThan", family, comparison="<"),
            Operator(f"{prefix}LessThanEquals", family, comparison="<="),
            Operator(f"{prefix}GreaterThan", family, comparison=">"),
            Operator(f"{prefix}GreaterThanEquals", family, comparison=">="),
        ]
    return {each.name.lower(): each for each in known}


_KNOWN = _families()
_QUALIFIERS = {"": "", "foranyvalue": "ForAnyValue", "forallvalues": "ForAllValues"}


@lru_cache(maxsize=1024)
def operator(text: str) -> Operator | None:
    """Return the operator that ``text`` names; None if there is no such one."""
    qualifier, _, name = text.lower().rpartition(":")
    is_if_exists = name.endswith("ifexists")
    found = _KNOWN.get(name.removesuffix("ifexists"))
    if found is None or qualifier not in _QUALIFIERS:
        return None
    if found.family == "null" and (is_if_exists or qualifier):
        return None  # AWS knows no NullIfExists
    return Operator(
        found.name,
        found.family,
        is_negated=found.is_negated,
        comparison=found.comparison,
        qualifier=_QUALIFIERS[qualifier],
        is_if_exists=is_if_exists,
    )


def holds(
    test: Test, how: Operator, found: Values | None, lookup: Lookup | None = None
) -> bool:
    """Say whether ``test`` is true of a request whose key has the values ``found``.

    None: the key is not there. ``lookup`` resolves policy variables, if there are any.
    """
    if how.family == "null":
        return any((each.lower() == "true") == (not found) for each in test.values)
    if not found:
        return how.on_missing
    fits = _fitting(test, how, lookup)
    if how.qualifier:
        quantifier = any if how.qualifier == "ForAnyValue" else all
        return quantifier(fits(each) != how.is_negated for each in found)
    return any(map(fits, found)) != how.is_negated


def is_legible(test: Test, how: Operator) -> bool:
    """Say whether it is known what each of the test's values means."""
    read = _READERS.get(how.family)
    return read is None or all(read(each) is not None for each in test.values)


def _fitting(test: Test, how: Operator, lookup: Lookup | None) -> Callable[[str], bool]:
    """Return a function that says whether one value equals one of the test's."""
    if how.family in {"string", "like", "arn", "string-ignoring-case"}:
        chosen = patterns(test, how, lookup)
        if how.family == "string-ignoring-case":
            wanted = {each.text.lower() for each in chosen}
            return lambda value: value.lower() in wanted
        return lambda value: any(each.matches(value) for each in chosen)
    if how.family == "address":
        ranges = address.ranges(test.values)
        return lambda value: address.is_within(value, ranges)
    if how.family == "bool":
        lowered = {each.lower() for each in test.values}
        return lambda value: value.lower() in lowered
    read = _MEASURES[how.family]
    bounds = [each for each in map(read, test.values) if each is not None]
    return lambda value: _compares(read(value), how.comparison, bounds)


def patterns(test: Test, how: Operator, lookup: Lookup | None) -> list[Pattern]:
    """Return the patterns of a text operator; an unknown variable makes none."""
    found = (
        compiled(
            each,
            wildcards=how.family in {"like", "arn"},
            lookup=lookup,
            is_arn=how.family == "arn" or _is_like_arn(test.key, each),
        )
        for each in test.values
    )
    return [each for each in found if each is not None]


# Topics, queues, buckets, access points and rules have no colon in their names: their
# ARNs have five, and a star between five others cannot cross any, as with ArnLike.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
_WITHOUT_COLONS = re.compile(r"arn:[^:]*:(?:sns|sqs|s3|events):(?:[^:]*:){2}[^:]*")


def _is_like_arn(key: str, text: str) -> bool:
    is_plain = key.lower() in {"aws:sourcearn", "s3:dataaccesspointarn"}
    return is_plain and _WITHOUT_COLONS.fullmatch(text) is not None


def _compares(value: float | None, comparison: str, bounds: Sequence[float]) -> bool:
    if value is None:
        return False
    return any(_COMPARISONS[comparison](value, bound) for bound in bounds)


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "==": lambda one, other: one == other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?")


def number(text: str) -> float | None:
    """Return the number that ``text`` is, or None."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def moment(text: str) -> float | None:
    """Return the time that ``text`` is, in seconds since 1970, or None.

    AWS takes the forms of ISO 8601 that the W3C names, and the seconds themselves. Four
    digits may be a year or 34 minutes of 1970, so nobody knows.
    https://www.w3.org/TR/NOTE-datetime
    """
    text = text.strip()
    if _YEAR.fullmatch(text):
        return None
    if (seconds := number(text)) is not None:
        return seconds
    try:
        found = datetime.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else text)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return (found - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def _truth(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


_MEASURES: dict[str, Callable[[str], float | None]] = {
    "number": number,
    "date": moment,
}
_READERS: dict[str, Callable[[str], object]] = {
    **_MEASURES,
    "bool": _truth,
    "null": _truth,
    "address": address.one_range,
}


def _farthest(values: Values, how: Operator) -> Values:
    """Return the one bound that counts when all are missed."""
    read = _MEASURES[how.family]
    known = {bound: each for each in values if (bound := read(each)) is not None}
    if not known:
        return values
    return (known[(max if how.comparison[0] == "<" else min)(known)],)


_OPPOSITES = {
    "StringEquals": "StringNotEquals",
    "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase",
    "StringLike": "StringNotLike",
    "ArnEquals": "ArnNotEquals",
    "ArnLike": "ArnNotLike",
    "IpAddress": "NotIpAddress",
    "NumericEquals": "NumericNotEquals",
    "DateEquals": "DateNotEquals",
}
_OPPOSITES |= {other: one for one, other in _OPPOSITES.items()}
# AWS has no negated form of it; base64 is compared as the text that it is.
_OPPOSITES["BinaryEquals"] = "StringNotEquals"
_ORDERS = {
    "LessThan": "GreaterThanEquals",
    "LessThanEquals": "GreaterThan",
    "GreaterThan": "LessThanEquals",
    "GreaterThanEquals": "LessThan",
}


def opposite(test: Test, how: Operator) -> tuple[Test, ...]:
    """Return tests that together are true exactly where ``test`` is false.

    This is how a Deny is read as a condition on what it leaves. The AWS operators are
    nearly closed under it: StringEquals and StringNotEquals are opposites also on a
    missing key, ForAnyValue and ForAllValues of opposite operators likewise.
    """
    if how.family == "null":
        asked = "true" if "true" in {each.lower() for each in test.values} else "false"
        return (Test("Null", test.key, ("false" if asked == "true" else "true",)),)
    values, is_missing_true = test.values, not how.on_missing
    name = how.name
    if name == "Bool":
        lowered = {each.lower() for each in test.values}
        values = tuple(each for each in ("true", "false") if each not in lowered)
    elif name in _OPPOSITES:
        name = _OPPOSITES[name]
    else:
        prefix = "Numeric" if name.startswith("Numeric") else "Date"
        name = prefix + _ORDERS[name.removeprefix(prefix)]
        values = _farthest(test.values, how)
    swapped = {"ForAnyValue": "ForAllValues", "ForAllValues": "ForAnyValue"}
    turned = operator(f"{swapped[how.qualifier]}:{name}" if how.qualifier else name)
    if turned is None:
        return ()
    if turned.on_missing == is_missing_true:
        return (Test(turned.written, test.key, values),)
    if is_missing_true:
        return (Test(f"{turned.written}IfExists", test.key, values),)
    present = Test("Null", test.key, ("false",))
    return (Test(turned.written, test.key, values), present)
