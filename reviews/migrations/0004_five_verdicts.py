"""Five verdicts, exceptions with an end, two sides, lists of owners."""

from __future__ import annotations

import importlib

import django.db.models.deletion
import reviews.lifecycle
from django.conf import settings
from django.db import migrations, models

from reviews.write_once import lift, protect

# SQLite loses the triggers of a table that is altered.
TRIGGERS = importlib.import_module("reviews.migrations.0002_write_once").TRIGGERS


class Migration(migrations.Migration):

    dependencies = [
        ('accessmap', '0001_initial'),
        ('reviews', '0003_add_schedule'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, editor: lift(editor, TRIGGERS),
            lambda apps, editor: protect(editor, TRIGGERS),
        ),
        migrations.CreateModel(
            name='ConflictOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.TextField()),
                ('granted_at', models.DateTimeField()),
                ('reason', models.TextField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requested_at', models.DateTimeField()),
                ('control', models.TextField()),
                ('reason', models.TextField()),
                ('expires_on', models.DateField()),
                ('allowed_until', models.DateField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ExemptionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answered_at', models.DateTimeField()),
                ('is_approved', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Ownership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=2048)),
                ('line', models.PositiveIntegerField()),
                ('file_sha256', models.CharField(max_length=64)),
                ('is_current', models.BooleanField(default=True)),
                ('uploaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='reviewitem',
            name='item_once_in_a_campaign',
        ),
        migrations.RemoveConstraint(
            model_name='reviewitem',
            name='item_removal_only_if_revoked',
        ),
        migrations.AddField(
            model_name='campaign',
            name='carry_limit',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='campaign',
            name='exception_days',
            field=models.PositiveSmallIntegerField(default=90),
        ),
        migrations.AddField(
            model_name='campaign',
            name='grant_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='campaign',
            name='is_two_sided',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='campaign',
            name='observed_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunSQL(
            "UPDATE reviews_campaign SET grant_count = population_count",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name='decision',
            name='batch_size',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='decision',
            name='carried_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='reviews.decision'),
        ),
        migrations.AddField(
            model_name='decision',
            name='carried_times',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='decision',
            name='origin',
            field=models.CharField(choices=[('answer', 'answer'), ('bulk', 'bulk'), ('carried', 'carried'), ('ruling', 'ruling'), ('default', 'default')], default=reviews.lifecycle.Origin['ANSWER'], max_length=8),
        ),
        migrations.RunSQL(
            "UPDATE reviews_decision SET origin = 'default' WHERE is_default",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(
            model_name='decision',
            name='is_default',
        ),
        migrations.AddField(
            model_name='decision',
            name='reduce_to',
            field=models.CharField(blank=True, choices=[('', ''), ('used', 'used'), ('external-id', 'external-id'), ('organization', 'organization'), ('mfa', 'mfa')], default=reviews.lifecycle.Reduction['NONE'], max_length=12),
        ),
        migrations.AddField(
            model_name='decision',
            name='ticket',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='reviewitem',
            name='excepted_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='reviewitem',
            name='likeness',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='reviewitem',
            name='side',
            field=models.CharField(choices=[('granting', 'granting'), ('using', 'using')], default=reviews.lifecycle.Side['GRANTING'], max_length=8),
        ),
        migrations.AlterField(
            model_name='decision',
            name='purpose',
            field=models.CharField(blank=True, choices=[('', ''), ('vendor-service', 'vendor-service'), ('joint-development', 'joint-development'), ('data-sharing', 'data-sharing'), ('central-audit', 'central-audit'), ('operations', 'operations'), ('other', 'other')], default=reviews.lifecycle.Purpose['UNSAID'], max_length=20),
        ),
        migrations.AlterField(
            model_name='decision',
            name='verdict',
            field=models.CharField(choices=[('confirm', 'confirm'), ('revoke', 'revoke'), ('reduce', 'reduce'), ('exception', 'exception'), ('not-mine', 'not-mine'), ('withdraw', 'withdraw')], max_length=12),
        ),
        migrations.AlterField(
            model_name='reviewitem',
            name='resolved_by',
            field=models.CharField(choices=[('resource-tag', 'resource-tag'), ('account-tag', 'account-tag'), ('unit', 'unit'), ('account-contact', 'account-contact'), ('group', 'group'), ('list', 'list'), ('last-decider', 'last-decider'), ('fallback', 'fallback'), ('reassigned', 'reassigned')], max_length=16),
        ),
        migrations.AlterField(
            model_name='reviewitem',
            name='state',
            field=models.CharField(choices=[('open', 'open'), ('confirmed', 'confirmed'), ('carried', 'carried'), ('revoked', 'revoked'), ('reduced', 'reduced'), ('awaiting', 'awaiting'), ('excepted', 'excepted'), ('ended', 'ended'), ('undecided', 'undecided')], default=reviews.lifecycle.ItemState['OPEN'], max_length=16),
        ),
        migrations.AlterField(
            model_name='reviewitem',
            name='suggestion',
            field=models.CharField(blank=True, choices=[('confirm', 'confirm'), ('revoke', 'revoke'), ('reduce', 'reduce'), ('look', 'look')], max_length=8),
        ),
        migrations.AddIndex(
            model_name='reviewitem',
            index=models.Index(fields=['campaign', 'reviewer', 'rank', 'number'], name='reviews_rev_campaig_ee442c_idx'),
        ),
        migrations.AddIndex(
            model_name='reviewitem',
            index=models.Index(fields=['campaign', 'likeness'], name='reviews_rev_campaig_4d7951_idx'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', reviews.lifecycle.Verdict['NOT_MINE']), _negated=True), name='decision_is_an_end', violation_error_message='Not mine is no decision.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', reviews.lifecycle.Verdict['REDUCE']), ('reduce_to', reviews.lifecycle.Reduction['NONE']), _connector='XOR'), name='decision_reduces_to_something', violation_error_message='To reduce is to reduce to something.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('carried_from__isnull', False), ('carried_times__gte', 1), ('origin', reviews.lifecycle.Origin['CARRIED'])), models.Q(models.Q(('origin', reviews.lifecycle.Origin['CARRIED']), _negated=True), ('carried_from', None), ('carried_times', 0)), _connector='OR'), name='decision_carried_from_one', violation_error_message='What is carried forward says from which decision.'),
        ),
        migrations.AddConstraint(
            model_name='reviewitem',
            constraint=models.UniqueConstraint(fields=('campaign', 'grant', 'side'), name='item_once_in_a_campaign', violation_error_message='A campaign asks each side once.'),
        ),
        migrations.AddConstraint(
            model_name='reviewitem',
            constraint=models.CheckConstraint(condition=models.Q(('removal', ''), ('state__in', [reviews.lifecycle.ItemState['REDUCED'], reviews.lifecycle.ItemState['REVOKED']]), _connector='OR'), name='item_removal_only_if_revoked', violation_error_message='Only what was revoked can be removed.'),
        ),
        migrations.AddConstraint(
            model_name='reviewitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', reviews.lifecycle.ItemState['EXCEPTED']), _negated=True), ('excepted_until__isnull', False), _connector='OR'), name='item_exception_expires', violation_error_message='An exception ends on a day.'),
        ),
        migrations.AddField(
            model_name='conflictoverride',
            name='granted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conflictoverride',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='reviews.reviewitem'),
        ),
        migrations.AddField(
            model_name='conflictoverride',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exemption',
            name='decision',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exemption', to='reviews.decision'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='reviews.reviewitem'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='requested_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exemptionanswer',
            name='answered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exemptionanswer',
            name='exemption',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='reviews.exemption'),
        ),
        migrations.AddField(
            model_name='ownership',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ownership',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='conflictoverride',
            constraint=models.UniqueConstraint(fields=('item', 'person'), name='override_once_an_item', violation_error_message='This was allowed already.'),
        ),
        migrations.AddConstraint(
            model_name='conflictoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('granted_by', models.F('person')), _negated=True), models.Q(('reason', ''), _negated=True)), name='override_by_a_second_person', violation_error_message='Another person allows it, and says why.'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__lte', models.F('allowed_until'))), name='exemption_as_long_as_allowed', violation_error_message='An exception lasts no longer than the policy allows.'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('control', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='exemption_with_control_and_reason', violation_error_message='An exception says why, and what makes up for it.'),
        ),
        migrations.AddConstraint(
            model_name='exemptionanswer',
            constraint=models.CheckConstraint(condition=models.Q(('is_approved', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='exemption_refused_with_reason', violation_error_message='A refusal says why.'),
        ),
        migrations.AddConstraint(
            model_name='ownership',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('key',), name='ownership_one_current'),
        ),
        migrations.RunPython(
            lambda apps, editor: protect(editor, TRIGGERS),
            lambda apps, editor: lift(editor, TRIGGERS),
        ),
    ]
