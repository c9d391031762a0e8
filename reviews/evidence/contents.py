"""What a bundle says of the whole campaign: its terms, its coverage, its sums."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import accessmap
from accessmap.ledger.canonical import spoken
from accessmap.models import User
from reviews.deadline import zone_of
from reviews.evidence.retention import controls_json, kept
from reviews.evidence.tables import Row, canonical
from reviews.models import (
    Campaign,
    ConflictOverride,
    Decision,
    Exemption,
    ExemptionAnswer,
    Notice,
    Occurrence,
    SignOff,
)
from reviews.standing import Place, Standing

REMOVAL_RULE = (
    "removed: two complete readings after the decision, 15 minutes or more apart, did "
    "not find the grant; verification.jsonl names both crawls, the first as gone-once. "
    "Nor was there another grant that lets the same principal, or a wider one, in to "
    "the same (other-way), but for parts that the same review decided to keep"
)

NEVER = "No crawl looked at this account."


def when(moment: datetime | None) -> str | None:
    """Return a time as the bundle writes it: ISO 8601, UTC."""
    return spoken(moment) if moment else None


def who(person: User | None) -> dict[str, object] | None:
    """Return a person as the bundle names one."""
    if person is None:
        return None
    return {
        "username": person.username,
        "name": person.get_full_name(),
        "role": person.role,
    }


def names(campaign: Campaign) -> dict[int, str]:
    """Return the user name of everybody who was asked or decided, by number."""
    asked = set(campaign.items.values_list("reviewer_id", flat=True).order_by())
    made = Decision.objects.filter(item__campaign=campaign).order_by()
    asked |= set(made.values_list("reviewer_id", flat=True))
    return dict(User.objects.filter(pk__in=asked).values_list("pk", "username"))


def campaign_json(campaign: Campaign) -> Row:
    """Return what was asked, on what it stood, and how it ended."""
    definition = {
        "name": campaign.name,
        "query": campaign.query,
        "new_since": when(campaign.new_since),
    }
    return {
        "format": "accessmap-evidence/2",
        "tool": {"name": "AccessMap", "version": accessmap.__version__},
        "id": campaign.pk,
        "definition": definition,
        "definition_sha256": hashlib.sha256(canonical(definition)).hexdigest(),
        "organization_id": campaign.crawl.organization_id,
        "crawl": campaign.crawl_id,
        "crawl_started_at": when(campaign.crawl.started_at),
        "crawl_finished_at": when(campaign.crawl.finished_at),
        "state": campaign.state,
        "is_final": not campaign.is_open,
        "opened_at": when(campaign.opened_at),
        "opened_by": who(campaign.opened_by),
        "due_on": campaign.due_on.isoformat(),
        "time_zone": zone_of(campaign),
        "closed_at": when(campaign.closed_at),
        "closed_by": who(campaign.closed_by),
        "at_close": campaign.at_close,
        "close_reason": campaign.close_reason,
        "observed": campaign.observed_count,
        "grants": campaign.grant_count,
        "population": campaign.population_count,
        "frequency": _frequency(campaign),
        "controls": controls_json(campaign.controls),
        "keep_years": kept(campaign.controls).years,
        "removal_rule": REMOVAL_RULE,
    }


def _frequency(campaign: Campaign) -> Row | None:
    """Return the schedule that opened it, as it was then; None if somebody did."""
    occurrence = Occurrence.objects.filter(campaign=campaign).first()
    if occurrence is None:
        return None
    return {
        "schedule": occurrence.schedule_id,
        "nominal_on": occurrence.nominal_on.isoformat(),
        **occurrence.terms,
    }


def coverage_json(campaign: Campaign) -> Row:
    """Return every scope that was expected, how it was read, and what was not."""
    standing = Standing(campaign.crawl)
    return {
        "crawl": campaign.crawl_id,
        "accounts": [
            {
                "account_id": place.account_id,
                "name": place.name,
                "scopes": place.scope_count,
                "not_read": place.unread_count,
                "is_complete": place.is_complete,
            }
            for place in standing.places
        ],
        "scopes": [
            {
                "account_id": each.account_id,
                "region": each.region,
                "collector": each.collector,
                "service": each.service,
                "outcome": each.outcome,
                "items": each.item_count,
                "gaps": each.gap_count,
                "calls": each.call_count,
                "first_request_id": each.first_request_id,
                "last_request_id": each.last_request_id,
                "started_at": when(each.started_at),
                "finished_at": when(each.finished_at),
            }
            for each in campaign.crawl.coverage.order_by(
                "account_id", "collector", "region"
            )
        ],
        "not_covered": [
            {
                "account_id": each.account_id,
                "region": each.region,
                "collector": each.collector,
                "outcome": each.outcome,
                "code": each.code,
                "reason": each.reason,
                "resources": [
                    {"arn": gap.arn, "outcome": gap.outcome, "reason": gap.reason}
                    for gap in each.gaps.all()
                ],
            }
            for each in standing.not_covered()
        ]
        + [never_looked_at(each) for each in standing.places if not each.scope_count],
        "limitation": campaign.limitation,
        "limitation_by": who(campaign.limitation_by),
        "limitation_at": when(campaign.limitation_at),
    }


def never_looked_at(place: Place) -> Row:
    """Return that nothing was even tried to be read of an account."""
    return {
        "account_id": place.account_id,
        "region": "",
        "collector": "",
        "outcome": "not-looked",
        "code": "",
        "reason": NEVER,
        "resources": [],
    }


def signoff_json(campaign: Campaign) -> Row:
    """Return who signed off, with the words they signed."""
    return {
        "statements": [
            {
                "part": each.part,
                "person": who(each.person),
                "statement_en": each.statement_en,
                "statement_ja": each.statement_ja,
                "remark": each.remark,
                "signed_at": when(each.signed_at),
                "how": "signed in again to sign",
            }
            for each in SignOff.objects.filter(campaign=campaign).select_related(
                "person"
            )
        ]
    }


def exceptions_json(campaign: Campaign) -> Row:
    """Return the register: who asked that what stays until when, and who agreed."""
    asked = Exemption.objects.filter(item__campaign=campaign).order_by("pk")
    related = asked.select_related("item", "requested_by", "answer__answered_by")
    return {
        "exceptions": [
            {
                "item": each.item.number,
                "requested_by": who(each.requested_by),
                "requested_at": when(each.requested_at),
                "control": each.control,
                "reason": each.reason,
                "expires_on": each.expires_on.isoformat(),
                "answer": answer_json(getattr(each, "answer", None)),
            }
            for each in related
        ]
    }


def answer_json(answer: ExemptionAnswer | None) -> Row | None:
    """Return the second person's yes or no."""
    if answer is None:
        return None
    return {
        "answered_by": who(answer.answered_by),
        "answered_at": when(answer.answered_at),
        "is_approved": answer.is_approved,
        "reason": answer.reason,
    }


