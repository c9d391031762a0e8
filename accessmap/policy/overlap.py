"""Whether two grants on one resource let the same caller do the same thing.

In doubt they do, and in doubt the one is not within the other: whoever asks wants to
know whether an access is really gone, or really became narrower.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from accessmap.policy.action import expand
from accessmap.policy.automaton import MOST_PLACES, witnesses
from accessmap.policy.budget import TooMany
from accessmap.policy.condition import operator
from accessmap.policy.glob import Pattern, blurred, compiled, overlap
from accessmap.policy.grant import Condition, Grant, Principal
from accessmap.policy.kinds import PrincipalKind

_TEXTS = frozenset({"string", "string-ignoring-case", "like", "arn", "bool"})
_WITH_WILDCARDS = frozenset({"like", "arn"})
_WHOLE_ACCOUNT = frozenset({PrincipalKind.ACCOUNT, PrincipalKind.CANONICAL})
IN_ACCOUNT = _WHOLE_ACCOUNT | {
    PrincipalKind.ROLE,
    PrincipalKind.USER,
    PrincipalKind.SESSION,
}
_ABOVE_ACCOUNTS = frozenset({PrincipalKind.ORGANIZATION, PrincipalKind.UNIT})


def includes(wide: Principal, narrow: Principal, above: Collection[str] = ()) -> bool:
    """Say whether whoever is ``narrow`` is ``wide`` too.

    ``above`` are the organization and the units, by their paths, of narrow's account.
    """
    if wide.kind is PrincipalKind.PUBLIC or wide[:2] == narrow[:2]:
        return True
    if wide.kind in _ABOVE_ACCOUNTS:
        places = above if narrow.kind in IN_ACCOUNT else (narrow.id,)
        path = _path(wide.id)
        return any(_path(each).startswith(path) for each in places)
    if wide.kind in _WHOLE_ACCOUNT:
        is_told = bool(wide.account_id) and narrow.kind in IN_ACCOUNT
        return is_told and wide.account_id == narrow.account_id
    is_session = narrow.kind is PrincipalKind.SESSION
    return is_session and wide.kind is PrincipalKind.ROLE and _is_of(narrow, wide)


def overlaps(one: Grant, other: Grant) -> bool:
    """Say whether some act is let through by both, whoever they are for."""
    return (
        _act_alike(one.actions, other.actions)
        and _on_the_same(one.objects, other.objects)
        and not _exclude_each_other(one.conditions, other.conditions)
    )


def is_within(narrow: Grant, wide: Grant) -> bool:
    """Say whether ``wide`` lets through what ``narrow`` does, of the same caller."""
    return (
        _acts_within(narrow.actions, wide.actions)
        and _objects_within(narrow.objects, wide.objects)
        and all(_is_kept(each, narrow.conditions) for each in wide.conditions)
    )


def _path(place: str) -> str:
    return f"{place.rstrip('*').rstrip('/')}/"


def _is_of(session: Principal, role: Principal) -> bool:
    """Say so of a session of a role; its ARN leaves out the path of the role.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    name = session.id.partition(":assumed-role/")[2].partition("/")[0]
    is_near = session.account_id == role.account_id
    return is_near and bool(name) and role.id.rpartition("/")[2] == name


def _act_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not set(expand(one)).isdisjoint(expand(other)):
        return True
    return any(
        _meet(a.lower(), b.lower())
        for a in one
        for b in other
        if _is_loose(a) or _is_loose(b)
    )


def _on_the_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say so of two lists of objects; without a list it is the whole resource."""
    if not one or not other:
        return True
    return any(_meet(blurred(a, ()), blurred(b, ())) for a in one for b in other)


def _exclude_each_other(one: Iterable[Condition], other: Collection[Condition]) -> bool:
    """Say whether no request meets both: a key would need two values at once."""
    return any(
        a.key == b.key and _asks(a) and _asks(b) and not _share_a_value(a, b)
        for a in one
        for b in other
    )


def _asks(condition: Condition) -> bool:
    """Say whether it asks for one of its texts, and for nothing less."""
    how = operator(condition.operator)
    if how is None or how.family not in _TEXTS:
        return False
    return not (how.is_negated or how.is_if_exists or how.qualifier)


def _share_a_value(one: Condition, other: Condition) -> bool:
    return any(
        _meet(a.lower(), b.lower()) for a in _values(one) for b in _values(other)
    )


def _values(condition: Condition) -> list[str]:
    return [blurred(each, ()) for each in condition.values]


def _acts_within(narrow: tuple[str, ...], wide: tuple[str, ...]) -> bool:
    if all(any(_covers(b.lower(), a.lower()) for b in wide) for a in narrow):
        return True
    reached = set(expand(narrow))
    is_known = bool(reached) and all(expand([each]) for each in narrow)
    return is_known and reached <= set(expand(wide))


def _objects_within(narrow: tuple[str, ...], wide: tuple[str, ...]) -> bool:
    if not wide:
        return True
    return bool(narrow) and all(any(_covers(b, a) for b in wide) for a in narrow)


def _is_kept(condition: Condition, among: Iterable[Condition]) -> bool:
    """Say whether one of the narrower grant's conditions asks as much or more."""
    for each in among:
        if each == condition:
            return True
        is_alike = each[:2] == condition[:2] and _asks(condition)
        if is_alike and set(each.values) <= set(condition.values):
            return True
    return False


def _is_loose(pattern: str) -> bool:
    return "*" in pattern or "?" in pattern


def _pattern(text: str) -> Pattern:
    found = compiled(text)
    assert found is not None  # noqa: S101 (no variables)
    return found


def _meet(one: str, other: str) -> bool:
    """Say whether some text matches both patterns; two very long ones may."""
    a, b = _pattern(one).tokens(), _pattern(other).tokens()
    return len(a) * len(b) > MOST_PLACES or overlap(a, b)


def _covers(wide: str, narrow: str) -> bool:
    """Say whether ``wide`` matches whatever ``narrow`` does."""
    if wide in {narrow, "*"}:
        return True
    if "${" in wide or "${" in narrow:
        return False  # a variable may have any value
    a, b = _pattern(wide), _pattern(narrow)
    if b.is_exact:
        return a.matches(b.text)
    try:
        return all(a.matches(e) for e in witnesses([a, b]) if b.matches(e))
    except TooMany:
        return False
