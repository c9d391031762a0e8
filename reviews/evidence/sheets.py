"""The sheets that people read a bundle in, whatever they read them with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviews.evidence.columns import (
    DECISIONS,
    EXCLUSIONS,
    POPULATION,
    REMEDIATION,
    VERIFICATION,
    joined,
)
from reviews.evidence.tables import Row
from reviews.evidence.verify import Bundle

Sheet = tuple[str, Sequence[str], Iterable[Row]]
NOT_COVERED = (
    "account_id", "region", "collector", "outcome", "code", "reason", "resources"
)  # fmt: skip
OVERRIDES = ("item", "person", "way", "granted_by", "granted_at", "reason")
SIGNOFF = ("part", "person", "statement_en", "statement_ja", "remark", "signed_at")
NOTIFICATIONS = ("kind", "channel", "to", "state", "created_at", "sent_at")
EVENTS = ("sequence", "at", "kind", "actor", "about", "says")
CONTROLS = ("framework", "id", "statement", "files")
COVERAGE = (
    "account_id", "region", "collector", "service", "outcome", "items", "gaps", "calls",
    "started_at", "finished_at",
)  # fmt: skip
EXCEPTIONS = ("item", "requested_at", "expires_on", "control", "reason", "answer")


def sheets(bundle: Bundle) -> Sequence[Sheet]:
    """Return name, columns and rows of each sheet."""
    return (
        (
            "population",
            POPULATION,
            joined(bundle.rows("population.jsonl"), bundle.rows("assignments.jsonl")),
        ),
        ("exclusions", EXCLUSIONS, bundle.rows("exclusions.jsonl")),
        ("decisions", DECISIONS, bundle.rows("decisions.jsonl")),
        ("verification", VERIFICATION, bundle.rows("verification.jsonl")),
        ("remediation", REMEDIATION, bundle.rows("remediation.jsonl")),
        ("exceptions", EXCEPTIONS, bundle.json("exceptions.json")["exceptions"]),
        ("overrides", OVERRIDES, bundle.json("overrides.json")["overrides"]),
        ("coverage", COVERAGE, bundle.json("coverage.json")["scopes"]),
        ("not covered", NOT_COVERED, bundle.json("coverage.json")["not_covered"]),
        ("campaign", ("field", "value"), fields(bundle.json("campaign.json"))),
        ("sums", ("field", "value"), fields(bundle.json("reconciliation.json"))),
        ("quality", ("field", "value"), fields(bundle.json("quality.json"))),
        ("signoff", SIGNOFF, bundle.json("signoff.json")["statements"]),
        (
            "notifications",
            NOTIFICATIONS,
            bundle.json("notifications.json")["notifications"],
        ),
        ("events", EVENTS, bundle.rows("events.jsonl")),
        ("controls", CONTROLS, bundle.json("controls.json")["controls"]),
        ("fields", ("file", "field", "controls"), told_fields(bundle)),
    )


def fields(told: Row, above: str = "") -> Iterator[Row]:
    """Yield a file that is no table as one: a field a line."""
    for name, value in sorted(told.items()):
        if isinstance(value, dict) and "username" not in value:
            yield from fields(value, f"{above}{name}.")
        else:
            yield {"field": f"{above}{name}", "value": value}


def told_fields(bundle: Bundle) -> Iterator[Row]:
    """Yield which controls each field of each table speaks to."""
    for name, told in bundle.json("controls.json").get("fields", {}).items():
        for field, controls in told.items():
            yield {"file": name, "field": field, "controls": ", ".join(controls)}
