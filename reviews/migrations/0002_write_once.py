"""Judgments are written once: the database itself refuses to change them."""

from __future__ import annotations

from django.db import migrations

from reviews.write_once import Trigger, changed, lift, protect, stays

NO_OTHER_CONTENT = """NOT EXISTS (
    SELECT 1 FROM reviews_reviewitem i
    WHERE i.id = NEW.item_id AND i.fingerprint = NEW.fingerprint)"""
NOT_OPEN = """NOT EXISTS (
    SELECT 1 FROM reviews_reviewitem i JOIN reviews_campaign c ON c.id = i.campaign_id
    WHERE i.id = NEW.item_id AND c.state = 'open')"""
NOT_OPENING = """NOT EXISTS (
    SELECT 1 FROM reviews_campaign c
    WHERE c.id = NEW.campaign_id AND c.state = 'opening')"""
# The campaign's row is shared, so that no close comes between.
SHARE = """PERFORM 1 FROM reviews_campaign c JOIN reviews_reviewitem i
    ON i.campaign_id = c.id WHERE i.id = NEW.item_id FOR SHARE OF c; """
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
    "OLD.state <> 'opening' AND ("
    + changed("query", "crawl_id", "population_count", "opened_by_id", "limitation")
    + ")"
)
REOPENED = "NEW.state IN ('open', 'opening') AND OLD.state NOT IN ('open', 'opening')"

TRIGGERS = {
    **stays("reviews_decision", "A decision"),
    **stays("reviews_verification", "A verification"),
    **stays("reviews_event", "An event"),
    "decision_on_what_was_read": Trigger(
        "reviews_decision", "INSERT", NO_OTHER_CONTENT,
        "A decision is about the grant that its item shows."),
    "decision_before_close": Trigger(
        "reviews_decision", "INSERT", NOT_OPEN,
        "Nothing is decided after a campaign has closed.", SHARE),
    "item_asked_once": Trigger(
        "reviews_reviewitem", "UPDATE", ASKED,
        "What an item asks never changes."),
    "item_kept": Trigger(
        "reviews_reviewitem", "DELETE", "", "A review item is never deleted."),
    "item_at_opening": Trigger(
        "reviews_reviewitem", "INSERT", NOT_OPENING,
        "Items are written while a campaign opens, and never later."),
    "campaign_defined_once": Trigger(
        "reviews_campaign", "UPDATE", DEFINED,
        "What a campaign asks never changes."),
    "campaign_stays_closed": Trigger(
        "reviews_campaign", "UPDATE", REOPENED,
        "A closed campaign never opens again."),
    "campaign_kept": Trigger(
        "reviews_campaign", "DELETE", "", "A campaign is never deleted."),
}


class Migration(migrations.Migration):
    """The triggers."""

    dependencies = [("reviews", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, TRIGGERS),
            lambda apps, editor: lift(editor, TRIGGERS),
        )
    ]
