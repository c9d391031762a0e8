"""Which columns the spreadsheets repeat, in the order in which people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviews.evidence.tables import Row

POPULATION = (
    "item",
    "side",
    "resource_account",
    "resource_account_name",
    "unit",
    "resource",
    "resource_type",
    "principal_kind",
    "principal",
    "principal_account",
    "principal_account_name",
    "verdict",
    "risk",
    "sentence_en",
    "sentence_ja",
    "actions",
    "conditions",
    "blocked_by",
    "flags",
    "first_seen_at",
    "last_used_at",
    "is_use_known",
    "unused_days",
    "change",
    "suggestion",
    "suggestion_reason",
    "reviewer",
    "rule",
    "rule_read",
    "policy_writer",
    "policy_written_by",
    "policy_written_at",
    "policy_write",
    "policy_writer_unchecked",
    "state",
    "fingerprint",
    "document_sha256",
)
EXCLUSIONS = (
    "exclusion",
    "why",
    "resource_account",
    "resource",
    "principal_kind",
    "principal",
    "verdict",
    "fingerprint",
)
DECISIONS = (
    "decision",
    "item",
    "verdict",
    "reason",
    "purpose",
    "reviewer",
    "decided_at",
    "is_effective",
    "supersedes",
    "origin",
    "reduce_to",
    "ticket",
    "followed_suggestion",
    "language",
    "fingerprint",
    "shown_sha256",
)
VERIFICATION = (
    "item",
    "outcome",
    "reason",
    "other_ways",
    "crawl",
    "crawl_started_at",
    "crawl_finished_at",
    "verified_at",
    "fingerprint",
)


REMEDIATION = (
    "item",
    "verdict",
    "reduce_to",
    "promised_at",
    "outcome",
    "crawl",
    "policy_before",
    "policy_after",
    "fingerprint",
)


def joined(population: Iterable[Row], assignments: Iterable[Row]) -> Iterator[Row]:
    """Yield what was asked with who was asked; both are in the order of items."""
    for asked, answers in zip(population, assignments, strict=True):
        yield {**asked, **answers}
