"""An invented question that nobody should confirm, in a table of its own."""

import importlib

import django.db.models.deletion
import reviews.lifecycle
from django.conf import settings
from django.db import migrations, models

from reviews.write_once import Trigger, changed, lift, protect, stays

# SQLite loses the triggers of a table that is altered, so they are made anew.
KEPT = importlib.import_module("reviews.migrations.0012_kept_for_years")
EARLIER = KEPT.NOW | importlib.import_module(
    "reviews.migrations.0013_previous_by_number").TRIGGERS
NOT_OPEN = """NOT EXISTS (
    SELECT 1 FROM reviews_planted p JOIN reviews_campaign c ON c.id = p.campaign_id
    WHERE p.id = NEW.planted_id AND c.state = 'open')"""
NOT_ASKED_FOR = """NOT EXISTS (
    SELECT 1 FROM reviews_campaign c WHERE c.id = NEW.campaign_id AND c.is_planted)"""
# As in 0002: the campaign's row is shared, so that no close comes between.
SHARE = """PERFORM 1 FROM reviews_campaign c
    JOIN reviews_planted p ON p.campaign_id = c.id
    WHERE p.id = NEW.planted_id FOR SHARE OF c; """
# Both go with their campaign, after its time.
CAMPAIGN_OF = {
    "planted_kept": "OLD.campaign_id",
    "plantedanswer_kept": """(SELECT p.campaign_id FROM reviews_planted p
        WHERE p.id = OLD.planted_id)""",
}
STAY = {
    **stays("reviews_planted", "A planted question"),
    **stays("reviews_plantedanswer", "The answer of a planted question"),
}
ADDED = {
    **STAY,
    **{name: STAY[name]._replace(condition=KEPT.UNBURIED.format(campaign=campaign))
       for name, campaign in CAMPAIGN_OF.items()},
    "campaign_planted_once": Trigger(
        "reviews_campaign", "UPDATE",
        f"OLD.state <> 'opening' AND ({changed('is_planted')})",
        "What a campaign asks never changes."),
    "planted_where_asked_for": Trigger(
        "reviews_planted", "INSERT", NOT_ASKED_FOR,
        "Nothing is planted in a campaign that opened without."),
    "planted_answer_before_close": Trigger(
        "reviews_plantedanswer", "INSERT", NOT_OPEN,
        "Nothing is decided after a campaign has closed.", SHARE),
}
NOW = EARLIER | ADDED
PLAIN_CHOICES = [(each.value, each.value) for each in reviews.lifecycle.Verdict]
RULES = [(each.value, each.value) for each in reviews.lifecycle.Rule]


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0013_previous_by_number'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, editor: lift(editor, EARLIER),
            lambda apps, editor: protect(editor, EARLIER),
        ),
        migrations.AddField(
            model_name='campaign',
            name='is_planted',
            field=models.BooleanField(default=False, verbose_name='a planted question'),
        ),
        migrations.AddField(
            model_name='schedule',
            name='is_planted',
            field=models.BooleanField(default=False, verbose_name='a planted question'),
        ),
        migrations.CreateModel(
            name='Planted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('wording', models.JSONField()),
                ('circumstances', models.JSONField()),
                ('statement', models.TextField()),
                ('document_sha256', models.CharField(max_length=64)),
                ('verdict', models.CharField(max_length=16)),
                ('account_id', models.CharField(max_length=12)),
                ('account_name', models.CharField(blank=True, max_length=200)),
                ('rank', models.PositiveSmallIntegerField()),
                ('suggestion', models.CharField(blank=True, max_length=8)),
                ('resolved_by', models.CharField(choices=RULES, max_length=16)),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='planted', to='reviews.campaign')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PlantedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=PLAIN_CHOICES, max_length=12)),
                ('answered_at', models.DateTimeField()),
                ('planted', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='reviews.planted')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict', 'withdraw'), _negated=True), name='planted_answer_is_one', violation_error_message='A planted question is answered once.')],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: protect(editor, NOW),
            lambda apps, editor: lift(editor, NOW),
        ),
    ]
