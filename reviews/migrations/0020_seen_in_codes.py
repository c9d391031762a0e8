import importlib

from django.db import migrations, models

# SQLite loses the triggers of a table that gets a column with a default.
EARLIER = importlib.import_module("reviews.migrations.0018_another_way")


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0019_who_is_asked'),
    ]

    operations = [
        migrations.RunPython(EARLIER.off, EARLIER.on),
        migrations.AddField(
            model_name='verification',
            name='saw',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunPython(EARLIER.on, EARLIER.off),
    ]
