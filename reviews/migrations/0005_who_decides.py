"""The database itself holds who may decide, and when a campaign may close."""

from __future__ import annotations

from django.db import migrations

from reviews.write_once import Trigger, changed, lift, protect, stays

# Whoever answers is whoever is asked, at that moment.
NOT_ASKED = """NEW.origin IN ('answer', 'bulk') AND NOT EXISTS (
    SELECT 1 FROM reviews_reviewitem i
    WHERE i.id = NEW.item_id AND i.reviewer_id = NEW.reviewer_id)"""
NOT_ABLE = """NOT EXISTS (
    SELECT 1 FROM accessmap_user u
    WHERE u.id = NEW.reviewer_id AND u.is_active AND u.role <> 'auditor')"""
SETTLES_OWN = """NEW.origin = 'ruling' AND EXISTS (
    SELECT 1 FROM reviews_decision d
    JOIN reviews_reviewitem theirs ON theirs.id = d.item_id
    JOIN reviews_reviewitem i ON i.id = NEW.item_id
    WHERE theirs.campaign_id = i.campaign_id AND theirs.grant_id = i.grant_id
    AND d.reviewer_id = NEW.reviewer_id AND d.origin IN ('answer', 'bulk'))"""
OTHER_CHAIN = """NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM reviews_decision d
    WHERE d.id = NEW.supersedes_id AND d.item_id = NEW.item_id)"""
# What an item's state says, its newest decision said.
UNSAID = """NEW.state {other} OLD.state AND NEW.state IN
    ('confirmed', 'carried', 'revoked', 'reduced', 'awaiting', 'excepted')
    AND NOT EXISTS (
    SELECT 1 FROM reviews_decision d
    WHERE d.item_id = NEW.id AND d.verdict = CASE NEW.state
        WHEN 'confirmed' THEN 'confirm' WHEN 'carried' THEN 'confirm'
        WHEN 'revoked' THEN 'revoke' WHEN 'reduced' THEN 'reduce'
        ELSE 'exception' END
    AND NOT EXISTS (
        SELECT 1 FROM reviews_decision n WHERE n.supersedes_id = d.id))"""
AFTER_CLOSE = """NEW.state {other} OLD.state AND EXISTS (
    SELECT 1 FROM reviews_campaign c
    WHERE c.id = NEW.campaign_id AND c.state IN ('verifying', 'closed'))"""
PENDING = """NEW.state IN ('verifying', 'closed') AND EXISTS (
    SELECT 1 FROM reviews_reviewitem i
    WHERE i.campaign_id = NEW.id AND i.state IN ('open', 'awaiting'))"""
UNKEPT = """NEW.state = 'closed' AND OLD.state <> 'closed' AND EXISTS (
    SELECT 1 FROM reviews_reviewitem i
    WHERE i.campaign_id = NEW.id AND i.state IN ('revoked', 'reduced')
    AND i.removal <> 'removed' AND i.excepted_until IS NULL)"""
UNREGISTERED = """NEW.excepted_until IS NOT NULL
    AND NEW.excepted_until {other} OLD.excepted_until AND NOT EXISTS (
    SELECT 1 FROM reviews_exemption e
    JOIN reviews_exemptionanswer a ON a.exemption_id = e.id
    WHERE e.item_id = NEW.id AND e.expires_on = NEW.excepted_until AND a.is_approved)"""
OWN_EXCEPTION = """EXISTS (
    SELECT 1 FROM reviews_exemption e
    WHERE e.id = NEW.exemption_id AND e.requested_by_id = NEW.answered_by_id)"""
DEFINED = (
    "OLD.state <> 'opening' AND ("
    + changed(
        "observed_count", "grant_count", "is_two_sided", "carry_limit", "exception_days"
    )
    + ")"
)
# What was read, and what was not, is part of what a campaign stands on.
STOOD_ON = "EXISTS (SELECT 1 FROM reviews_campaign c WHERE c.crawl_id = {crawl})"
OF_GAP = "(SELECT v.crawl_id FROM accessmap_coverage v WHERE v.id = OLD.coverage_id)"

TRIGGERS = {
    **stays("reviews_exemption", "An exception that was asked for"),
    **stays("reviews_exemptionanswer", "The answer to an exception"),
    **stays("reviews_conflictoverride", "An override"),
    "ownership_kept": Trigger(
        "reviews_ownership", "DELETE", "", "A list of owners is never deleted."),
    "decision_by_who_is_asked": Trigger(
        "reviews_decision", "INSERT", NOT_ASKED,
        "Whoever is asked decides."),
    "decision_by_the_able": Trigger(
        "reviews_decision", "INSERT", NOT_ABLE,
        "Auditors, and people who left, do not decide."),
    "decision_settled_by_another": Trigger(
        "reviews_decision", "INSERT", SETTLES_OWN,
        "A disagreement is settled by somebody who took no side."),
    "decision_supersedes_its_own": Trigger(
        "reviews_decision", "INSERT", OTHER_CHAIN,
        "A decision supersedes one about the same item."),
    "item_says_its_decision": Trigger(
        "reviews_reviewitem", "UPDATE", UNSAID,
        "The state of an item is what its newest decision says."),
    "item_still_after_close": Trigger(
        "reviews_reviewitem", "UPDATE", AFTER_CLOSE,
        "After close the state of an item never changes."),
    "item_excepted_by_two": Trigger(
        "reviews_reviewitem", "UPDATE", UNREGISTERED,
        "An exception stands in the register, approved by a second person."),
    "item_side_once": Trigger(
        "reviews_reviewitem", "UPDATE", changed("side", "likeness"),
        "What an item asks never changes."),
    "campaign_with_nothing_pending": Trigger(
        "reviews_campaign", "UPDATE", PENDING,
        "A campaign does not close over what is pending."),
    "campaign_holds_its_promises": Trigger(
        "reviews_campaign", "UPDATE", UNKEPT,
        "A campaign closes when what was revoked is removed or excepted."),
    "campaign_terms_once": Trigger(
        "reviews_campaign", "UPDATE", DEFINED,
        "What a campaign asks never changes."),
    "exemption_by_a_second_person": Trigger(
        "reviews_exemptionanswer", "INSERT", OWN_EXCEPTION,
        "Another person than who asks approves an exception."),
    "coverage_stood_on": Trigger(
        "accessmap_coverage", "DELETE", STOOD_ON.format(crawl="OLD.crawl_id"),
        "A campaign stands on this reading; it is never deleted."),
    "gap_stood_on": Trigger(
        "accessmap_gap", "DELETE", STOOD_ON.format(crawl=OF_GAP),
        "A campaign stands on this reading; it is never deleted."),
}


class Migration(migrations.Migration):
    """The triggers."""

    dependencies = [("reviews", "0004_five_verdicts")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, TRIGGERS),
            lambda apps, editor: lift(editor, TRIGGERS),
        )
    ]
