"""The rows of a bundle's tables, one kind of row a function."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accessmap.garbage import collected
from accessmap.ledger import tree
from accessmap.ledger.canonical import canonical as strict
from accessmap.ledger.canonical import spoken
from accessmap.models import Document
from reviews.evidence.tables import Row, canonical
from reviews.lifecycle import Origin
from reviews.models import Campaign, Decision, ReviewItem, Verification
from reviews.models.decision import DecisionQuerySet
from reviews.wording import plain

CHUNK = 2000
# Of an item, what no row of another table says, and is most of what it holds.
LONG = ("item__wording", "item__circumstances", "item__statement")
M = TypeVar("M", bound=Model)


def each_of(rows: QuerySet[M]) -> Iterator[M]:
    """Yield rows, however many there are, without keeping them."""
    return collected(rows.iterator(chunk_size=CHUNK), every=CHUNK)


def decisions_of(campaign: Campaign, **only: object) -> DecisionQuerySet:
    """Return decisions with what a row says of them, and of their items."""
    made = Decision.objects.filter(item__campaign=campaign, **only)
    return made.select_related("item").defer("shown", *LONG)


def population_rows(campaign: Campaign) -> Iterator[Row]:
    """Return what was asked about, in the order of its numbers: fixed at opening."""
    return map(population_row, _asked(campaign))


def _asked(campaign: Campaign) -> Iterator[ReviewItem]:
    return each_of(campaign.items.defer("statement").order_by("number"))


def population_row(item: ReviewItem) -> Row:
    """Return one item: what it says, and what was shown beside it."""
    told = item.circumstances
    return {
        "item": item.number,
        "side": item.side,
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
            {"campaign": item.previous_campaign, "item": item.previous_number}
            if item.previous_campaign
            else None
        ),
    }


def exclusion_rows(campaign: Campaign) -> Iterator[Row]:
    """Yield what the crawl saw and was not asked about: fixed at opening."""
    rows = campaign.exclusions.select_related("grant__resource").order_by("number")
    for each in each_of(rows):
        grant = each.grant
        yield {
            "exclusion": each.number,
            "why": "outside the campaign's filter",
            "fingerprint": grant.fingerprint,
            "resource": grant.resource.arn,
            "resource_account": grant.resource.account_id,
            "principal_kind": grant.principal_kind,
            "principal": grant.principal,
            "verdict": grant.verdict,
        }


def exclusions_root(campaign: Campaign) -> str:
    """Return the Merkle root over the exclusions, in hexadecimal."""
    rows = exclusion_rows(campaign)
    return tree.root_of(tree.leaf_hash(canonical(each)) for each in rows).hex()


def population_root(campaign: Campaign) -> str:
    """Return the Merkle root over the population, in hexadecimal."""
    return tree.root_of(map(population_leaf, _asked(campaign))).hex()


def population_leaf(item: ReviewItem) -> bytes:
    """Return the leaf of one item in the tree that ``population_root`` is above."""
    return tree.leaf_hash(canonical(population_row(item)))


def assignment_rows(campaign: Campaign, people: dict[int, str]) -> Iterator[Row]:
    """Yield who was asked, by which rule, and what came of it."""
    items = campaign.items.order_by("number").only(
        "campaign_id",
        "number",
        "reviewer_id",
        "resolved_by",
        "resolved_from",
        "state",
        "circumstances",
        "is_author_known",
    )
    for item in each_of(items):
        yield {
            "item": item.number,
            "reviewer": people[item.reviewer_id],
            "rule": item.resolved_by,
            "rule_read": item.resolved_from,
            "state": item.state,
            **author_of(item),
        }


def author_of(item: ReviewItem) -> Row:
    """Return who last wrote the policy, or why that could not be checked.

    Nothing of an item that was opened before that was followed: it stays as sealed.
    """
    author = item.circumstances.get("author")
    if author is None and item.is_author_known is None:
        return {}
    author = author or defaultdict(str)
    return {
        "is_policy_writer_known": item.is_author_known,
        "policy_written_by": author["by"],
        "policy_writer": author["user"],
        "policy_written_at": author["at"] or None,
        "policy_write": author["event"],
        "policy_writer_unchecked": author["unknown"],
        "policy_writes_known_since": author["since"] or None,
    }


def decision_rows(campaign: Campaign, people: dict[int, str]) -> Iterator[Row]:
    """Yield every decision, the superseded ones too, in the order they were made."""
    made = decisions_of(campaign)
    gone = set(
        made.exclude(supersedes=None).values_list("supersedes_id", flat=True).order_by()
    )
    for each in each_of(made.order_by("pk")):
        yield {
            **said(each),
            "reviewer": actor(each, people),
            "followed_suggestion": (
                each.verdict == each.item.suggestion if each.item.suggestion else None
            ),
            "batch_size": each.batch_size,
            "carried_from": each.carried_from_id,
            "is_effective": each.pk not in gone,
        }


def actor(each: Decision, people: dict[int, str]) -> str:
    """Return who decided: of what a deadline revoked, the rule and no person."""
    if each.origin == Origin.DEADLINE:
        return f"system:deadline:{each.item.risk}"
    return people[each.reviewer_id]


def said(each: Decision) -> dict[str, object]:
    """Return what somebody said with a decision: what its digest covers."""
    return {
        "decision": each.pk,
        "item": each.item.number,
        "fingerprint": each.fingerprint,
        "reviewer_id": each.reviewer_id,
        "verdict": each.verdict,
        "reason": each.reason,
        "purpose": each.purpose,
        "ticket": each.ticket,
        "reduce_to": each.reduce_to,
        "origin": each.origin,
        "language": each.language,
        "shown_sha256": each.shown_sha256,
        "decided_at": spoken(each.decided_at),
        "supersedes": each.supersedes_id,
    }


def decision_digest(each: Decision) -> str:
    """Return the digest by which the ledger knows a decision."""
    return hashlib.sha256(strict(said(each))).hexdigest()


def decisions_root(campaign: Campaign, **only: object) -> str:
    """Return the Merkle root over the digests of decisions made so far."""
    made = decisions_of(campaign, **only).order_by("pk")
    digests = map(decision_digest, each_of(made))
    return tree.root_of(tree.leaf_hash(each.encode()) for each in digests).hex()


def shown_rows(campaign: Campaign) -> Iterator[Row]:
    """Yield each text that reviewers had before them, once, by its hash."""
    made = Decision.objects.filter(item__campaign=campaign).order_by("shown_sha256")
    before = ""
    for sha256, text in made.values_list("shown_sha256", "shown").iterator(CHUNK):
        if sha256 != before:
            yield {"sha256": sha256, "text": text}
        before = sha256


def verification_rows(campaign: Campaign, until: int) -> Iterator[Row]:
    """Yield what each later crawl saw of what was revoked, up to the seal."""
    looks = Verification.objects.filter(item__campaign=campaign, pk__lte=until)
    looks = looks.select_related("item", "crawl").defer(*LONG).order_by("pk")
    for each in each_of(looks):
        finished = each.crawl.finished_at
        yield {
            "item": each.item.number,
            "fingerprint": each.item.fingerprint,
            "crawl": each.crawl_id,
            "crawl_started_at": spoken(each.crawl.started_at),
            "crawl_finished_at": spoken(finished) if finished else None,
            "outcome": each.outcome,
            "reason": each.reason,
            "other_ways": each.other_ways,
            "verified_at": spoken(each.verified_at),
            # Looks of before this was known are told as they were sealed.
            **({"ways": each.ways} if each.ways else {}),
            **({"saw": each.saw} if each.saw else {}),
        }


def raw_documents(
    campaign: Campaign, others: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield each policy that was asked about, and the others, as AWS gave them."""
    wanted = Q(pk__in=campaign.items.values("document_id")) | Q(sha256__in=others)
    for each in Document.objects.filter(wanted).order_by("sha256"):
        yield each.sha256, bytes(each.body)
