"""Which controls each field of a bundle speaks to, by what the field tells.

Of a table these are the columns; of another file its own fields, or those of its rows.
"""

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
# How often, until when, and for how long it is kept.
TIME = ("CC6.3", "7.2.4", "7.2.5.1", "AC-2(j)", "9.2.5")
KEPT = ("AU-11",)
# That it is whole, and what is not in it.
WHOLE = ("IPE", "CC6.1", "A.5.15", "7.2.4")
# That management knows of what remains.
ANSWERED = ("7.2.4", "7.2.5.1", "AU-10")

FIELDS: Mapping[str, Mapping[Sequence[str], Sequence[str]]] = {
    "campaign.json": {
        WHAT: ("definition", "organization_id"),
        WHOLE: ("observed", "grants", "population"),
        TIME: (
            "frequency", "opened_at", "opened_by", "due_on", "time_zone", "closed_at",
            "closed_by", "state",
        ),
        DECIDED: ("at_close", "close_reason"),
        GONE: ("removal_rule",),
        KEPT: ("controls", "keep_years"),
        TRUE: (
            "format", "tool", "id", "definition_sha256", "crawl", "crawl_started_at",
            "crawl_finished_at", "is_final",
        ),
    },
    "coverage.json": {
        WHOLE: (
            "accounts", "scopes", "not_covered", "limitation", "limitation_by",
            "limitation_at",
        ),
        TRUE: ("crawl",),
    },
    "reconciliation.json": {
        WHOLE: ("observed", "grants", "exclusions", "population", "items"),
        DECIDED: ("by_state", "effective_by_verdict"),
        GONE: ("newest_look_by_outcome",),
    },
    "signoff.json": {
        ANSWERED: (
            "part", "person", "statement_en", "statement_ja", "remark", "signed_at",
            "how",
        ),
    },
    "exceptions.json": {
        DECIDED: (
            "item", "requested_by", "requested_at", "control", "reason", "expires_on",
            "answer",
        ),
    },
    "overrides.json": {
        ASKED: ("item", "person", "way", "granted_by", "granted_at", "reason"),
    },
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
        GONE: ("item", "outcome", "reason", "other_ways", "verified_at", "ways", "saw"),
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
