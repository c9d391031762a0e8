"""Findings written out as grants: merged, in canonical form, each with its witness."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import MappingProxyType

from accessmap.policy import key
from accessmap.policy.action import expand, levels_on, matches
from accessmap.policy.alike import all_like
from accessmap.policy.box import ACTION, Box
from accessmap.policy.condition import holds, operator
from accessmap.policy.decide import Decided
from accessmap.policy.document import Statement, Test
from accessmap.policy.glob import compiled
from accessmap.policy.grant import Condition, Grant, Principal
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from accessmap.policy.report import Finding
from accessmap.policy.space import Space, service_of
from accessmap.policy.witness import witness


def grants(space: Space, found: Iterable[Finding]) -> list[Grant]:
    """Return the findings as grants: those that differ in place only are one."""
    return joined(_grant(space, finding) for finding in found)


def joined(found: Iterable[Grant]) -> list[Grant]:
    """Return grants in order, those that differ in their actions only as one."""
    merged: dict[tuple[object, ...], Grant] = {}
    for grant in found:
        # What may be done is a set: the actions of equal grants are put together.
        mark = _but_for_actions(grant)
        known = merged.get(mark)
        merged[mark] = _joined(known, grant) if known else grant
    return sorted(merged.values(), key=order)


def _but_for_actions(grant: Grant) -> tuple[object, ...]:
    """Return what tells the grants of one resource apart, their actions aside."""
    return (
        grant.principal,
        grant.zone,
        grant.verdict,
        grant.objects,
        grant.conditions,
        grant.source_zone,
        grant.federated_scope,
        frozenset(each.says() for each in grant.blocked_by),
        grant.unknown,
        grant.is_approximate,
    )


def order(grant: Grant) -> tuple[object, ...]:
    """Return what grants are sorted by: open ones first."""
    return (
        grant.is_blocked,
        grant.principal,
        grant.zone.value,
        grant.actions,
        grant.objects,
        grant.conditions,
    )


def _joined(one: Grant, other: Grant) -> Grant:
    actions = tidy({*one.actions, *other.actions})
    return one._replace(
        actions=actions,
        access_levels=levels_on(one.resource_type, actions),
        statements=tuple(sorted({*one.statements, *other.statements})),
    )


def _grant(space: Space, finding: Finding) -> Grant:
    subject = space.scene.subject
    decided = finding.decided
    statement = decided.rule.statement
    conditions = conditions_of(t for e in finding.conditions for t in e.tests)
    actions = _actions(space, decided, finding.box)
    return Grant(
        resource=subject.arn,
        resource_type=subject.resource_type,
        resource_account=subject.account_id,
        resource_id=subject.resource_id,
        policy_kind=subject.kind,
        principal=finding.element.principal,
        zone=finding.element.zone,
        verdict=verdict(*finding.element, conditions),
        actions=actions,
        objects=objects_of(subject.arn, statement),
        access_levels=levels_on(subject.resource_type, actions),
        conditions=conditions,
        is_conditional=is_conditional(conditions),
        source_zone=finding.source_zone,
        federated_scope=finding.federated_scope,
        blocked_by=finding.blockers,
        unknown=tuple(sorted({*decided.rule.unknown, *decided.undecided_denies})),
        is_approximate=decided.is_approximate,
        statements=(statement.position,),
        witness=MappingProxyType(witness(space, finding)),
    )


def conditions_of(tests: Iterable[Test]) -> tuple[Condition, ...]:
    """Return tests as conditions in canonical form and order."""
    return tuple(sorted({_condition(each) for each in tests}))


def _condition(test: Test) -> Condition:
    how = operator(test.operator)
    written = how.written if how else test.operator
    return Condition(written, key.spelled(test.key), tuple(sorted(set(test.values))))


# What these keys ask is told by the principal itself, or by the source's zone.
_TOLD = key.SOURCE | key.SERVICE | key.DOOR


def is_told(name: str) -> bool:
    """Say whether the principal or its source tells what the key asks."""
    return name in _TOLD


def is_conditional(conditions: Iterable[Condition]) -> bool:
    """Say whether the conditions ask more than the principal and its source tell."""
    return any(each.key not in _TOLD for each in conditions)


_OF_ZONE = {
    Zone.PUBLIC: Verdict.PUBLIC,
    Zone.EXTERNAL: Verdict.EXTERNAL,
    Zone.SAME_ACCOUNT: Verdict.SAME_ACCOUNT,
    Zone.SERVICE: Verdict.SERVICE,
    Zone.FEDERATED: Verdict.FEDERATED,
}


def verdict(
    principal: Principal, zone: Zone, conditions: Iterable[Condition]
) -> Verdict:
    """Return the word for a grant; a condition that anyone can meet changes nothing."""
    if zone is Zone.PUBLIC:
        asks = not all(map(_is_met_unsigned, conditions))
        return Verdict.ANY_ACCOUNT if asks else Verdict.PUBLIC
    if zone is Zone.ORGANIZATION:
        is_whole = principal.kind in _WHOLE
        return Verdict.ORGANIZATION if is_whole else Verdict.IN_ORG
    return _OF_ZONE[zone]


def _is_met_unsigned(condition: Condition) -> bool:
    """Say whether a request that nobody has signed surely meets the condition.

    It lacks most of what tells who calls, and several operators are content with that.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
    """
    name = condition.key.lower()
    if name in key.FREE:
        return True
    if name not in key.CALLER and not key.is_signed_only(name):
        return False
    how = operator(condition.operator)
    return how is not None and holds(Test(*condition), how, key.UNSIGNED.get(name))


_WHOLE = (PrincipalKind.ORGANIZATION, PrincipalKind.UNIT)


def spelled(action: str) -> str:
    """Return an action as AWS cases it; a pattern with its service in lower case."""
    if "*" not in action and "?" not in action:
        return next(iter(expand([action.lower()])), action)
    service, colon, name = action.partition(":")
    return service.lower() + colon + name


@lru_cache(maxsize=8192)
def written(actions: tuple[str, ...]) -> tuple[str, ...]:
    """Return actions in canonical form, as a statement writes them."""
    return tidy({spelled(each) for each in actions})


def tidy(actions: Iterable[str]) -> tuple[str, ...]:
    """Return actions sorted, each once whatever its case."""
    distinct = {each.lower(): each for each in sorted(actions)}
    if "*" in distinct:
        return ("*",)
    return tuple(sorted(distinct.values()))


def _actions(space: Space, decided: Decided, box: Box) -> tuple[str, ...]:
    """Return the actions of a box: as the Allow writes them, unless a Deny cut some."""
    statement = decided.rule.statement
    mask = box.masks[ACTION]
    if statement.is_not_action:
        service = service_of(space.scene.subject.resource_type)
        return _expanded(space, mask, [f"{service}:*"] * (service != "*")) or ("*",)
    if mask == decided.start.masks[ACTION]:
        return written(statement.actions)
    open_patterns = set()
    covered = 0
    for text in space.texts:
        pattern = compiled(text.lower())
        space.scene.budget.spend(len(space.actions))
        cells = _bits(space.actions, pattern.matches) if pattern else 0
        if cells and not cells & ~mask:
            open_patterns.add(spelled(text))
            covered |= cells
    if covered == mask:
        return tidy(_widest(open_patterns))
    listed = written(statement.actions)
    return _expanded(space, mask, listed) or listed


def _widest(patterns: set[str]) -> set[str]:
    return {
        each
        for each in patterns
        if not any(one != each and matches(one, each) for one in patterns)
    }


def _bits(cells: Sequence[str], holds: Callable[[str], bool]) -> int:
    return sum(1 << at for at, each in enumerate(cells) if holds(each))


def _expanded(space: Space, mask: int, patterns: Sequence[str]) -> tuple[str, ...]:
    """Return the actions that AWS has, of those that the mask leaves."""
    space.scene.budget.spend(len(space.texts) * len(space.actions))
    cells = [each for at, each in enumerate(space.actions) if mask >> at & 1]
    return all_like(cells, space.texts, patterns)


def objects_of(arn: str, statement: Statement) -> tuple[str, ...]:
    """Return the resources that a statement names, where narrower than the whole."""
    if statement.resources is None or statement.is_not_resource:
        return ()
    listed = tuple(sorted(set(statement.resources)))
    return () if set(listed) <= {"*", arn} else listed
