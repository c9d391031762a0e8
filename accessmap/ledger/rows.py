"""People and names, as the ledger tells what became of them; never a password."""

from __future__ import annotations

from accessmap.ledger.append import append
from accessmap.models import Counterparty, Entry, User

TOLD = {
    "user": [
        "username",
        "full_name",
        "email",
        "role",
        "is_active",
        "is_staff",
        "is_superuser",
    ],
    "counterparty": ["account_id", "name", "kind", "source"],
}


def note(row: User | Counterparty, act: str, *, by: User | str) -> Entry:
    """Append that ``row`` was ``added``, ``changed`` or ``deleted``, with what it says.

    Whoever gives a person a role, or an outsider another name, changes what reviewers
    read and who decides: by whichever door they came.
    """
    noun = str(row._meta.model_name)
    told = {each: getattr(row, each) for each in TOLD[noun]}
    return append(f"{noun}-{act}", by=by, about=f"{noun}:{row.pk}", says=told)
