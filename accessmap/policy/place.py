"""Where an account may stand: known or any, in our organization, in another, in none.

Callers and the sources of service calls are generated from places, so that an account,
its organization and its path always belong together: a foreign account never carries
our organization's id, and a member never another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from accessmap.policy.automaton import witnesses
from accessmap.policy.budget import Budget, TooMany
from accessmap.policy.glob import Pattern, compiled
from accessmap.policy.principal import ACCOUNT_ID
from accessmap.policy.zone import ZoneOfTrust

ORGANIZATION_ID = re.compile(r"o-[a-z0-9]{4,32}")
_PARTS_OF_ARN = 6
_ACCOUNT_PART = 4
_MOST_ACCOUNTS = 1000
_UNIT_SEGMENT = 2  # o-…/r-…/ou-…


@dataclass(frozen=True, slots=True)
class Place:
    """One place. An account or organization that is not named stands for any."""

    account: str
    is_account_named: bool = False
    organization: str = ""
    is_organization_named: bool = False
    path: str = ""
    units: tuple[str, ...] = ()  # organizational units that a pattern names
    is_fresh: bool = False  # as good as any: whoever makes a new account stands so


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document says about accounts: names, and patterns to tell apart."""

    accounts: frozenset[str] = frozenset()
    account_patterns: tuple[Pattern, ...] = ()
    organizations: tuple[Pattern, ...] = ()
    paths: tuple[Pattern, ...] = ()
    tells_organizations: bool = False
    budget: Budget = field(default_factory=Budget)


def account_of(pattern: Pattern) -> str:
    """Return the account part of an ARN pattern, wildcards and all, or nothing."""
    parts = pattern.text.split(":", _PARTS_OF_ARN - 1)
    return parts[_ACCOUNT_PART] if len(parts) > _ACCOUNT_PART else ""


def asked(  # noqa: PLR0913 (all by name)
    *,
    named: Iterable[str],
    accounts: Iterable[Pattern],
    arns: Iterable[Pattern],
    organizations: Iterable[Pattern],
    paths: Iterable[Pattern],
    tells_organizations: bool,
    budget: Budget,
) -> Asked:
    """Collect what a document says about accounts."""
    exact = set(named)
    loose: list[Pattern] = []
    for pattern in (*accounts, *(_as_pattern(account_of(each)) for each in arns)):
        if pattern is None:
            continue
        if ACCOUNT_ID.fullmatch(pattern.fixed):
            exact.add(pattern.fixed)  # also where a star follows: ids have 12 digits
        elif not pattern.is_exact:
            loose.append(pattern)
    return Asked(
        frozenset(exact),
        tuple(loose),
        tuple(organizations),
        tuple(paths),
        tells_organizations,
        budget,
    )


def _as_pattern(text: str) -> Pattern | None:
    return compiled(text) if text and text != "*" else None


def places(asked: Asked, zone: ZoneOfTrust, home: str) -> list[Place]:
    """Return a place of every kind that the document can tell apart."""
    if len(asked.accounts) > _MOST_ACCOUNTS:
        raise TooMany
    strangers = _strangers(asked, zone, home)
    fresh = _fresh(strangers, asked.account_patterns)
    if not asked.tells_organizations:
        found = [Place(each, is_fresh=each in fresh) for each in strangers]
        found.extend(
            Place(each, is_account_named=True) for each in sorted(asked.accounts)
        )
        return found
    found = []
    own = zone.organization_id
    abroad = [""]
    organizations = _organizations(asked, own)
    unnamed = [each for each, is_named in organizations if not is_named]
    fresh_organizations = _fresh(unnamed, asked.organizations)
    for organization, is_named in organizations:
        if organization != own:
            abroad.append(organization)
        for account in strangers:
            found.extend(
                Place(
                    account,
                    organization=organization,
                    is_organization_named=is_named,
                    path=path,
                    units=units,
                    is_fresh=account in fresh and organization in fresh_organizations,
                )
                for path, units in _paths(asked, organization, zone)
            )
    found.extend(Place(each, is_fresh=each in fresh) for each in strangers)
    named_organizations = dict(organizations)
    for account in sorted(asked.accounts):
        at_home = account in zone.accounts or (account == home and not zone.accounts)
        possible = [own] if at_home and own else abroad
        for organization in possible:
            is_named = named_organizations.get(organization, False)
            found.extend(
                Place(
                    account,
                    is_account_named=True,
                    organization=organization,
                    is_organization_named=is_named,
                    path=path,
                    units=units,
                )
                for path, units in _paths(asked, organization, zone, account)
            )
    return found


