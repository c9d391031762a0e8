"""What asked every day about what is new asks at once from now on."""

from django.db import migrations

DAILY = "FREQ=DAILY"


def go_by_crawls(apps, schema_editor):
    """The rule of dates stays written down, and rests."""
    daily = apps.get_model("reviews", "Schedule").objects.filter(rule=DAILY)
    daily.filter(is_for_new=True).update(is_at_once=True)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0016_at_once")]
    operations = [migrations.RunPython(go_by_crawls, migrations.RunPython.noop)]
