"""Judgments are written once: the database itself refuses to change them.

Whoever has the application's login could otherwise rewrite what people decided. Plain
triggers, one sentence each, on SQLite and on PostgreSQL.
https://www.sqlite.org/lang_createtrigger.html
https://www.postgresql.org/docs/current/sql-createtrigger.html
"""

from __future__ import annotations

from django.db import migrations

# Table, what happens to it, under which condition, and the sentence it is refused with.
# {other} stands for "is not, NULL included" of the database.
NO_OTHER_CONTENT = """NOT EXISTS (
    SELECT 1 FROM reviews_reviewitem i
    WHERE i.id = NEW.item_id AND i.fingerprint = NEW.fingerprint)"""
NOT_OPEN = """NOT EXISTS (
    SELECT 1 FROM reviews_reviewitem i JOIN reviews_campaign c ON c.id = i.campaign_id
    WHERE i.id = NEW.item_id AND c.state = 'open')"""
NOT_OPENING = """NOT EXISTS (
    SELECT 1 FROM reviews_campaign c
    WHERE c.id = NEW.campaign_id AND c.state = 'opening')"""


def changed(*columns: str) -> str:
    """Return the condition that one of the columns gets another value."""
    return " OR ".join(f"NEW.{each} {{other}} OLD.{each}" for each in columns)


ASKED = changed(
    "campaign_id",
    "number",
    "grant_id",
    "fingerprint",
    "wording",
    "circumstances",
    "statement",
    "document_id",
    "document_sha256",
    "suggestion",
    "risk",
)
DEFINED = (
    f"OLD.state <> 'opening' AND ("
    + changed("query", "crawl_id", "population_count", "opened_by_id", "limitation")
    + ")"
)
REOPENED = "NEW.state IN ('open', 'opening') AND OLD.state NOT IN ('open', 'opening')"

TRIGGERS = {
    "decision_stays": (
        "reviews_decision", "UPDATE", "", "A decision never changes."),
    "decision_kept": (
        "reviews_decision", "DELETE", "", "A decision is never deleted."),
    "decision_on_what_was_read": (
        "reviews_decision", "INSERT", NO_OTHER_CONTENT,
        "A decision is about the grant that its item shows."),
    "decision_before_close": (
        "reviews_decision", "INSERT", NOT_OPEN,
        "Nothing is decided after a campaign has closed."),
    "verification_stays": (
        "reviews_verification", "UPDATE", "", "A verification never changes."),
    "verification_kept": (
        "reviews_verification", "DELETE", "", "A verification is never deleted."),
    "event_stays": (
        "reviews_event", "UPDATE", "", "An event never changes."),
    "event_kept": (
        "reviews_event", "DELETE", "", "An event is never deleted."),
    "item_asked_once": (
        "reviews_reviewitem", "UPDATE", ASKED,
        "What an item asks never changes."),
    "item_kept": (
        "reviews_reviewitem", "DELETE", "", "A review item is never deleted."),
    "item_at_opening": (
        "reviews_reviewitem", "INSERT", NOT_OPENING,
        "Items are written while a campaign opens, and never later."),
    "campaign_defined_once": (
        "reviews_campaign", "UPDATE", DEFINED,
        "What a campaign asks never changes."),
    "campaign_stays_closed": (
        "reviews_campaign", "UPDATE", REOPENED,
        "A closed campaign never opens again."),
    "campaign_kept": (
        "reviews_campaign", "DELETE", "", "A campaign is never deleted."),
}
TABLES = sorted({table for table, *_rest in TRIGGERS.values()})


def protect(apps, schema_editor):
    """Make the triggers."""
    make = MAKERS[schema_editor.connection.vendor]
    for name, trigger in TRIGGERS.items():
        for statement in make(name, *trigger):
            schema_editor.execute(statement)


def lift(apps, schema_editor):
    """Take the triggers away; tests do so to empty their database."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, (table, *_rest) in TRIGGERS.items():
        on = f" ON {table}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
    if postgresql:
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_full ON {table}")
        schema_editor.execute("DROP FUNCTION IF EXISTS reviews_stay_full()")


def sqlite(name, table, act, condition, sentence):
    """Yield the statement for SQLite."""
    when = f"WHEN {condition.format(other='IS NOT')}" if condition else ""
    yield (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def postgresql(name, table, act, condition, sentence):
    """Yield the statements for PostgreSQL, where TRUNCATE is one more way to delete."""
    guarded = condition.format(other="IS DISTINCT FROM") or "TRUE"
    result = "OLD" if act == "DELETE" else "NEW"
    # The campaign's row is shared here, so that no close comes between.
    share = SHARE if condition == NOT_OPEN else ""
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {share}"
        f"IF {guarded} THEN RAISE EXCEPTION '{sentence}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )
    yield (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    if name.endswith("_kept"):
        yield (
            "CREATE OR REPLACE FUNCTION reviews_stay_full() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'Judgments are never deleted.'"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_full BEFORE TRUNCATE ON {table} "
            f"EXECUTE FUNCTION reviews_stay_full()"
        )


SHARE = """PERFORM 1 FROM reviews_campaign c JOIN reviews_reviewitem i
    ON i.campaign_id = c.id WHERE i.id = NEW.item_id FOR SHARE OF c; """
MAKERS = {"sqlite": sqlite, "postgresql": postgresql}


class Migration(migrations.Migration):
    """The triggers."""

    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(protect, lift)]
