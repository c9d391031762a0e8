"""The evidence bundle: a ZIP whose bytes depend on nothing but what was decided."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator

from reviews.evidence import contents, tables
from reviews.evidence.readme import README
from reviews.models import Campaign

POPULATION = (
    "item",
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
    "resolved_by",
    "resolved_from",
    "state",
    "removal",
    "fingerprint",
    "document_sha256",
)
DECISIONS = (
    "decision",
    "item",
    "verdict",
    "reason",
    "purpose",
    "reviewer",
    "reviewer_name",
    "decided_at",
    "is_effective",
    "supersedes",
    "is_default",
    "followed_suggestion",
    "language",
    "fingerprint",
    "shown_sha256",
)
# A fixed date, system and no compression: zlib's bytes differ between builds of it.
EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3


def bundle(campaign: Campaign) -> bytes:
    """Return the bundle of ``campaign``: the same bytes for the same state."""
    files = dict(sorted(_files(campaign)))
    files["manifest.json"] = tables.canonical(
        {
            "format": "accessmap-manifest/1",
            "files": [
                {"name": name, "bytes": len(body), "sha256": _sha256(body)}
                for name, body in files.items()
            ],
        }
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body)
    return out.getvalue()


def _files(campaign: Campaign) -> Iterator[tuple[str, bytes]]:
    """Yield each file but the manifest."""
    yield "README.txt", README.encode()
    yield "campaign.json", tables.canonical(contents.campaign_json(campaign))
    yield "coverage.json", tables.canonical(contents.coverage_json(campaign))
    population = list(contents.population_rows(campaign))
    yield "population.jsonl", tables.jsonl(population)
    yield "population.csv", tables.table(population, POPULATION)
    decisions = list(contents.decision_rows(campaign))
    yield "decisions.jsonl", tables.jsonl(decisions)
    yield "decisions.csv", tables.table(decisions, DECISIONS)
    verifications = contents.verification_rows(campaign)
    yield "verification.jsonl", tables.jsonl(verifications)
    yield "events.jsonl", tables.jsonl(contents.event_rows(campaign))
    for sha256, body in contents.raw_documents(campaign):
        yield f"raw/{sha256}.json", body


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
