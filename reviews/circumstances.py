"""The facts beside a grant, frozen into its item when the campaign opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NotRequired, TypedDict

from django.utils.dateparse import parse_datetime

from accessmap.graph.last_accessed import Tried
from accessmap.graph.used import GrantUse
from accessmap.models import Flag, Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import all_rules
from accessmap.policy.use import days_between
from accessmap.verdicts import RANK
from reviews.authors import Author
from reviews.lifecycle import Risk
from reviews.recommendation import Change, Usage
from reviews.since import Last, Was

RISKY = frozenset({"public", "any-account"})
NOTABLE = frozenset({"external", "unknown"})


class FrozenFlag(TypedDict):
    """One flag as the reviewer saw it."""

    rule_id: str
    severity: str
    title: Mapping[str, str]


class Circumstances(TypedDict):
    """What stands in an item's ``circumstances``."""

    resource_arn: str
    resource_name: str
    resource_type: str
    principal: str
    principal_kind: str
    principal_account: str
    principal_account_name: str
    actions: list[str]
    conditions: list[str]
    blocked_by: list[str]
    first_seen_at: str
    last_used_at: str | None
    is_use_known: bool
    unused_days: int | None
    use: NotRequired[GrantUse]  # by this very grant, as CloudTrail saw it
    tried: NotRequired[Tried]  # by whoever became the role, as IAM tells
    change: str
    flags: list[FrozenFlag]
    author: NotRequired[Author]  # who last wrote the policy, since that is followed
    # Why nobody was asked for the side that uses it (reviews.owners.Unasked).
    using_unasked: NotRequired[str]
    reach_sha256: str  # of what a granted role may do itself
    last: NotRequired[Last]  # what was decided last time
    was: NotRequired[Was]  # and about what, where that became other since


def circumstances_of(  # noqa: PLR0913
    grant: Grant,
    *,
    flags: Sequence[Flag],
    names: Mapping[str, str],
    change: Change,
    now: datetime,
    reach_sha256: str = "",
) -> Circumstances:
    """Return the facts beside ``grant``, with the ``flags`` that are on it."""
    facts, usage = grant.resource.facts, usage_of(grant, now)
    return Circumstances(
        resource_arn=grant.resource.arn,
        resource_name=grant.resource.name,
        resource_type=grant.resource.resource_type,
        principal=grant.principal,
        principal_kind=grant.principal_kind,
        principal_account=grant.principal_account,
        principal_account_name=names.get(grant.principal_account, ""),
        actions=list(grant.says["actions"]),
        conditions=[
            f"{operator} {name}: {', '.join(values)}"
            for operator, name, values in grant.says["conditions"]
        ],
        blocked_by=[f"{each[0]} {each[1]}" for each in grant.says["blocked_by"]],
        first_seen_at=grant.first_seen_at.isoformat(),
        last_used_at=facts.get("last_used_at"),
        is_use_known=usage.is_known,
        unused_days=usage.unused_days if usage.is_known else None,
        change=change.value,
        flags=[frozen(each) for each in flags],
        reach_sha256=reach_sha256,
    )


def with_history(
    told: Circumstances,
    use: GrantUse | None,
    tried: Tried | None,
    author: Author,
    unasked: str | None,
) -> Circumstances:
    """Add how it and its role were used, who wrote it, and who is not asked."""
    if use is not None:
        told["use"] = use
    if tried is not None:
        told["tried"] = tried
    if unasked:
        told["using_unasked"] = unasked
    return {**told, "author": author}


def frozen(flag: Flag) -> FrozenFlag:
    """Return a flag with its title; a rule that is gone keeps its id."""
    rule = all_rules().get(flag.rule_id)
    title = rule.title if rule else {"en": flag.rule_id, "ja": flag.rule_id}
    return FrozenFlag(rule_id=flag.rule_id, severity=flag.severity, title=dict(title))


def usage_of(grant: Grant, now: datetime) -> Usage:
    """Return when the role of ``grant`` was last used, as far as AWS tells."""
    facts = grant.resource.facts
    if "last_used_at" not in facts:
        return Usage()
    last = parse_datetime(facts["last_used_at"] or "")
    made = parse_datetime(facts.get("created_at") or "")
    days = days_between(last, made, now)
    if days is None:
        return Usage()
    return Usage(is_known=True, unused_days=days, was_ever_used=last is not None)


def risk_of(grant: Grant, flags: Sequence[Flag]) -> Risk:
    """Return the worst of what the flags and the verdict say.

    What something stops altogether is low: it becomes what it says when that is lifted,
    and a crawl will see that.
    """
    if grant.is_blocked:
        return Risk.LOW
    severities = {each.severity for each in flags}
    if Severity.HIGH in severities or grant.verdict in RISKY:
        return Risk.HIGH
    if Severity.MEDIUM in severities or grant.verdict in NOTABLE:
        return Risk.MEDIUM
    return Risk.LOW


def rank_of(grant: Grant, risk: Risk) -> int:
    """Return the place of ``grant``, of that risk, in the inbox: riskiest first."""
    return list(Risk).index(risk) * 100 + RANK.get(grant.verdict, 99)
