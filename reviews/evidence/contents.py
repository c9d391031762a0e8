"""What each file of a bundle says, read from the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

import accessmap
from accessmap.models import Document, User
from reviews.evidence.tables import Row, canonical
from reviews.models import Campaign, Decision, Event, ReviewItem, Verification
from reviews.standing import Standing
from reviews.wording import plain

# Acts of reading are no part of what was decided: a bundle made again is the same.
UNTOLD = ("evidence-exported",)


def when(moment: datetime | None) -> str | None:
    """Return a time as the bundle writes it: ISO 8601, UTC."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def who(person: User | None) -> dict[str, object] | None:
    """Return a person as the bundle names one."""
    if person is None:
        return None
    return {
        "username": person.username,
        "name": person.get_full_name(),
        "role": person.role,
    }


def campaign_json(campaign: Campaign) -> Row:
    """Return what was asked, on what it stood, and how it ended."""
    states = list(campaign.items.values_list("state", flat=True))
    removals = list(campaign.items.revoked().values_list("removal", flat=True))
    definition = {"name": campaign.name, "query": campaign.query}
    return {
        "format": "accessmap-evidence/1",
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
        "closed_at": when(campaign.closed_at),
        "closed_by": who(campaign.closed_by),
        "at_close": campaign.at_close,
        "close_reason": campaign.close_reason,
        "population": campaign.population_count,
        "items_by_state": {each: states.count(each) for each in sorted(set(states))},
        "revoked_by_removal": {
            each or "not-looked": removals.count(each) for each in sorted(set(removals))
        },
        "removal_rule": (
            "removed: one complete reading that began after the decision did not find "
            "the grant; the crawl is named in verification.jsonl"
        ),
    }


def coverage_json(campaign: Campaign) -> Row:
    """Return what was read and what was not, and who accepted that."""
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
        ],
        "limitation": campaign.limitation,
        "limitation_by": who(campaign.limitation_by),
        "limitation_at": when(campaign.limitation_at),
    }


def population_rows(campaign: Campaign) -> Iterator[Row]:
    """Yield what was asked about, in the order of its numbers."""
    items = campaign.items.select_related("reviewer", "previous").order_by("number")
    for item in items.iterator(chunk_size=2000):
        yield population_row(item)


def population_row(item: ReviewItem) -> Row:
    """Return one item: what it says, what was shown beside it, who was asked."""
    told = item.circumstances
    return {
        "item": item.number,
        "fingerprint": item.fingerprint,
        "resource": told["resource_arn"],
        "resource_type": told["resource_type"],
        "resource_account": item.account_id,
        "resource_account_name": item.account_name,
        "unit": item.unit_name,
        "principal_kind": told["principal_kind"],
        "principal": told["principal"],
        "principal_account": told["principal_account"],
        "principal_account_name": told["principal_account_name"],
        "verdict": item.verdict,
        "risk": item.risk,
        "actions": told["actions"],
        "conditions": told["conditions"],
        "blocked_by": told["blocked_by"],
        "flags": [each["rule_id"] for each in told["flags"]],
        "first_seen_at": told["first_seen_at"],
        "last_used_at": told["last_used_at"],
        "is_use_known": told["is_use_known"],
        "unused_days": told["unused_days"],
        "change": told["change"],
        "sentence_en": plain(item.wording["en"]["sentence"]),
        "sentence_ja": plain(item.wording["ja"]["sentence"]),
        "suggestion": item.suggestion,
        "suggestion_reason": item.wording["en"]["advice"],
        "document_sha256": item.document_sha256,
        "previous_item": (
            {"campaign": item.previous.campaign_id, "item": item.previous.number}
            if item.previous
            else None
        ),
        "reviewer": item.reviewer.username,
        "resolved_by": item.resolved_by,
        "resolved_from": item.resolved_from,
        "state": item.state,
        "removal": item.removal,
    }


def decision_rows(campaign: Campaign) -> Iterator[Row]:
    """Yield every decision, the superseded ones too, in the order they were made."""
    decisions = Decision.objects.filter(item__campaign=campaign)
    related = decisions.select_related("item", "reviewer", "superseded_by")
    for each in related.order_by("pk").iterator(chunk_size=2000):
        yield {
            "decision": each.pk,
            "item": each.item.number,
            "fingerprint": each.fingerprint,
            "verdict": each.verdict,
            "reason": each.reason,
            "purpose": each.purpose,
            "reviewer": each.reviewer.username,
            "reviewer_name": each.reviewer.get_full_name(),
            "decided_at": when(each.decided_at),
            "is_default": each.is_default,
            "followed_suggestion": (
                each.verdict == each.item.suggestion if each.item.suggestion else None
            ),
            "language": each.language,
            "shown_sha256": each.shown_sha256,
            "shown": each.shown,
            "supersedes": each.supersedes_id,
            "is_effective": not hasattr(each, "superseded_by"),
        }


def verification_rows(campaign: Campaign) -> Iterator[Row]:
    """Yield what each later crawl saw of what was revoked."""
    looks = Verification.objects.filter(item__campaign=campaign).order_by("pk")
    for each in looks.select_related("item", "crawl").iterator(chunk_size=2000):
        yield {
            "item": each.item.number,
            "fingerprint": each.item.fingerprint,
            "crawl": each.crawl_id,
            "crawl_started_at": when(each.crawl.started_at),
            "crawl_finished_at": when(each.crawl.finished_at),
            "outcome": each.outcome,
            "reason": each.reason,
            "other_ways": each.other_ways,
            "verified_at": when(each.verified_at),
        }


def event_rows(campaign: Campaign) -> Iterator[Row]:
    """Yield the acts on the campaign, in their order."""
    acts = Event.objects.filter(campaign=campaign).exclude(kind__in=UNTOLD)
    for each in acts.select_related("item").order_by("sequence"):
        yield {
            "sequence": each.sequence,
            "at": when(each.at),
            "actor": each.actor,
            "kind": each.kind,
            "item": each.item.number if each.item else None,
            "says": each.says,
        }


def raw_documents(campaign: Campaign) -> Iterator[tuple[str, bytes]]:
    """Yield every policy document as AWS gave it, by its hash."""
    wanted = campaign.items.values("document_id")
    for each in Document.objects.filter(pk__in=wanted).order_by("sha256"):
        yield each.sha256, bytes(each.body)
