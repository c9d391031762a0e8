"""Where the item before stood, by number: it may be deleted sooner than this one."""

from django.db import migrations

from reviews.write_once import Trigger, changed, lift, protect

TRIGGERS = {
    "item_previous_once": Trigger(
        "reviews_reviewitem", "UPDATE", changed("previous_campaign", "previous_number"),
        "What an item asks never changes."),
}
FILL = """UPDATE reviews_reviewitem SET
    previous_campaign = (SELECT p.campaign_id FROM reviews_reviewitem p
        WHERE p.id = reviews_reviewitem.previous_id),
    previous_number = (SELECT p.number FROM reviews_reviewitem p
        WHERE p.id = reviews_reviewitem.previous_id)
    WHERE previous_id IS NOT NULL"""


class Migration(migrations.Migration):
    """Fill the two columns from the rows that they name, once."""

    dependencies = [("reviews", "0012_kept_for_years")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(
            lambda apps, editor: protect(editor, TRIGGERS),
            lambda apps, editor: lift(editor, TRIGGERS),
        ),
    ]
