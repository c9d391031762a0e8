"""Which controls each field of a bundle's tables speaks to, by what the field tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# What is asked about: that it is known, whole, and where it came from.
WHAT = ("CC6.1", "A.5.15", "AC-2(j)", "7.2.4", "7.2.5.1", "IPE", "access authority")
# How much it allows, and to whom outside.
POWER = ("CC6.1", "CC6.3", "A.8.2", "AC-6(7)")
# Whether it is needed.
NEED = ("CC6.2", "CC6.3", "A.5.18", "AC-6(7)")
# Who was asked, and why that person.
ASKED = ("CC6.3", "A.5.18", "7.2.4", "7.2.5.1", "9.2.5", "access authority")
# What was decided, when and why.
DECIDED = (*ASKED, "AC-2(j)", "AC-6(7)")
# Whether it is really gone.
GONE = ("CC6.2", "CC6.3", "A.5.18", "7.2.4", "7.2.5.1", "AC-6(7)", "9.2.5")
# That it is as it was read or said, and by whom.
TRUE = ("IPE", "AU-9", "AU-10")

FIELDS: Mapping[str, Mapping[Sequence[str], Sequence[str]]] = {
    "population.jsonl": {
        WHAT: (
            "item", "side", "resource", "resource_type", "resource_account",
            "resource_account_name", "unit", "principal_kind", "principal",
            "principal_account", "principal_account_name", "sentence_en",
            "sentence_ja", "conditions", "blocked_by", "first_seen_at", "change",
            "previous_item",
        ),
        POWER: ("verdict", "risk", "actions", "flags"),
        NEED: (
            "last_used_at", "is_use_known", "unused_days", "suggestion",
            "suggestion_reason",
        ),
        TRUE: ("fingerprint", "document_sha256"),
    },
    "exclusions.jsonl": {
        WHAT: (
            "exclusion", "why", "resource", "resource_account", "principal_kind",
            "principal", "verdict",
        ),
        TRUE: ("fingerprint",),
    },
    "assignments.jsonl": {
        ASKED: (
            "item", "reviewer", "rule", "rule_read", "policy_written_by",
            "policy_writer", "policy_written_at", "policy_write",
            "policy_writer_unchecked", "policy_writes_known_since",
            "is_policy_writer_known",
        ),
        DECIDED: ("state",),
    },
    "decisions.jsonl": {
        ASKED: ("reviewer", "reviewer_id"),
        DECIDED: (
            "decision", "item", "verdict", "reason", "decided_at", "is_effective",
            "supersedes", "origin", "batch_size", "carried_from",
            "followed_suggestion",
        ),
        NEED: ("purpose", "ticket", "reduce_to"),
        TRUE: ("fingerprint", "language", "shown_sha256"),
    },
    "shown.jsonl": {TRUE: ("sha256", "text")},
    "verification.jsonl": {
        GONE: ("item", "outcome", "reason", "other_ways", "verified_at", "ways"),
        TRUE: ("fingerprint", "crawl", "crawl_started_at", "crawl_finished_at"),
    },
    "remediation.jsonl": {
        GONE: ("item", "verdict", "reduce_to", "promised_at", "outcome"),
        TRUE: ("fingerprint", "crawl", "policy_before", "policy_after"),
    },
    "events.jsonl": {TRUE: ("about", "actor", "at", "kind", "says", "sequence")},
}  # fmt: skip


def controls_of_fields() -> dict[str, dict[str, list[str]]]:
    """Return file → field → controls, as ``controls.json`` lists them."""
    return {
        name: {
            field: list(controls)
            for controls, fields in told.items()
            for field in fields
        }
        for name, told in FIELDS.items()
    }