def _fresh(texts: list[str], patterns: Sequence[Pattern]) -> set[str]:
    """Return those that the fewest patterns match: what a new one is like."""
    counts = {
        text: sum(each.matches(text) for each in patterns if not each.is_exact)
        for text in texts
    }
    return {text for text, count in counts.items() if count == min(counts.values())}


def _strangers(asked: Asked, zone: ZoneOfTrust, home: str) -> list[str]:
    """Return accounts that nobody names, one of each kind that patterns tell apart."""
    taken = (asked.accounts, zone.accounts, zone.former_accounts, {home})

    def is_taken(account: str) -> bool:
        return any(account in each for each in taken)

    if asked.account_patterns:
        known = sorted(frozenset().union(*taken))
        exact = [each for a in known if (each := _as_pattern(a))][:64]
        texts = witnesses(
            (*asked.account_patterns, *exact),
            universe="?" * 12,
            alphabet="9876543210",
            budget=asked.budget,
        )
        found = [each for each in texts if not is_taken(each)]
        if found:
            return found
    start = 999_900_000_000
    numbers = (str(start + at) for at in range(10**6))
    return [next(each for each in numbers if not is_taken(each))]


def _organizations(asked: Asked, own: str) -> list[tuple[str, bool]]:
    """Return (organization id, is it named?), ours first, then others, then any."""
    named = {own} if own else set()
    firsts = [
        each for path in asked.paths if (each := _as_pattern(path.text.split("/")[0]))
    ]
    loose = []
    for pattern in (*asked.organizations, *firsts):
        if not pattern.is_exact:
            loose.append(pattern)
        elif ORGANIZATION_ID.fullmatch(pattern.text):
            named.add(pattern.text)
    exact = [each for one in sorted(named) if (each := _as_pattern(one))]
    texts = witnesses(
        (*loose, *exact),
        universe="o-??????????",
        alphabet="z0y-abo" if not loose else "",
        budget=asked.budget,
    )
    fresh = [each for each in texts if each not in named]
    ordered = sorted(named, key=lambda each: (each != own, each))
    return [(each, True) for each in ordered] + [(each, False) for each in fresh]


def _paths(
    asked: Asked, organization: str, zone: ZoneOfTrust, account: str = ""
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (path, units that patterns name) for the ways to stand in it."""
    if not organization:
        yield "", ()
        return
    if known := zone.paths.get(account):
        yield known, _units(asked.paths, known, organization)
        return
    root = _root(asked, organization, zone)
    seen: set[tuple[bool, ...]] = set()
    for universe in (f"{organization}/{root}/ou-?*/", f"{organization}/{root}/"):
        for path in witnesses(asked.paths, universe=universe, budget=asked.budget):
            truth = tuple(each.matches(path) for each in asked.paths)
            if truth not in seen:
                seen.add(truth)
                yield path, _units(asked.paths, path, organization)


def _root(asked: Asked, organization: str, zone: ZoneOfTrust) -> str:
    """Return the organization's root; it has one, so whatever names one tells it."""
    texts = [*zone.paths.values(), *(each.fixed for each in asked.paths)]
    for text in sorted(texts):
        parts = text.split("/")
        if parts[0] == organization and len(parts) > _UNIT_SEGMENT and parts[1]:
            return parts[1]
    return "r-root"


def _units(paths: Iterable[Pattern], path: str, organization: str) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                unit
                for each in paths
                if each.matches(path) and (unit := _unit(each, organization))
            }
        )
    )


def _unit(pattern: Pattern, organization: str) -> str:
    """Return the unit that a path pattern names; "" if it is as wide as all of it."""
    fixed = pattern.fixed
    depth = fixed.count("/")
    rest = pattern.text[len(fixed) :]
    if pattern.is_exact or depth > _UNIT_SEGMENT:
        return fixed[: fixed.rfind("/")] if "/" in fixed else fixed
    if rest == "*" and "ou-" not in fixed:
        return ""
    text = pattern.text.rstrip("*").rstrip("/")
    return f"{organization}/{text}" if text.startswith("*/") else text