def overrides_json(campaign: Campaign) -> Row:
    """Return who was let decide although in conflict, by which way, by whom."""
    kept = ConflictOverride.objects.filter(item__campaign=campaign).order_by("pk")
    return {
        "overrides": [
            {
                "item": each.item.number,
                "person": who(each.person),
                "way": each.way,
                "granted_by": who(each.granted_by),
                "granted_at": when(each.granted_at),
                "reason": each.reason,
            }
            for each in kept.select_related("item", "person", "granted_by")
        ]
    }


def notifications_json(campaign: Campaign) -> Row:
    """Return who was told what, by which way, and whether it went."""
    told = Notice.objects.filter(campaigns=campaign).order_by("pk")
    return {
        "notifications": [
            {
                "kind": each.kind,
                "channel": each.channel,
                "to": each.recipient.username if each.recipient else "",
                "state": each.state,
                "created_at": when(each.created_at),
                "sent_at": when(each.sent_at),
            }
            for each in told.select_related("recipient")
        ]
    }


def reconciliation_json(
    campaign: Row,
    assignments: Iterable[Row],
    decisions: Iterable[Row],
    looks: list[Row],
    exclusions: int,
) -> Row:
    """Return the sums that must tie out; verify.py forms them again from the rows."""
    states = Counter(str(each["state"]) for each in assignments)
    verdicts = Counter(
        str(each["verdict"]) for each in decisions if each["is_effective"]
    )
    newest = {each["item"]: str(each["outcome"]) for each in looks}
    return {
        "observed": campaign["observed"],
        "grants": campaign["grants"],
        "exclusions": exclusions,
        "population": campaign["population"],
        "items": sum(states.values()),
        "by_state": dict(states),
        "effective_by_verdict": dict(verdicts),
        "newest_look_by_outcome": dict(Counter(newest.values())),
    }
