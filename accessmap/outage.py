"""What to say when the database does not answer, instead of a stack trace."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError

OUTAGES = (OperationalError, InterfaceError, ProgrammingError)
# SQLite and PostgreSQL, in this order.
NO_TABLE = ("no such table", "does not exist", "no such column")


def is_outage(error: BaseException | None) -> bool:
    """Say whether ``error`` means that the database is away or not set up."""
    return isinstance(error, OUTAGES)


def sentence(error: DatabaseError) -> str:
    """Return one sentence with the cause and the remedy."""
    cause = str(error).strip().partition("\n")[0]
    if any(words in cause for words in NO_TABLE):
        return (
            f"The database is not set up for this version ({cause}). "
            "Run: manage.py migrate"
        )
    database = settings.DATABASES["default"]
    place = database.get("HOST") or database["NAME"]
    return (
        f"The database at {place} does not answer ({cause}). "
        "Is it running, and is DATABASE_URL right? Nothing was lost: "
        "what was finished is stored, the rest goes on when it is back."
    )
