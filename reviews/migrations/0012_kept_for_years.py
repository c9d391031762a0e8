"""A sealed campaign is deleted after its time, under a tombstone; never before."""

import importlib

import django.db.models.deletion
from django.db import migrations, models

from reviews.write_once import Trigger, lift, protect

# SQLite loses the triggers of a table that is altered, so they are made anew.
EARLIER = importlib.import_module(
    "reviews.migrations.0011_deadline_and_second_look").NOW

OF_ITEM = "(SELECT i.campaign_id FROM reviews_reviewitem i WHERE i.id = OLD.item_id)"
# Table → how one of its rows says to which campaign it belongs.
CAMPAIGN_OF = {
    "reviews_campaign": "OLD.id",
    "reviews_conflictoverride": OF_ITEM,
    "reviews_deadlineapproval": "OLD.campaign_id",
    "reviews_decision": OF_ITEM,
    "reviews_event": "OLD.campaign_id",
    "reviews_exclusion": "OLD.campaign_id",
    "reviews_exemption": OF_ITEM,
    "reviews_exemptionanswer": """(SELECT i.campaign_id FROM reviews_reviewitem i
        JOIN reviews_exemption x ON x.item_id = i.id WHERE x.id = OLD.exemption_id)""",
    "reviews_reviewitem": "OLD.campaign_id",
    "reviews_seal": "OLD.campaign_id",
    "reviews_secondanswer": """(SELECT i.campaign_id FROM reviews_reviewitem i
        JOIN reviews_secondlook l ON l.item_id = i.id WHERE l.id = OLD.look_id)""",
    "reviews_secondlook": OF_ITEM,
    "reviews_signoff": "OLD.campaign_id",
    "reviews_verification": OF_ITEM,
}
UNBURIED = """NOT EXISTS (SELECT 1 FROM accessmap_entry e
    WHERE e.kind = 'tombstone' AND e.about = 'campaign:' || {campaign})"""
BURIED = """EXISTS (SELECT 1 FROM accessmap_entry e
    WHERE e.kind = 'tombstone' AND e.about = 'campaign:' || NEW.id)"""
# Until the last day that its seal names is over, and for nobody alone.
TOO_EARLY = """NEW.kind = 'tombstone' AND NOT EXISTS (
    SELECT 1 FROM reviews_seal s WHERE NEW.about = 'campaign:' || s.campaign_id
    AND s.keep_until < CURRENT_DATE)"""
ALONE = """NEW.kind = 'tombstone' AND NOT EXISTS (
    SELECT 1 FROM reviews_event v WHERE v.kind = 'deletion-asked'
    AND NEW.about = 'campaign:' || v.campaign_id
    AND v.person_id IS NOT NULL AND v.person_id <> NEW.person_id)"""

KEPT = {
    name: trigger._replace(
        condition=UNBURIED.format(campaign=CAMPAIGN_OF[trigger.table]))
    for name, trigger in EARLIER.items()
    if trigger.act == "DELETE" and trigger.table in CAMPAIGN_OF
}
ADDED = {
    **KEPT,
    "campaign_never_again": Trigger(
        "reviews_campaign", "INSERT", BURIED,
        "The number of a deleted campaign is never used again."),
    "tombstone_after_its_time": Trigger(
        "accessmap_entry", "INSERT", TOO_EARLY,
        "A sealed campaign is kept until its time is over."),
    "tombstone_by_two": Trigger(
        "accessmap_entry", "INSERT", ALONE,
        "Another person than who deletes a campaign has asked for it."),
}
NOW = EARLIER | ADDED


class Migration(migrations.Migration):

    dependencies = [
        ('accessmap', '0009_buried_once'),
        ('reviews', '0011_deadline_and_second_look'),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, editor: lift(editor, EARLIER),
            lambda apps, editor: protect(editor, EARLIER),
        ),
        migrations.AddField(
            model_name='campaign',
            name='controls',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='controls it serves'),
        ),
        migrations.AddField(
            model_name='reviewitem',
            name='previous_campaign',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='reviewitem',
            name='previous_number',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='schedule',
            name='controls',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='controls it serves'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='carried_from',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='carried', to='reviews.decision'),
        ),
        migrations.AlterField(
            model_name='occurrence',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('opened', 'Opened'), ('missed', 'Missed'), ('empty', 'Nothing new'), ('deleted', 'Deleted after its time')], default='waiting', max_length=8),
        ),
        migrations.RunPython(
            lambda apps, editor: protect(editor, NOW),
            lambda apps, editor: lift(editor, NOW),
        ),
    ]
