"""What an act binds: digests of the rows it made, for which the ledger vouches."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from accessmap.ledger.canonical import canonical
from reviews.models import Decision, Verification


def bound(says: Mapping[str, object]) -> dict[str, object]:
    """Return the digests to add to what an act says."""
    made = says.get("decision")
    if not isinstance(made, int):
        return {}
    return {"decision_sha256": decision_digest(Decision.objects.get(pk=made))}


def decision_digest(row: Decision) -> str:
    """Return the digest of a decision: of everything that somebody said with it."""
    return digest(
        {
            "decision": row.pk,
            "item": row.item_id,
            "fingerprint": row.fingerprint,
            "reviewer": row.reviewer_id,
            "verdict": row.verdict,
            "reason": row.reason,
            "purpose": row.purpose,
            "language": row.language,
            "shown_sha256": row.shown_sha256,
            "shown": row.shown,
            "decided_at": row.decided_at,
            "supersedes": row.supersedes_id,
        }
    )


def verification_digest(row: Verification) -> str:
    """Return the digest of what one crawl saw of one promise."""
    return digest(
        {
            "item": row.item_id,
            "crawl": row.crawl_id,
            "outcome": row.outcome,
            "reason": row.reason,
            "other_ways": row.other_ways,
            "verified_at": row.verified_at,
        }
    )


def digest(value: object) -> str:
    """Return the SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
