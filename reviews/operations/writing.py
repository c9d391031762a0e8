"""Write many items at once: a campaign may ask 100,000 questions in one transaction."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model

from accessmap import mass
from reviews.models import Campaign, Exclusion
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
    mass.insert(left_out)
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
