"""What is invented for a planted question, and for whom: by the campaign's seed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from accessmap.graph.writers import Unknown
from accessmap.models import Resource
from accessmap.policy import explain
from accessmap.policy.grant import Grant, Principal
from accessmap.policy.kinds import (
    AccessLevel,
    PolicyKind,
    PrincipalKind,
    Severity,
    Verdict,
    Zone,
)
from accessmap.policy.names import Names
from accessmap.policy.rule import all_rules
from accessmap.verdicts import RANK
from reviews.authors import Author
from reviews.circumstances import Circumstances, FrozenFlag
from reviews.models import Campaign, Planted, ReviewItem
from reviews.recommendation import Change, Usage, recommend
from reviews.wording import LANGUAGES, Wording, frozen_words

FEW = 5  # items; in fewer, one could guess who was asked
TWO = 2  # people
ROLE = "AWS::IAM::Role"
ACTION = "sts:AssumeRole"
NAMES = (
    "partner-report-export",
    "legacy-sync-2019",
    "migration-temporary",
    "analytics-handover",
    "poc-data-share",
    "monitoring-old",
)
STATEMENT = {"Effect": "Allow", "Principal": "*", "Action": ACTION}


def planted(campaign: Campaign, names: Names) -> Planted | None:
    """Return the question, not yet saved; None where it would speak of one person.

    Anyone at all may become a role that does not exist, in an account that its reviewer
    answers for: whoever reads it does not confirm it.
    """
    beside = _beside(campaign)
    if beside is None:
        return None
    arn = _invented(campaign, beside.account_id)
    grant = _grant(arn, beside.account_id)
    rule = all_rules()["public"]
    advice = recommend(
        Usage(), high_flags=[dict(rule.title)], change=Change.NEW, was_confirmed=False
    )
    flag = FrozenFlag(rule_id=rule.id, severity=Severity.HIGH, title=dict(rule.title))
    return Planted(
        campaign=campaign,
        reviewer=beside.reviewer,
        number=beside.number,
        wording=_wording(grant, names, advice.reason),
        circumstances=_circumstances(grant, flag, beside),
        statement=json.dumps(STATEMENT, indent=2),
        document_sha256=hashlib.sha256(f"{STATEMENT} {arn}".encode()).hexdigest(),
        verdict=grant.verdict.value,
        account_id=beside.account_id,
        account_name=beside.account_name,
        rank=RANK[Verdict.PUBLIC],
        suggestion=advice.advice.value,
        resolved_by=beside.resolved_by,
    )


def _beside(campaign: Campaign) -> ReviewItem | None:
    """Return the item beside which it is planted: the reviewer first, by the seed."""
    asked = campaign.items.open()
    people = sorted(set(asked.order_by().values_list("reviewer", flat=True)))
    if campaign.population_count < FEW or len(people) < TWO:
        return None
    turn = min(people, key=lambda each: _drawn(campaign, f"person {each}"))
    numbers = asked.filter(reviewer=turn).order_by().values_list("number", flat=True)
    number = min(numbers, key=lambda each: _drawn(campaign, f"item {each}"))
    return asked.select_related("reviewer", "campaign__crawl").get(number=number)


def _invented(campaign: Campaign, account_id: str) -> str:
    """Return the ARN of a role that the account has never had."""
    for name in sorted(NAMES, key=lambda each: _drawn(campaign, each)):
        arn = f"arn:aws:iam::{account_id}:role/{name}"
        if not Resource.objects.filter(arn=arn).exists():
            return arn
    tail = _drawn(campaign, "name")[:6]
    return f"arn:aws:iam::{account_id}:role/{NAMES[0]}-{tail}"


def _drawn(campaign: Campaign, what: str) -> str:
    text = f"{campaign.second_look_seed} planted {what}"
    return hashlib.sha256(text.encode()).hexdigest()


def _grant(arn: str, account_id: str) -> Grant:
    return Grant(
        resource=arn,
        resource_type=ROLE,
        resource_account=account_id,
        policy_kind=PolicyKind.TRUST,
        principal=Principal(PrincipalKind.PUBLIC, "*"),
        zone=Zone.PUBLIC,
        verdict=Verdict.PUBLIC,
        actions=(ACTION,),
        access_levels=(AccessLevel.WRITE,),
        statements=(0,),
        witness={"caller": "*", "action": ACTION, "resource": arn},
    )


def _wording(
    grant: Grant, names: Names, advice: Mapping[str, str]
) -> dict[str, Wording]:
    return {
        each: frozen_words(
            explain.headline(grant, names, each),
            explain.sentence(grant, names, each),
            explain.consequence(grant, names, each),
            advice[each],
        )
        for each in LANGUAGES
    }


def _circumstances(grant: Grant, flag: FrozenFlag, beside: ReviewItem) -> Circumstances:
    campaign = beside.campaign
    return Circumstances(
        resource_arn=grant.resource,
        resource_name=grant.resource.rpartition("/")[2],
        resource_type=grant.resource_type,
        principal=grant.principal.id,
        principal_kind=grant.principal.kind.value,
        principal_account="",
        principal_account_name="",
        actions=list(grant.actions),
        conditions=[],
        blocked_by=[],
        first_seen_at=campaign.crawl.started_at.isoformat(),
        last_used_at=None,
        is_use_known=False,
        unused_days=None,
        change=Change.NEW.value,
        flags=[flag],
        reach_sha256="",
        author=_nobody(beside),
    )


def _nobody(beside: ReviewItem) -> Author:
    """Return an author as an item has one whose policy nobody wrote lately."""
    since = beside.circumstances["author"]["since"]
    unknown = Unknown.BEFORE if since else Unknown.NOT_READ
    return Author(by="", user="", event="", at="", unknown=unknown.value, since=since)
