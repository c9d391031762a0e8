"""What a deadline does, who approves it, and who looks a second time."""

import importlib

import django.core.validators
import django.db.models.deletion
import reviews.lifecycle
import reviews.models.campaign
from django.conf import settings
from django.db import migrations, models

from reviews.write_once import Trigger, changed, lift, protect, stays

# SQLite loses the triggers of a table that is altered, so they are made anew.
EARLIER = {
    name: trigger
    for number in ("0002_write_once", "0005_who_decides", "0007_seal",
                   "0009_exclusions", "0010_between_campaigns")
    for name, trigger in importlib.import_module(
        f"reviews.migrations.{number}").TRIGGERS.items()
}
# A rule decides by itself, whatever became of the person who chose it.
NOT_ABLE = f"NEW.origin <> 'deadline' AND {EARLIER['decision_by_the_able'].condition}"
NOT_BY_RULE = """NEW.origin = 'deadline' AND (NEW.verdict <> 'revoke' OR NOT EXISTS (
    SELECT 1 FROM reviews_reviewitem i JOIN reviews_campaign c ON c.id = i.campaign_id
    WHERE i.id = NEW.item_id AND 'revoke' = CASE i.risk
        WHEN 'high' THEN c.at_due_high WHEN 'medium' THEN c.at_due_medium
        ELSE c.at_due_low END))"""
OWN_RULE = """EXISTS (
    SELECT 1 FROM reviews_campaign c
    WHERE c.id = NEW.campaign_id AND c.opened_by_id = NEW.approved_by_id)"""
NOT_OPEN = """NOT EXISTS (
    SELECT 1 FROM reviews_secondlook l
    JOIN reviews_reviewitem i ON i.id = l.item_id
    JOIN reviews_campaign c ON c.id = i.campaign_id
    WHERE l.id = NEW.look_id AND c.state = 'open')"""
NOT_SECOND = """NOT EXISTS (
    SELECT 1 FROM reviews_secondlook l
    WHERE l.id = NEW.look_id AND l.asked_id = NEW.answered_by_id) OR EXISTS (
    SELECT 1 FROM reviews_secondlook l JOIN reviews_decision d ON d.item_id = l.item_id
    WHERE l.id = NEW.look_id AND d.reviewer_id = NEW.answered_by_id
    AND d.origin IN ('answer', 'bulk'))"""
HANDLED = "OLD.state <> 'opening' AND (" + changed(
    "at_due_high", "at_due_medium", "at_due_low", "revoke_limit",
    "second_look_percent", "second_look_seed") + ")"
# As in 0002: the campaign's row is shared, so that no close comes between.
SHARE = """PERFORM 1 FROM reviews_campaign c JOIN reviews_reviewitem i
    ON i.campaign_id = c.id JOIN reviews_secondlook l ON l.item_id = i.id
    WHERE l.id = NEW.look_id FOR SHARE OF c; """
ADDED = {
    **stays("reviews_deadlineapproval", "An approval"),
    **stays("reviews_secondlook", "A second look"),
    **stays("reviews_secondanswer", "The answer of a second look"),
    "decision_by_the_able": EARLIER["decision_by_the_able"]._replace(
        condition=NOT_ABLE),
    "decision_by_its_rule": Trigger(
        "reviews_decision", "INSERT", NOT_BY_RULE,
        "A deadline does what its campaign opened with."),
    "campaign_handling_once": Trigger(
        "reviews_campaign", "UPDATE", HANDLED,
        "What a campaign asks never changes."),
    "approval_by_a_second_person": Trigger(
        "reviews_deadlineapproval", "INSERT", OWN_RULE,
        "Another person than who opened the campaign lets its deadline revoke more."),
    "second_answer_before_close": Trigger(
        "reviews_secondanswer", "INSERT", NOT_OPEN,
        "Nothing is decided after a campaign has closed.", SHARE),
    "second_answer_by_another": Trigger(
        "reviews_secondanswer", "INSERT", NOT_SECOND,
        "Whoever is asked looks a second time, and did not decide the first."),
}
NOW = EARLIER | ADDED


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0010_between_campaigns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, editor: lift(editor, EARLIER),
            lambda apps, editor: protect(editor, EARLIER),
        ),
        migrations.AddField(
            model_name='campaign',
            name='at_due_high',
            field=models.CharField(choices=[('escalate', 'escalate'), ('keep', 'keep'), ('revoke', 'revoke')], default=reviews.lifecycle.AtDeadline['ESCALATE'], max_length=8, verbose_name='high'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='at_due_low',
            field=models.CharField(choices=[('escalate', 'escalate'), ('keep', 'keep'), ('revoke', 'revoke')], default=reviews.lifecycle.AtDeadline['ESCALATE'], max_length=8, verbose_name='low'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='at_due_medium',
            field=models.CharField(choices=[('escalate', 'escalate'), ('keep', 'keep'), ('revoke', 'revoke')], default=reviews.lifecycle.AtDeadline['ESCALATE'], max_length=8, verbose_name='medium'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='revoke_limit',
            field=models.PositiveSmallIntegerField(default=20, verbose_name='at most'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='second_look_percent',
            field=models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='second looks'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='second_look_seed',
            field=models.CharField(default=reviews.models.campaign.seed, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='schedule',
            name='at_due_high',
            field=models.CharField(choices=[('escalate', 'escalate'), ('keep', 'keep'), ('revoke', 'revoke')], default=reviews.lifecycle.AtDeadline['ESCALATE'], max_length=8, verbose_name='high'),
        ),
        migrations.AddField(
            model_name='schedule',
            name='at_due_low',
            field=models.CharField(choices=[('escalate', 'escalate'), ('keep', 'keep'), ('revoke', 'revoke')], default=reviews.lifecycle.AtDeadline['ESCALATE'], max_length=8, verbose_name='low'),
        ),
        migrations.AddField(
            model_name='schedule',
            name='at_due_medium',
            field=models.CharField(choices=[('escalate', 'escalate'), ('keep', 'keep'), ('revoke', 'revoke')], default=reviews.lifecycle.AtDeadline['ESCALATE'], max_length=8, verbose_name='medium'),
        ),
        migrations.AddField(
            model_name='schedule',
            name='revoke_limit',
            field=models.PositiveSmallIntegerField(default=20, verbose_name='at most'),
        ),
        migrations.AddField(
            model_name='schedule',
            name='second_look_percent',
            field=models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='second looks'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='origin',
            field=models.CharField(choices=[('answer', 'answer'), ('bulk', 'bulk'), ('carried', 'carried'), ('ruling', 'ruling'), ('default', 'default'), ('deadline', 'deadline')], default=reviews.lifecycle.Origin['ANSWER'], max_length=8),
        ),
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drawn_at', models.DateTimeField()),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_looks', to=settings.AUTH_USER_MODEL)),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_look', to='reviews.reviewitem')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DeadlineApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('most', models.PositiveIntegerField()),
                ('approved_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='reviews.campaign')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='approval_with_reason', violation_error_message='Whoever approves says why.')],
            },
        ),
        migrations.CreateModel(
            name='SecondAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('confirm', 'confirm'), ('revoke', 'revoke')], max_length=12)),
                ('reason', models.TextField()),
                ('language', models.CharField(choices=[('en', 'en'), ('ja', 'ja')], max_length=2)),
                ('shown_sha256', models.CharField(max_length=64)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('look', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='reviews.secondlook')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='second_answer_with_reason', violation_error_message='A second look says why.')],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: protect(editor, NOW),
            lambda apps, editor: lift(editor, NOW),
        ),
    ]
