"""Write many items at once: a campaign may ask 100,000 questions in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

from reviews.models import Campaign, Exclusion, ReviewItem
from reviews.population import BATCH, observed


def write_exclusions(campaign: Campaign) -> int:
    """Note every grant that the crawl saw and the filter left out; return how many."""
    # Not by NOT IN: PostgreSQL knows nothing yet of rows written in this transaction,
    # and compares each with each.
    asked = set(campaign.items.order_by().values_list("grant", flat=True))
    seen = observed(campaign.crawl).values_list("pk", flat=True)
    rest = (pk for pk in seen.iterator(chunk_size=BATCH) if pk not in asked)
    left_out = [
        Exclusion(campaign=campaign, number=number, grant_id=pk)
        for number, pk in enumerate(rest, start=1)
    ]
    Exclusion.objects.bulk_create(left_out, batch_size=BATCH)
    return len(left_out)


def count_anew(*models: type[Model]) -> None:
    """Let PostgreSQL look at tables that were filled just now.

    It plans by what it counted last; until its own job counts again, it reads 100,000
    new rows as if they were ten.
    https://www.postgresql.org/docs/current/populate.html#POPULATE-ANALYZE
    """
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(f'"{each._meta.db_table}"' for each in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def write_items(items: Sequence[ReviewItem]) -> None:
    """Insert ``items``, none of which is saved yet; triggers and constraints hold.

    PostgreSQL takes rows by COPY at twice the speed of INSERT.
    https://www.postgresql.org/docs/current/populate.html#POPULATE-COPY-FROM
    """
    if connection.vendor != "postgresql":
        ReviewItem.objects.bulk_create(items, batch_size=200)
        return
    model = ReviewItem._meta
    fields = [each for each in model.concrete_fields if not each.primary_key]
    columns = ", ".join(f'"{each.column}"' for each in fields)
    statement = f"COPY {model.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for item in items:
            copy.write_row(
                [
                    each.get_db_prep_save(getattr(item, each.attname), connection)
                    for each in fields
                ]
            )
